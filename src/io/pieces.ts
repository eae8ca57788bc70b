import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** The built program: files of pieces, each piece a function that runs when it is first wanted. */
export interface PieceTable {
  /** File names without ending, which hold a hash of the content, and the pieces in each, in order. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

/** Where the built program lies and where its compiled code is kept. */
export interface PieceFolders {
  readonly program: string;
  readonly compiled: string;
}

/** Gives what a piece exports, running it the first time. */
export type Piece = (name: string) => Readonly<Record<string, unknown>>;

/** A piece as the build writes it. */
type PieceCode = (piece: Piece) => Readonly<Record<string, unknown>>;

/** A file of pieces that was read. */
interface Opened {
  readonly script: Script;
  readonly code: Readonly<Record<string, PieceCode>>;
  /** Names of pieces whose compiled code was kept. */
  readonly kept: ReadonlySet<string>;
}

/** First bytes of a file of compiled code: four numbers and one bit a piece; what follows is V8's. */
const headBytes = 128;
const mostPieces = (headBytes - 16) * 8;
const mostBytes = 2 ** 26;
const layout = 0x504c4d31;

/**
 * Loads pieces of the built program, and keeps the code that V8 made of them.
 *
 * Node's own cache keeps what is compiled when a file is read, which is its outermost functions; two
 * thirds of the time of a short command went into compiling the others again. What is kept here is
 * what a whole run compiled. Only in a folder of the user's own, and only from files of the user's
 * own: whoever can write there decides what runs. What cannot be read or kept only loses the speed.
 */
export class Pieces {
  readonly #folders: PieceFolders;
  readonly #place: ReadonlyMap<string, string>;
  readonly #files: PieceTable['files'];
  readonly #opened = new Map<string, Opened>();
  readonly #exports = new Map<string, Readonly<Record<string, unknown>>>();
  #flushes = true;

  constructor(table: PieceTable, folders: PieceFolders) {
    this.#folders = folders;
    this.#files = table.files;
    this.#place = new Map(
      Object.entries(table.files).flatMap(([file, names]) => names.map((name) => [name, file])),
    );
  }

  readonly load: Piece = (name) => {
    const known = this.#exports.get(name);
    if (known !== undefined) return known;
    const file = this.#place.get(name) ?? '';
    const opened = this.#opened.get(file) ?? this.#open(file);
    const code = opened.code[name];
    if (code === undefined) throw new Error(`Cannot load "${name}": not in this build`);
    const exports = code(this.load);
    this.#exports.set(name, exports);
    return exports;
  };

  /** Keeps the code of this run where it knows more than what was kept. Call it after a run that did its work. */
  remember(): void {
    try {
      for (const [file, { script, kept }] of this.#opened) {
        const names = this.#files[file] ?? [];
        const ran = names.filter((name) => this.#exports.has(name));
        if (ran.every((name) => kept.has(name))) continue;
        this.#keepFunctions(false);
        const bits = names.map((name) => kept.has(name) || this.#exports.has(name));
        this.#write(file, () => sealed(script.createCachedData(), bits));
      }
    } catch {
      // Only speed is lost.
    }
  }

  #open(file: string): Opened {
    const filename = join(this.#folders.program, `${file}.cjs`);
    const names = this.#files[file] ?? [];
    const found = readCompiled(this.#compiledFile(file), names.length);
    const script = new Script(readFileSync(filename, 'utf8'), {
      filename,
      ...(found && { cachedData: found.code }),
    });
    const valid = found !== undefined && script.cachedDataRejected !== true;
    const kept = new Set(valid ? names.filter((_, at) => found.bits[at]) : []);
    if (!valid) this.#keepFunctions(true);
    const make = script.runInThisContext() as (here: string) => Opened['code'];
    const opened = { script, kept, code: make(pathToFileURL(filename).href) };
    this.#opened.set(file, opened);
    return opened;
  }

  /**
   * V8 forgets the code of functions that have not run for some collections, so a long run would
   * leave nothing of its start. While there is something to keep, nothing is forgotten; the flag is
   * as it was when V8 stamps the code with its flags.
   */
  #keepFunctions(keep: boolean): void {
    if (this.#flushes !== keep) return;
    setFlagsFromString(keep ? '--no-flush-bytecode' : '--flush-bytecode');
    this.#flushes = !keep;
  }

  #compiledFile(file: string): string {
    return join(this.#folders.compiled, `${file}.${process.version}-${process.arch}`);
  }

  /** `code` is called only where it can be written: in a read-only folder every run would pay for it. */
  #write(file: string, code: () => Uint8Array): void {
    const path = this.#compiledFile(file);
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    const descriptor = openSync(fresh, 'wx', 0o600);
    try {
      writeFileSync(descriptor, code());
      renameSync(fresh, path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
    // What an earlier version of the program left.
    const stem = file.slice(0, file.lastIndexOf('-') + 1);
    for (const name of readdirSync(folder))
      if (name.startsWith(stem) && !(name.slice(0, name.indexOf('.')) in this.#files))
        rmSync(join(folder, name), { force: true });
  }
}

/** V8's bytes behind a head: layout, length, sum, and which pieces had run. */
function sealed(code: Uint8Array, bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(headBytes + code.length);
  bytes.set(code, headBytes);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, layout);
  head.setUint32(4, code.length);
  head.setInt32(8, sampled(bytes));
  for (const [at, bit] of bits.entries())
    if (bit && at < mostPieces)
      bytes[16 + (at >> 3)] = (bytes[16 + (at >> 3)] ?? 0) | (1 << (at & 7));
  return bytes;
}

/** The kept code of a file of pieces; undefined when there is none, it is damaged, or another user's. */
function readCompiled(
  path: string,
  pieces: number,
): { readonly code: Buffer; readonly bits: readonly boolean[] } | undefined {
  if (!existsSync(path)) return undefined;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size, uid } = fstatSync(descriptor);
    if (size < headBytes || size > mostBytes || uid !== (process.geteuid?.() ?? uid))
      return undefined;
    const bytes = Buffer.allocUnsafeSlow(size);
    if (readSync(descriptor, bytes, 0, size, 0) !== size) return undefined;
    if (bytes.readUInt32BE(0) !== layout || bytes.readUInt32BE(4) !== size - headBytes)
      return undefined;
    if (bytes.readInt32BE(8) !== sampled(bytes)) return undefined;
    const bits = Array.from(
      { length: pieces },
      (_, at) => ((bytes[16 + (at >> 3)] ?? 0) & (1 << (at & 7))) !== 0,
    );
    return { code: bytes.subarray(headBytes), bits };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * A sum over one word of each 512 bytes: V8 trusts what it is given, and a block that a full disk or
 * a crash left empty must be noticed. A sum of all would take longer than what it protects saves.
 */
function sampled(bytes: Uint8Array): number {
  const length = (bytes.length - headBytes) >> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + headBytes, length);
  let sum = 1;
  let sums = 0;
  for (let at = 0; at < length; at += 128) {
    sum = (sum + (words[at] ?? 0)) | 0;
    sums = (sums + sum) | 0;
  }
  return sum ^ sums;
}
