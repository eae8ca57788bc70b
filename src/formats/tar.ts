import { LimitError, limits } from '../model/limits.ts';
import { FormatError } from './errors.ts';
import {
  blockSize,
  hasBody,
  readHeader,
  readNumber,
  readText,
  type TarHeader,
  type TarType,
  typeOf,
} from './tar-header.ts';
import { readPax, type SparsePax, type TarOverlay, type TarOverrides } from './tar-pax.ts';
import { checkSparse, readBodyMap, readSparsePairs } from './tar-sparse.ts';

export type { TarType } from './tar-header.ts';
export type { TarOverlay } from './tar-pax.ts';

/**
 * One entry as the archive names it: nothing in it is checked, `path` may climb, be absolute or
 * hold U+FFFD for bytes that are not UTF-8. The same object is used for every entry.
 */
export interface TarEntry {
  path: string;
  type: TarType;
  /** Target of a symbolic or hard link, else empty. */
  linkPath: string;
  /** Bytes of the content; for sparse files with their holes. */
  size: number;
  /** Permissions, setuid, setgid and sticky bit. */
  mode: number;
  /** Holes are not delivered: the receiver starts from zeros. */
  sparse: boolean;
  /** What overlayfs says of a folder in extended attributes. */
  overlay: TarOverlay | undefined;
}

/** Receives what a TarReader finds, in the order of the archive. */
export interface TarVisitor {
  /** Called for each entry; true asks for the content, which only files have. */
  entry(entry: TarEntry): boolean;
  /**
   * Bytes `start` to `end` of `chunk` belong at offset `at` of the wanted file. The chunk is only
   * lent. False: the rest of this file is not wanted any more; neither more of it nor `end` comes.
   */
  data(chunk: Buffer, start: number, end: number, at: number): void | false;
  /** The wanted file is complete. */
  end(): void;
}

/** What the bytes of the current body are for. */
type Purpose = 'skip' | 'file' | 'map' | 'pax' | 'global' | 'name' | 'link';

/** What the type flags of extended headers announce. */
const extended: ReadonlyMap<number, Purpose> = new Map([
  [0x78, 'pax'], // x
  [0x58, 'pax'], // X, the same from old Solaris
  [0x67, 'global'], // g
  [0x4c, 'name'], // L
  [0x4b, 'link'], // K
]);

const oldSparse = 0x53; // S
const nothing: Buffer = Buffer.alloc(0);

/**
 * Reads a tar archive from chunks of any size without holding more than one header or extended
 * header: v7, ustar, GNU and pax (POSIX.1-2017), archives one after another, missing end marks.
 * Zero blocks between entries are passed over, as `tar --ignore-zeros` does.
 */
export class TarReader {
  /** Entries seen; extended headers do not count. */
  entries = 0;
  /** Where the body of the current entry begins, in bytes from the start of the archive. */
  bodyOffset = 0;
  /** Bytes of the archive before the chunk that is being read. */
  #before = 0;
  readonly #visitor: TarVisitor;
  readonly #entry: TarEntry = {
    path: '',
    type: 'file',
    linkPath: '',
    size: 0,
    mode: 0,
    sparse: false,
    overlay: undefined,
  };
  readonly #header: TarHeader = { name: '', linkName: '', size: 0, mode: 0, flag: 0, gnu: false };
  readonly #block: Buffer = Buffer.alloc(blockSize);
  #blockFill = 0;
  #zeroBlocks = 0;
  #purpose: Purpose = 'skip';
  /** Bytes of the current body still to come, then bytes of padding. */
  #left = 0;
  #padding = 0;
  #meta: Buffer = nothing;
  #metaFill = 0;
  #overrides: TarOverrides | undefined;
  #map: number[] | undefined;
  /** An old GNU sparse header came; its extension blocks are still to come. */
  #extending = false;
  /** Index into the map, bytes of that piece already delivered, and offset for files without a map. */
  #piece = 0;
  #offset = 0;

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  /** True after the end mark, until another entry comes. */
  get ended(): boolean {
    return this.#zeroBlocks >= 2;
  }

  /** Bytes that may be left out of the next `push` when `skip` announces them: a body that nobody wanted. */
  get skippable(): number {
    return this.#purpose === 'skip' ? this.#left + this.#padding : 0;
  }

  /** Says that the next `count` bytes, at most `skippable`, will not be pushed. */
  skip(count: number): void {
    const body = Math.min(count, this.#left);
    this.#left -= body;
    this.#padding -= count - body;
    this.#before += count;
  }

  /**
   * Takes the next bytes of the archive. After an error the archive cannot be read on.
   * @throws {FormatError} TAR_HEADER, TAR_PAX, TAR_SPARSE
   * @throws {LimitError} LIMIT_PAX_BYTES
   */
  push(chunk: Buffer, length: number = chunk.length): void {
    let at = 0;
    while (at < length) {
      if (this.#left > 0) at = this.#onBody(chunk, at, length);
      else if (this.#padding > 0) {
        const count = Math.min(this.#padding, length - at);
        this.#padding -= count;
        at += count;
      } else if (this.#blockFill === 0 && length - at >= blockSize) {
        this.bodyOffset = this.#before + at + blockSize;
        this.#onBlock(chunk, at);
        at += blockSize;
      } else {
        const count = Math.min(blockSize - this.#blockFill, length - at);
        chunk.copy(this.#block, this.#blockFill, at, at + count);
        this.#blockFill += count;
        at += count;
        if (this.#blockFill === blockSize) {
          this.#blockFill = 0;
          this.bodyOffset = this.#before + at;
          this.#onBlock(this.#block, 0);
        }
      }
    }
    this.#before += length;
  }

  /**
   * Says that the archive is over. A missing end mark and missing padding are common and harmless.
   * @throws {FormatError} TAR_TRUNCATED when it ends inside an entry or a header.
   */
  finish(): void {
    const rest = this.#block.subarray(0, this.#blockFill);
    const inside = this.#left > 0 || this.#extending || this.#overrides !== undefined;
    if (!inside && rest.every((byte) => byte === 0)) return;
    const what = this.entries === 0 ? 'before the first entry' : `after "${this.#entry.path}"`;
    throw new FormatError(
      'TAR_TRUNCATED',
      `Cannot read tar archive to its end: it stops ${what}, ${this.#left} bytes of a body and a whole header were expected`,
    );
  }

  #onBlock(block: Buffer, at: number): void {
    if (this.#extending) {
      this.#extend(block, at);
      return;
    }
    if (!readHeader(block, at, this.#header)) {
      this.#zeroBlocks += 1;
      return;
    }
    this.#zeroBlocks = 0;
    const purpose = extended.get(this.#header.flag);
    if (purpose === undefined) this.#onEntry(block, at);
    else this.#startMeta(purpose);
  }

  #startMeta(purpose: Purpose): void {
    const { size } = this.#header;
    // The size is a stranger's word: nothing is allocated beyond the limit.
    if (size > limits.pax_bytes.value) throw new LimitError('pax_bytes', 'extended header', size);
    this.#meta = Buffer.allocUnsafe(size);
    this.#metaFill = 0;
    this.#start(purpose, size);
    if (size === 0) this.#onBodyEnd();
  }

  #start(purpose: Purpose, size: number): void {
    this.#purpose = purpose;
    this.#left = size;
    this.#padding = (blockSize - (size % blockSize)) % blockSize;
  }

  #onEntry(block: Buffer, at: number): void {
    const header = this.#header;
    const entry = this.#entry;
    const overrides = this.#overrides;
    this.#overrides = undefined;
    this.#map = undefined;
    entry.path = overrides?.path ?? header.name;
    entry.linkPath = overrides?.linkPath ?? header.linkName;
    if (overrides?.size !== undefined) header.size = overrides.size;
    entry.type = typeOf(header, entry.path);
    if (!hasBody(header.flag)) header.size = 0;
    entry.mode = header.mode;
    entry.size = header.size;
    entry.sparse = false;
    entry.overlay = overrides?.overlay;
    if (header.flag === oldSparse) this.#oldSparse(block, at);
    else if (overrides?.sparse !== undefined) this.#paxSparse(overrides.sparse);
    if (!this.#extending) this.#open();
  }

  #oldSparse(block: Buffer, at: number): void {
    this.#entry.sparse = true;
    this.#entry.size = readNumber(block, at + 483, 12);
    this.#map = [];
    readSparsePairs(block, at + 386, 4, this.#map);
    this.#extending = block[at + 482] !== 0;
  }

  #extend(block: Buffer, at: number): void {
    readSparsePairs(block, at, 21, (this.#map ??= []));
    this.#extending = block[at + 504] !== 0;
    if (!this.#extending) this.#open();
  }

  #paxSparse(sparse: SparsePax): void {
    const entry = this.#entry;
    entry.path = sparse.name ?? entry.path;
    entry.sparse = true;
    entry.size = sparse.realSize ?? entry.size;
    if (!sparse.mapInBody) this.#map = sparse.map;
  }

  #open(): void {
    const { size } = this.#header;
    const entry = this.#entry;
    if (this.#map !== undefined) checkSparse(this.#map, entry.size, size);
    this.entries += 1;
    const wanted = this.#visitor.entry(entry) && entry.type === 'file';
    this.#start(wanted ? 'file' : 'skip', size);
    if (!wanted) return;
    this.#piece = 0;
    this.#offset = 0;
    if (entry.sparse && this.#map === undefined) {
      this.#purpose = 'map';
      this.#meta = Buffer.allocUnsafe(blockSize);
      this.#metaFill = 0;
    }
    if (size === 0) this.#onBodyEnd();
  }

  /** Uses up bytes of the body; returns where it stopped. */
  #onBody(chunk: Buffer, at: number, length: number): number {
    const end = Math.min(length, at + this.#left);
    this.#left -= end - at;
    if (this.#purpose === 'file') this.#deliver(chunk, at, end);
    else if (this.#purpose === 'map') this.#collectMap(chunk, at, end);
    else if (this.#purpose !== 'skip') {
      this.#metaFill += chunk.copy(this.#meta, this.#metaFill, at, end);
    }
    if (this.#left === 0) this.#onBodyEnd();
    return end;
  }

  #onBodyEnd(): void {
    switch (this.#purpose) {
      case 'skip':
        return;
      case 'file':
        this.#visitor.end();
        break;
      case 'map':
        throw new FormatError('TAR_SPARSE', 'Cannot read the map of a sparse file: it has no end');
      case 'pax':
        readPax(this.#meta, (this.#overrides ??= {}));
        break;
      case 'global':
        // Checked, not applied: container engines ignore global records, and they decide what a layer holds.
        readPax(this.#meta, {});
        break;
      case 'name':
        (this.#overrides ??= {}).path = readText(this.#meta, 0, this.#meta.length);
        break;
      default:
        (this.#overrides ??= {}).linkPath = readText(this.#meta, 0, this.#meta.length);
    }
    this.#purpose = 'skip';
    this.#meta = nothing;
  }

  #deliver(chunk: Buffer, at: number, end: number): void {
    const map = this.#map;
    if (map === undefined) {
      if (this.#visitor.data(chunk, at, end, this.#offset) === false) this.#purpose = 'skip';
      this.#offset += end - at;
      return;
    }
    let from = at;
    while (from < end && this.#piece < map.length && this.#purpose !== 'skip') {
      const length = map[this.#piece + 1] ?? 0;
      const to = Math.min(end, from + length - this.#offset);
      const place = (map[this.#piece] ?? 0) + this.#offset;
      if (this.#visitor.data(chunk, from, to, place) === false) this.#purpose = 'skip';
      this.#offset += to - from;
      from = to;
      if (this.#offset === length) {
        this.#piece += 2;
        this.#offset = 0;
      }
    }
  }

  /** Gathers the map of sparse format 1.0, trying at each doubling, and delivers what was gathered beyond it. */
  #collectMap(chunk: Buffer, at: number, end: number): void {
    let from = at;
    while (from < end) {
      const copied = chunk.copy(this.#meta, this.#metaFill, from, end);
      this.#metaFill += copied;
      from += copied;
      if (this.#metaFill < this.#meta.length && this.#left > 0) return;
      const found = readBodyMap(this.#meta.subarray(0, this.#metaFill));
      if (found !== undefined) {
        this.#onMap(found.map, found.blocks * blockSize);
        this.#deliver(chunk, from, end);
        return;
      }
      if (this.#meta.length > limits.pax_bytes.value) {
        throw new LimitError('pax_bytes', 'map of a sparse file');
      }
      this.#meta = Buffer.concat([this.#meta], this.#meta.length * 2);
    }
  }

  #onMap(map: number[], length: number): void {
    checkSparse(map, this.#entry.size, this.#header.size - length);
    this.#map = map;
    this.#purpose = 'file';
    this.#deliver(this.#meta, length, this.#metaFill);
  }
}
