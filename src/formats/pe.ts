import { FormatError } from './errors.ts';

/** One section of a PE file; `address` counts from the image base, places in bytes of the file. */
export interface PeSection {
  readonly name: string;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly flags: number;
}

/** A PE file's tables; https://learn.microsoft.com/windows/win32/debug/pe-format. */
export interface PeFile {
  readonly machine: number;
  /** True for PE32+, 64-bit programs. */
  readonly wide: boolean;
  readonly imageBase: number;
  readonly sections: readonly PeSection[];
  /** Address and size of the data directories, in the format's order; zero when absent. */
  readonly directories: readonly { readonly address: number; readonly size: number }[];
}

/** Index of the resources and of the header of .NET's runtime among the data directories. */
const resources = 2;
const commonLanguage = 14;
const mostSections = 4096;

/** Whether a file begins as DOS and Windows programs do. */
export function isPe(head: Uint8Array): boolean {
  return head[0] === 0x4d && head[1] === 0x5a;
}

/**
 * Reads the tables of a PE file. Sections that lie outside the file are cut or left out.
 * @throws {FormatError} PE_INVALID for other files that begin with "MZ", such as DOS programs.
 */
export function parsePe(bytes: Uint8Array, what: string): PeFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = bytes.length < 64 ? 0 : view.getUint32(60, true);
  const optional = at + 24;
  if (at === 0 || optional + 2 > bytes.length || view.getUint32(at, true) !== 0x00004550) {
    throw new FormatError('PE_INVALID', `Cannot read ${what}: found no PE header`);
  }
  const optionalSize = view.getUint16(at + 20, true);
  const wide = view.getUint16(optional, true) === 0x20b;
  const start = optional + (wide ? 112 : 96);
  if (start > bytes.length) {
    throw new FormatError('PE_INVALID', `Cannot read ${what}: its header is cut short`);
  }
  const count = Math.min(view.getUint32(start - 4, true), 16);
  const directories = [];
  for (let row = start; row < start + count * 8 && row + 8 <= bytes.length; row += 8) {
    directories.push({ address: view.getUint32(row, true), size: view.getUint32(row + 4, true) });
  }
  return {
    machine: view.getUint16(at + 4, true),
    wide,
    imageBase: wide
      ? Number(view.getBigUint64(optional + 24, true))
      : view.getUint32(optional + 28, true),
    sections: readSections(view, optional + optionalSize, view.getUint16(at + 6, true)),
    directories,
  };
}

function readSections(view: DataView, at: number, count: number): PeSection[] {
  const sections: PeSection[] = [];
  for (let row = 0; row < Math.min(count, mostSections); row += 1) {
    const start = at + row * 40;
    if (start + 40 > view.byteLength) break;
    const offset = view.getUint32(start + 20, true);
    const size = Math.min(view.getUint32(start + 16, true), view.byteLength - offset);
    if (size <= 0) continue;
    let name = '';
    for (let index = 0; index < 8 && view.getUint8(start + index) !== 0; index += 1) {
      name += String.fromCharCode(view.getUint8(start + index));
    }
    const address = view.getUint32(start + 12, true);
    sections.push({ name, address, offset, size, flags: view.getUint32(start + 36, true) });
  }
  return sections;
}

/** The content of the first section of a name. */
export function peSection(bytes: Uint8Array, pe: PeFile, name: string): Uint8Array | undefined {
  const found = pe.sections.find((one) => one.name === name);
  return found && bytes.subarray(found.offset, found.offset + found.size);
}

/** Bytes at an address that counts from the image base, at most `size`; undefined when the file has none there. */
export function peBytesAt(
  bytes: Uint8Array,
  pe: PeFile,
  { address, size }: { readonly address: number; readonly size: number },
): Uint8Array | undefined {
  const found = pe.sections.find(
    (one) => address >= one.address && address < one.address + one.size,
  );
  if (found === undefined) return undefined;
  const start = found.offset + address - found.address;
  return bytes.subarray(start, Math.min(start + size, found.offset + found.size));
}

/** Whether a file is an assembly of .NET: it has a header for the common language runtime. */
export function isAssembly({ directories }: PeFile): boolean {
  return (directories[commonLanguage]?.address ?? 0) !== 0;
}

const versionType = 16;
const mostText = 1024;

/**
 * Texts of the version resource (`ProductName`, `FileVersion` …), of the first language; empty when
 * there is none. A stranger wrote it: every step stays inside the resource and none goes back.
 */
export function versionTexts(bytes: Uint8Array, pe: PeFile): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const { address = 0, size = 0 } = pe.directories[resources] ?? {};
  const root = address === 0 ? undefined : peBytesAt(bytes, pe, { address, size });
  if (root === undefined) return texts;
  const view = new DataView(root.buffer, root.byteOffset, root.byteLength);
  // Three levels: type, name, language; of the latter two the first is taken.
  const type = childOf(view, 0, versionType);
  const name = type === undefined ? undefined : childOf(view, type & 0x7fffffff);
  const leaf = name === undefined ? undefined : childOf(view, name & 0x7fffffff);
  if (leaf === undefined || leaf + 8 > view.byteLength) return texts;
  const place = { address: view.getUint32(leaf, true), size: view.getUint32(leaf + 4, true) };
  const content = peBytesAt(bytes, pe, place);
  if (content !== undefined) readBlocks(content, 0, texts);
  return texts;
}

/** Place of the entry with `id`, or of the first, in a resource folder. */
function childOf(view: DataView, at: number, id?: number): number | undefined {
  if (at + 16 > view.byteLength) return undefined;
  const count = view.getUint16(at + 12, true) + view.getUint16(at + 14, true);
  for (let row = 0; row < count; row += 1) {
    const entry = at + 16 + row * 8;
    if (entry + 8 > view.byteLength) return undefined;
    if (id === undefined || view.getUint32(entry, true) === id)
      return view.getUint32(entry + 4, true);
  }
  return undefined;
}

/**
 * Blocks of a version resource: length, length of the value, type, key, then value and blocks
 * inside. Depth: VS_VERSION_INFO, StringFileInfo, a language, the texts.
 */
function readBlocks(bytes: Uint8Array, depth: number, texts: Map<string, string>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 6 <= bytes.length && texts.size < 100) {
    const length = Math.min(view.getUint16(at, true), bytes.length - at);
    if (length < 6) return;
    const valueLength = view.getUint16(at + 2, true);
    const key = utf16At(view, at + 6, at + length);
    const value = aligned(at + 6 + (key.length + 1) * 2);
    const end = at + length;
    if (depth === 3) {
      if (value < end && !texts.has(key)) texts.set(key, utf16At(view, value, end).trim());
    } else if (depth !== 1 || key === 'StringFileInfo') {
      const inside = depth === 0 ? aligned(value + valueLength) : value;
      if (inside < end) readBlocks(bytes.subarray(inside, end), depth + 1, texts);
      // The first language is enough.
      if (depth === 2 && texts.size > 0) return;
    }
    at = aligned(end);
  }
}

function aligned(at: number): number {
  return (at + 3) & ~3;
}

function utf16At(view: DataView, start: number, end: number): string {
  let text = '';
  for (let at = start; at + 2 <= end && text.length < mostText; at += 2) {
    const code = view.getUint16(at, true);
    if (code === 0) break;
    text += String.fromCharCode(code);
  }
  return text;
}
