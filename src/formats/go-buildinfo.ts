import { LimitError, limits } from '../model/limits.ts';
import type { Executable } from './executable.ts';
import type { GoModule } from './go-mod.ts';

/** One module that was built into a program. */
export interface BuiltModule {
  readonly path: string;
  readonly version: string;
  /** What was built in its place; without a version it was a folder. */
  readonly replacement?: GoModule;
}

/** What a Go program says of its making; https://pkg.go.dev/runtime/debug#BuildInfo. */
export interface GoBuildInfo {
  /** `go1.22.3`, also `devel go1.23-abcdef` and suffixes after a space or dash. */
  readonly goVersion: string;
  /** Import path of the main package; empty without modules. */
  readonly path: string;
  readonly main?: BuiltModule;
  readonly dependencies: readonly BuiltModule[];
  /** `-ldflags`, `GOOS`, `vcs.revision` … */
  readonly settings: ReadonlyMap<string, string>;
  /** False when the text of modules was left out: GOPATH mode, `-buildinfo` stripped, Go before 1.12. */
  readonly hasModules: boolean;
}

const magic: Uint8Array = Buffer.from('\u00ff Go buildinf:', 'latin1');
const headerSize = 32;
/** The linker puts the header at the start of the section; data segments are searched this far, as debug/buildinfo does. */
const searched = 1024 * 1024;

/**
 * Reads the build information of a Go program; undefined when it is none. Go 1.18 and newer have
 * the texts in place, older ones pointers to them (debug/buildinfo of the Go project).
 * @throws {LimitError} when a text is longer than `config_bytes`.
 */
export function readGoBuildInfo(program: Executable, what: string): GoBuildInfo | undefined {
  const header = findHeader(program);
  if (header === undefined || header.length < headerSize) return undefined;
  const flags = header[15] ?? 0;
  const read = (flags & 2) === 0 ? pointedTexts : inlineTexts;
  const texts = read(header, program, what);
  if (texts === undefined || texts.version === '') return undefined;
  return { ...parseModules(unframed(texts.modules)), goVersion: texts.version };
}

function findHeader(program: Executable): Uint8Array | undefined {
  const section = program.section('.go.buildinfo');
  const places = section === undefined ? program.data : [section];
  for (const place of places) {
    const area = Buffer.from(place.buffer, place.byteOffset, Math.min(place.length, searched));
    for (let at = area.indexOf(magic); at !== -1; at = area.indexOf(magic, at + 1)) {
      // Copies of the magic in other data are not aligned, or not followed by a pointer's size.
      if (at % 16 === 0) return place.subarray(at);
    }
  }
  return undefined;
}

interface Texts {
  readonly version: string;
  readonly modules: Uint8Array;
}

const utf8: TextDecoder = new TextDecoder('utf-8');

function inlineTexts(header: Uint8Array, _program: Executable, what: string): Texts | undefined {
  const first = varText(header, headerSize, what);
  const second = first && varText(header, first.end, what);
  if (first === undefined) return undefined;
  return { version: utf8.decode(first.bytes), modules: second?.bytes ?? new Uint8Array() };
}

function varText(
  bytes: Uint8Array,
  at: number,
  what: string,
): { readonly bytes: Uint8Array; readonly end: number } | undefined {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    checkLength(length, what);
    const start = at + index + 1;
    return start + length > bytes.length
      ? undefined
      : { bytes: bytes.subarray(start, start + length), end: start + length };
  }
  return undefined;
}

function checkLength(length: number, what: string): void {
  if (length <= limits.config_bytes.value) return;
  throw new LimitError('config_bytes', `build information of ${what}`, length);
}

function pointedTexts(header: Uint8Array, program: Executable, what: string): Texts | undefined {
  const pointer = header[14] === 4 ? 4 : 8;
  const littleEndian = ((header[15] ?? 0) & 1) === 0;
  const number = (bytes: Uint8Array, at: number): number | undefined => {
    if (at + pointer > bytes.length) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return pointer === 4
      ? view.getUint32(at, littleEndian)
      : Number(view.getBigUint64(at, littleEndian));
  };
  const textAt = (at: number): Uint8Array | undefined => {
    const place = number(header, at);
    const string = place === undefined ? undefined : program.at(place, 2 * pointer);
    const address = string && number(string, 0);
    const length = string && number(string, pointer);
    if (address === undefined || length === undefined) return undefined;
    checkLength(length, what);
    const bytes = program.at(address, length);
    return bytes?.length === length ? bytes : undefined;
  };
  const version = textAt(16);
  if (version === undefined) return undefined;
  return { version: utf8.decode(version), modules: textAt(16 + pointer) ?? new Uint8Array() };
}

/** The text of modules lies between two markers of 16 bytes, so that it can be found without tables. */
function unframed(bytes: Uint8Array): string {
  return bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a
    ? utf8.decode(bytes.subarray(16, -16))
    : '';
}

function parseModules(text: string): Omit<GoBuildInfo, 'goVersion'> {
  let path = '';
  let main: BuiltModule | undefined;
  const dependencies: BuiltModule[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind, first = '', second = ''] = line.split('\t');
    if (kind === 'path') path = first;
    else if (kind === 'mod') main = { path: first, version: second };
    else if (kind === 'dep') dependencies.push({ path: first, version: second });
    else if (kind === '=>') {
      const replacement = second === '' ? { path: first } : { path: first, version: second };
      const last = dependencies.pop();
      if (last !== undefined) dependencies.push({ ...last, replacement });
      else if (main !== undefined) main = { ...main, replacement };
    } else if (kind === 'build') {
      const [key, value] = settingOf(line.slice('build\t'.length));
      settings.set(key, value);
    }
  }
  const hasModules = path !== '' || main !== undefined;
  return { path, ...(main === undefined ? {} : { main }), dependencies, settings, hasModules };
}

/** `key=value`; both may be quoted as Go texts. */
function settingOf(text: string): readonly [string, string] {
  const equals = text.indexOf('=', text.startsWith('"') ? text.indexOf('"', 1) : 0);
  return [plain(text.slice(0, equals)), plain(text.slice(equals + 1))];
}

function plain(text: string): string {
  const raw = text.startsWith('`') && text.endsWith('`') && text.length > 1;
  if (raw) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** Names that the linker gives: magic number of the table of functions, by Go version. */
const tables: ReadonlyMap<number, { readonly names: number; readonly end: number }> = new Map([
  // Index of the words that hold where the names begin and where what follows them begins.
  [0xfffffffa, { names: 2, end: 3 }], // Go 1.16
  [0xfffffff0, { names: 3, end: 4 }], // Go 1.18
  [0xfffffff1, { names: 3, end: 4 }], // Go 1.20
]);

/**
 * Names of all functions that a Go program contains, inlined ones among them, one NUL-ended text
 * after another (debug/gosym, cmd/link/internal/ld/pcln.go). Undefined when the table is missing or
 * of Go before 1.16, where inlined functions cannot be told.
 */
export function goFunctionNames(program: Executable): Uint8Array | undefined {
  const section = program.section('.gopclntab') ?? program.section('.data.rel.ro.gopclntab');
  const places = section === undefined ? searchTables(program) : [section];
  for (const place of places) {
    const names = namesOf(place, program.littleEndian);
    if (names !== undefined) return names;
  }
  return undefined;
}

/** Places that look like the table; there may be copies of its magic number in the code that reads it. */
function searchTables(program: Executable): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const part of program.loaded) {
    const area = Buffer.from(part.buffer, part.byteOffset, part.length);
    for (const number of tables.keys()) {
      const wanted = Buffer.alloc(6);
      if (program.littleEndian) wanted.writeUInt32LE(number);
      else wanted.writeUInt32BE(number);
      let at = area.indexOf(wanted);
      while (at !== -1 && found.length < 100) {
        found.push(part.subarray(at));
        at = area.indexOf(wanted, at + 1);
      }
    }
  }
  return found;
}

function namesOf(table: Uint8Array, littleEndian: boolean): Uint8Array | undefined {
  if (table.length < 128) return undefined;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const form = tables.get(view.getUint32(0, littleEndian));
  const minimum = view.getUint8(6);
  const pointer = view.getUint8(7);
  if (form === undefined || view.getUint16(4) !== 0) return undefined;
  if (![1, 2, 4].includes(minimum) || (pointer !== 4 && pointer !== 8)) return undefined;
  const word = (index: number): number => {
    const at = 8 + index * pointer;
    return pointer === 4
      ? view.getUint32(at, littleEndian)
      : Number(view.getBigUint64(at, littleEndian));
  };
  const start = word(form.names);
  const end = word(form.end);
  if (!(start > 0 && start < end && end <= table.length)) return undefined;
  return table.subarray(start, end);
}
