import { errorCode, errorText, LimitError, type LimitName, limits } from '../model/index.ts';
import type { FileStat } from './contract.ts';
import { type FileStream, headBytes, type LayerProblem, type LayerVisitor } from './layer-facts.ts';

/** Problems kept for each layer; the rest is counted. An archive of nothing but faults must not fill memory. */
const mostProblems = 100;

/** Collects what went wrong, bounded. */
export class ProblemList {
  readonly #problems: LayerProblem[] = [];
  #more = 0;

  add(code: string, text: string, path?: string): void {
    if (this.#problems.length >= mostProblems) this.#more += 1;
    else {
      const shown = errorText(new Error(text));
      this.#problems.push({ code, text: shown, ...(path === undefined ? {} : { path }) });
    }
  }

  addError(error: unknown, path?: string): void {
    this.add(errorCode(error), errorText(error), path);
  }

  toArray(): LayerProblem[] {
    if (this.#more === 0) return [...this.#problems];
    const last = this.#problems.at(-1);
    const text = `${this.#more} more problems of this layer are not listed`;
    return [...this.#problems, { code: last?.code ?? 'INTERNAL', text }];
  }
}

/** Content kept for hard links that may follow, which archives write close behind their target. */
const recentBytes = 4 * 1024 * 1024;

/** Files from this size on share one buffer, where the visitor allows it. */
const largeBytes = recentBytes / 8;
/**
 * The most bytes of the shared buffer that stay with this thread between files: less means more
 * page faults, more means a higher peak.
 */
const sparedBytes = 3 * 1024 * 1024;
/**
 * The least that is reserved for the shared buffer. Memory that is not written to is not taken from
 * the system, and above 32 MiB the C library gives it back when it is freed: below, it keeps it, in
 * pieces, for whatever comes next.
 */
const reservedBytes = 33 * 1024 * 1024;

/**
 * The buffer of this thread for large files. Programs of a hundred megabytes follow one another in
 * an image, and what is allocated anew for each is only given back when V8 gets round to it.
 */
let spare: Buffer | undefined;

function takeLarge(size: number): Buffer {
  const taken = spare;
  spare = undefined;
  if (taken !== undefined && taken.length >= size) return taken.subarray(0, size);
  if (taken !== undefined) release(taken);
  return Buffer.allocUnsafeSlow(Math.max(size, reservedBytes)).subarray(0, size);
}

function giveBack(bytes: Buffer): void {
  const whole = Buffer.from(bytes.buffer);
  if (bytes.length <= sparedBytes && spare === undefined) spare = whole;
  else release(whole);
}

/** Gives the memory back at once: a buffer that was left to the collector may lie there for seconds. */
function release(bytes: Buffer): void {
  (bytes.buffer as ArrayBuffer).transfer(0);
}

/**
 * One buffer for files that are not large, used round and round: an image has tens of thousands of
 * them, and what is allocated for each would wait for the collector.
 */
class Ring {
  readonly #bytes: Buffer = Buffer.allocUnsafeSlow(recentBytes + largeBytes);
  /** Bytes taken since the beginning, with those left out where a file did not fit before the end. */
  #taken = 0;

  /** Where the oldest bytes begin that are not used again yet, counted as places of `take` are. */
  get oldest(): number {
    return this.#taken - this.#bytes.length;
  }

  take(size: number): { readonly place: number; readonly bytes: Buffer } {
    const { length } = this.#bytes;
    const left = length - (this.#taken % length);
    if (left < size) this.#taken += left;
    const place = this.#taken;
    const start = place % length;
    this.#taken += size;
    return { place, bytes: this.#bytes.subarray(start, start + size) };
  }
}

/** The ring of this thread between layers: anew for each, four megabytes would wait for the collector every time. */
let spareRing: Ring | undefined;

function takeRing(): Ring {
  const taken = spareRing ?? new Ring();
  spareRing = undefined;
  return taken;
}

/** Content that hard links may repeat, and its place in the ring when it lies there. */
interface Recent {
  readonly bytes: Buffer;
  readonly place: number;
}

/** In the place of a stream that failed: what it said of the file until then does not count. */
const deaf: FileStream = { push: () => {}, end: () => {} };

/** Copies wanted files out of lent chunks and hands them to the visitor, within the limits. */
export class Capture {
  readonly #visitor: LayerVisitor;
  readonly #problems: ProblemList;
  #path = '';
  #stat: FileStat = { size: 0, mode: 0 };
  #bytes: Buffer = Buffer.alloc(0);
  /** The first bytes of a file while it is not decided whether it is wanted, and how many there are. */
  readonly #head: Buffer = Buffer.alloc(headBytes);
  #headFill = 0;
  #undecided = false;
  #ring: Ring | undefined;
  /** Place of `#bytes` in the ring; infinite for bytes of their own. */
  #place = Number.POSITIVE_INFINITY;
  /** Whether `#bytes` is the buffer for large files. */
  #shared = false;
  /** Takes the file instead of `#bytes`. */
  #stream: FileStream | undefined;
  #total = 0;
  readonly #recent = new Map<string, Recent>();
  #recentSize = 0;

  constructor(visitor: LayerVisitor, problems: ProblemList) {
    this.#visitor = visitor;
    this.#problems = problems;
  }

  /**
   * Prepares to receive a file of which the first bytes decide whether it is wanted. Nothing is
   * held for it before; only of sparse files, which may begin with a hole, the whole.
   */
  startUndecided(path: string, stat: FileStat, sparse: boolean): boolean {
    this.#shared = false;
    this.#stream = undefined;
    if (!sparse) this.#bytes = Buffer.alloc(0);
    else if (!this.start(path, stat, true)) return false;
    this.#path = path;
    this.#stat = stat;
    this.#headFill = 0;
    this.#undecided = true;
    return stat.size > 0;
  }

  /** Prepares to receive a file; false when it is over a limit, which is recorded. */
  start(path: string, stat: FileStat, sparse: boolean): boolean {
    this.#undecided = false;
    this.#stream = undefined;
    const { size } = stat;
    const held = this.#visitor.held?.() ?? this.#total;
    if (size > limits.file_bytes.value) return this.#over('file_bytes', path, size);
    if (held + size > limits.captured_bytes.value) {
      return this.#over('captured_bytes', path, held + size);
    }
    this.#path = path;
    this.#stat = stat;
    // The size is a stranger's word, but memory that is never written is never taken from the system.
    this.#shared = false;
    this.#place = Number.POSITIVE_INFINITY;
    if (sparse) this.#bytes = Buffer.alloc(size);
    else if (this.#visitor.lent !== true) this.#bytes = Buffer.allocUnsafeSlow(size);
    else if (size > largeBytes) {
      this.#bytes = takeLarge(size);
      this.#shared = true;
    } else this.#takeSmall(size);
    return true;
  }

  #takeSmall(size: number): void {
    this.#ring ??= takeRing();
    const { bytes, place } = this.#ring.take(size);
    this.#bytes = bytes;
    this.#place = place;
    for (const [path, recent] of this.#recent) {
      if (recent.place < this.#ring.oldest) this.forget(path);
      else if (recent.place !== Number.POSITIVE_INFINITY) break;
    }
  }

  #over(limit: LimitName, path: string, found: number): false {
    this.#problems.addError(new LimitError(limit, `file "${path}"`, found), path);
    return false;
  }

  /** Takes a piece of the file; false when the rest need not come. */
  data(chunk: Buffer, start: number, end: number, at: number): void | false {
    if (this.#stream !== undefined) return this.#streamed(chunk.subarray(start, end));
    // Of a sparse file all is kept, and looked at when it is complete.
    if (this.#undecided && this.#bytes.length === 0) return this.#onHead(chunk, start, end);
    chunk.copy(this.#bytes, at, start, end);
  }

  #onHead(chunk: Buffer, start: number, end: number): void | false {
    const needed = Math.min(this.#stat.size, headBytes);
    const before = this.#headFill;
    const inChunk = before === 0 && end - start >= needed;
    if (!inChunk) {
      this.#headFill += chunk.copy(
        this.#head,
        before,
        start,
        Math.min(end, start + needed - before),
      );
      if (this.#headFill < needed) return;
    }
    const head = inChunk ? chunk.subarray(start, start + needed) : this.#head.subarray(0, needed);
    if (!this.#wantsHead(head)) return false;
    const stream = this.#visitor.stream?.(this.#path, this.#stat, head);
    if (stream !== undefined) {
      this.#undecided = false;
      this.#stream = stream;
      if (before > 0) this.#streamed(this.#head.subarray(0, before));
      return this.#streamed(chunk.subarray(start, end));
    }
    if (!this.start(this.#path, this.#stat, false)) return false;
    this.#head.copy(this.#bytes, 0, 0, before);
    chunk.copy(this.#bytes, before, start, end);
  }

  #streamed(piece: Buffer): void {
    try {
      this.#stream?.push(piece);
    } catch (error) {
      this.#problems.addError(error, this.#path);
      this.#stream = deaf;
    }
  }

  #wantsHead(head: Buffer): boolean {
    try {
      return this.#visitor.wantsHead?.(this.#path, this.#stat, head) ?? true;
    } catch (error) {
      this.#problems.addError(error, this.#path);
      return false;
    }
  }

  /** Hands over the file; returns its path, or undefined when it turned out not to be wanted. */
  end(): string | undefined {
    const path = this.#path;
    const stream = this.#stream;
    if (stream !== undefined) {
      this.#stream = undefined;
      this.forget(path);
      try {
        stream.end();
      } catch (error) {
        this.#problems.addError(error, path);
      }
      return path;
    }
    if (this.#undecided && !this.#wantsHead(this.#bytes.subarray(0, headBytes))) {
      this.#bytes = Buffer.alloc(0);
      return undefined;
    }
    this.#undecided = false;
    this.#remember(path, this.#bytes);
    this.#give(path, this.#stat, this.#bytes);
    if (this.#shared) giveBack(this.#bytes);
    this.#shared = false;
    this.#bytes = Buffer.alloc(0);
    return path;
  }

  /** Hands over the content of `target` once more under another name; false when it is not at hand. */
  repeat(path: string, target: string, mode: number): boolean {
    const bytes = this.#recent.get(target)?.bytes;
    // The visitor may have moved it to another thread.
    if (bytes === undefined || (bytes.buffer as ArrayBuffer).detached) return false;
    if (!this.start(path, { size: bytes.length, mode }, false)) return true;
    this.data(bytes, 0, bytes.length, 0);
    this.end();
    return true;
  }

  /** Says that nothing more comes: what was kept for hard links is forgotten. */
  close(): void {
    this.#recent.clear();
    this.#recentSize = 0;
    spareRing ??= this.#ring;
    this.#ring = undefined;
  }

  /** Forgets content that a later member replaced. */
  forget(path: string): void {
    this.#recentSize -= this.#recent.get(path)?.bytes.length ?? 0;
    this.#recent.delete(path);
  }

  #give(path: string, stat: FileStat, bytes: Buffer): void {
    this.#total += bytes.length;
    try {
      this.#visitor.file(path, stat, bytes);
    } catch (error) {
      // One file that cannot be understood must not end the walk.
      this.#problems.addError(error, path);
    }
  }

  #remember(path: string, bytes: Buffer): void {
    this.forget(path);
    if (bytes.length > largeBytes) return;
    this.#recent.set(path, { bytes, place: this.#place });
    this.#recentSize += bytes.length;
    for (const [oldest] of this.#recent) {
      if (this.#recentSize <= recentBytes && this.#recent.size <= 4096) return;
      this.forget(oldest);
    }
  }
}
