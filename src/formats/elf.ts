import { FormatError } from './errors.ts';

/** One row of the section table. Sizes and places in bytes, inside the file unless `type` is 8 (no content). */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

/** One row of the program header: what the system loads. */
export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly memorySize: number;
}

/** An ELF file's tables; contents stay where they are. */
export interface ElfFile {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  /** `e_machine`: 62 is x86-64, 183 AArch64. */
  readonly machine: number;
  /** `e_type`: 1 object, 2 program, 3 library or position-independent program, 4 core dump. */
  readonly type: number;
  /** Empty when the table is missing or lies outside the file: the system does not need it. */
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];
}

/** One note: who wrote it, its kind, its content. */
export interface ElfNote {
  readonly name: string;
  readonly type: number;
  readonly content: Uint8Array;
}

/** Rows of a table; linkers stop far below, kernels allow 65,535 program headers. */
const mostRows = 65_536;
const noContent = 8;
const noteSection = 7;
const noteSegment = 4;

/** Whether a file begins as ELF files do. */
export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

/**
 * Reads the tables of an ELF file; System V ABI, generic part, chapters 4 and 5. Everything is a
 * stranger's word: rows that point outside the file are left out.
 * @throws {FormatError} ELF_INVALID when the header is cut short or of no known class.
 */
export function parseElf(bytes: Uint8Array, what: string): ElfFile {
  const [, , , , fileClass, order] = bytes;
  if (!isElf(bytes) || bytes.length < 64 || !isOneOrTwo(fileClass) || !isOneOrTwo(order)) {
    throw new FormatError('ELF_INVALID', `Cannot read ${what}: found no whole ELF header`);
  }
  const read = new Fields(bytes, fileClass === 2 ? 64 : 32, order === 1);
  const { bits } = read;
  const wide = bits === 64;
  const segmentsAt = read.word(wide ? 32 : 28);
  const sectionsAt = read.word(wide ? 40 : 32);
  const counts = wide ? 54 : 42;
  const sections = readSections(read, sectionsAt, {
    size: read.u16(counts + 4),
    count: read.u16(counts + 6),
    names: read.u16(counts + 8),
  });
  return {
    bits,
    littleEndian: read.littleEndian,
    machine: read.u16(18),
    type: read.u16(16),
    sections,
    segments: readSegments(read, segmentsAt, {
      size: read.u16(counts),
      count: read.u16(counts + 2),
    }),
  };
}

function isOneOrTwo(value: number | undefined): boolean {
  return value === 1 || value === 2;
}

/** Numbers at places of the file, in its own size and order; zero outside. */
class Fields {
  readonly bytes: Uint8Array;
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, bits: 32 | 64, littleEndian: boolean) {
    this.bytes = bytes;
    this.bits = bits;
    this.littleEndian = littleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(at: number): number {
    return this.holds(at, 2) ? this.#view.getUint16(at, this.littleEndian) : 0;
  }

  u32(at: number): number {
    return this.holds(at, 4) ? this.#view.getUint32(at, this.littleEndian) : 0;
  }

  /** A number of the file's word size; beyond 2^53 it points nowhere anyway. */
  word(at: number): number {
    if (this.bits === 32) return this.u32(at);
    if (!this.holds(at, 8)) return 0;
    const first = this.#view.getUint32(at, this.littleEndian);
    const second = this.#view.getUint32(at + 4, this.littleEndian);
    return this.littleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
  }

  holds(at: number, size: number): boolean {
    return at >= 0 && size >= 0 && at + size <= this.bytes.length;
  }
}

function readSections(
  read: Fields,
  at: number,
  table: { readonly size: number; readonly count: number; readonly names: number },
): ElfSection[] {
  const wide = read.bits === 64;
  if (at === 0 || table.size < (wide ? 64 : 40)) return [];
  // A count that does not fit lies in the first row, and so does the place of the names.
  const count = table.count === 0 ? read.word(at + (wide ? 32 : 20)) : table.count;
  const names = table.names === 0xffff ? read.u32(at + (wide ? 40 : 24)) : table.names;
  if (count > mostRows || !read.holds(at, count * table.size)) return [];
  const rows: NamedLater[] = [];
  const texts = names < count ? new NamedLater(read, at + names * table.size) : undefined;
  for (let row = 0; row < count; row += 1) {
    const section = new NamedLater(read, at + row * table.size, texts);
    const { type, offset, size } = section;
    if (type === noContent || read.holds(offset, size)) rows.push(section);
  }
  return rows;
}

/** A section whose name is only read when somebody asks for it: of most nobody does. */
class NamedLater implements ElfSection {
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly #bytes: Uint8Array;
  readonly #nameAt: number;
  readonly #texts: { readonly offset: number; readonly size: number } | undefined;

  constructor(
    read: Fields,
    at: number,
    texts?: { readonly offset: number; readonly size: number },
  ) {
    const wide = read.bits === 64;
    this.type = read.u32(at + 4);
    this.flags = read.word(at + 8);
    this.address = read.word(at + (wide ? 16 : 12));
    this.offset = read.word(at + (wide ? 24 : 16));
    this.size = read.word(at + (wide ? 32 : 20));
    this.#bytes = read.bytes;
    this.#nameAt = read.u32(at);
    this.#texts = texts;
  }

  get name(): string {
    return this.#texts === undefined ? '' : textAt(this.#bytes, this.#texts, this.#nameAt);
  }
}

function readSegments(
  read: Fields,
  at: number,
  {
    size,
    count,
    fileSize: whole = read.bytes.length,
  }: { readonly size: number; readonly count: number; readonly fileSize?: number },
): ElfSegment[] {
  const wide = read.bits === 64;
  if (at === 0 || size < (wide ? 56 : 32)) return [];
  const segments: ElfSegment[] = [];
  for (let row = 0; row < count; row += 1) {
    const start = at + row * size;
    if (!read.holds(start, size)) break;
    const offset = read.word(start + (wide ? 8 : 4));
    const fileSize = read.word(start + (wide ? 32 : 16));
    if (offset + fileSize > whole) continue;
    segments.push({
      type: read.u32(start),
      flags: read.u32(start + (wide ? 4 : 24)),
      offset,
      address: read.word(start + (wide ? 16 : 8)),
      fileSize,
      memorySize: read.word(start + (wide ? 40 : 20)),
    });
  }
  return segments;
}

/** A name of a string table: at most 200 characters, up to its NUL. */
function textAt(bytes: Uint8Array, table: { offset: number; size: number }, at: number): string {
  const start = table.offset + at;
  const most = Math.min(bytes.length, table.offset + table.size, start + 200);
  if (at >= table.size || start >= most) return '';
  let end = start;
  while (end < most && bytes[end] !== 0) end += 1;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', start, end);
}

/** A part of a file, in bytes from its start; `end` is behind it. */
export interface ElfPart {
  readonly start: number;
  readonly end: number;
}

/**
 * Parts of a program that hold machine code and nothing else, by its first bytes: executable
 * segments without what any other segment or one of the tables claims of them. None where data for
 * reading has no segment of its own, as older linkers wrote it, and none before the end of `head`.
 */
export function elfCode(head: Uint8Array, fileSize: number): readonly ElfPart[] {
  const [, , , , fileClass, order] = head;
  if (!isElf(head) || head.length < 64 || !isOneOrTwo(fileClass) || !isOneOrTwo(order)) return [];
  const read = new Fields(head, fileClass === 2 ? 64 : 32, order === 1);
  const wide = read.bits === 64;
  const counts = wide ? 54 : 42;
  const rows = { size: read.u16(counts), count: read.u16(counts + 2) };
  const table = read.word(wide ? 32 : 28);
  // A table that goes on behind the first bytes could claim what is taken for code.
  if (!read.holds(table, rows.size * rows.count)) return [];
  const segments = readSegments(read, table, { ...rows, fileSize });
  const isCode = ({ type, flags }: ElfSegment): boolean => type === 1 && (flags & 1) !== 0;
  if (!segments.some(({ type, flags }) => type === 1 && flags === readable)) return [];
  const sections = read.word(wide ? 40 : 32);
  const claimed: ElfPart[] = [
    { start: 0, end: head.length },
    { start: sections, end: sections + read.u16(counts + 4) * read.u16(counts + 6) },
    ...segments.filter((one) => !isCode(one)).map(partOf),
  ];
  return claimed.reduce(without, segments.filter(isCode).map(partOf));
}

/** Flags of a segment that is neither written nor executed. */
const readable = 4;

function partOf({ offset, fileSize }: ElfSegment): ElfPart {
  return { start: offset, end: offset + fileSize };
}

/** What is left of some parts when another is taken out of each. */
function without(parts: readonly ElfPart[], { start, end }: ElfPart): ElfPart[] {
  return parts.flatMap((part) =>
    [
      { start: part.start, end: Math.min(part.end, start) },
      { start: Math.max(part.start, end), end: part.end },
    ].filter((one) => one.start < one.end),
  );
}

/** The content of the first section of a name; undefined when there is none in the file. */
export function sectionBytes(
  bytes: Uint8Array,
  { sections }: ElfFile,
  name: string,
): Uint8Array | undefined {
  const found = sections.find((one) => one.name === name && one.type !== noContent);
  return found && bytes.subarray(found.offset, found.offset + found.size);
}

/** The bytes that the system would find at an address, at most `size`; undefined when the file has none there. */
export function bytesAtAddress(
  bytes: Uint8Array,
  { segments }: ElfFile,
  { address, size }: { readonly address: number; readonly size: number },
): Uint8Array | undefined {
  const segment = segments.find(
    (one) => one.type === 1 && address >= one.address && address < one.address + one.fileSize,
  );
  if (segment === undefined) return undefined;
  const start = segment.offset + address - segment.address;
  return bytes.subarray(start, Math.min(start + size, segment.offset + segment.fileSize));
}

/** Notes of the sections, or of the segments when there are no sections; the first 1,000. */
export function elfNotes(bytes: Uint8Array, elf: ElfFile): readonly ElfNote[] {
  const bySection = elf.sections.filter(({ type }) => type === noteSection);
  const places =
    bySection.length > 0
      ? bySection.map(({ offset, size }) => ({ offset, size }))
      : elf.segments
          .filter(({ type }) => type === noteSegment)
          .map(({ offset, fileSize }) => ({ offset, size: fileSize }));
  const notes: ElfNote[] = [];
  for (const { offset, size } of places.slice(0, 100)) {
    readNotes(bytes.subarray(offset, offset + size), elf, notes);
  }
  return notes;
}

function readNotes(bytes: Uint8Array, elf: ElfFile, notes: ElfNote[]): void {
  const read = new Fields(bytes, elf.bits, elf.littleEndian);
  let at = 0;
  while (at + 12 <= bytes.length && notes.length < 1000) {
    const nameSize = read.u32(at);
    const size = read.u32(at + 4);
    const name = at + 12;
    const content = name + aligned(nameSize);
    if (!read.holds(name, nameSize) || !read.holds(content, size)) return;
    notes.push({
      name: textAt(bytes, { offset: name, size: nameSize }, 0),
      type: read.u32(at + 8),
      content: bytes.subarray(content, content + size),
    });
    at = content + aligned(size);
  }
}

/** Notes are padded to four bytes, in 64-bit files too. */
function aligned(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** The build id of a file in hex (note 3 of "GNU"); undefined when it has none. */
export function buildIdOf(notes: readonly ElfNote[]): string | undefined {
  const note = notes.find(({ name, type }) => name === 'GNU' && type === 3);
  return note && Buffer.from(note.content.subarray(0, 64)).toString('hex');
}
