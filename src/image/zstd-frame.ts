/** What the next bytes of a zstd stream are. */
type Place = 'magic' | 'skippable' | 'header' | 'block' | 'body' | 'after';

const frameMagic = 0xfd2fb528;
const dictionarySizes: readonly number[] = [0, 1, 2, 4];
const contentSizes: readonly number[] = [0, 2, 4, 8];

/** True for the magic number of a frame, or of one of the 16 kinds of skippable frames (RFC 8878 §3.1). */
export function isZstdMagic(magic: number): boolean {
  return magic === frameMagic || isSkippable(magic);
}

function isSkippable(magic: number): boolean {
  return (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}

/**
 * Follows the frames and blocks of a zstd stream (RFC 8878 §3) without decompressing them: says
 * which bytes belong to frames, and whether the stream ends where a frame does. Not every Node's
 * own decompressor tells.
 */
export class ZstdFrames {
  /** Bytes after the last frame that are not zero. */
  trailing = 0;
  #place: Place = 'magic';
  /** Bytes of the current body still to come, and what follows it. */
  #left = 0;
  #next: 'block' | 'checksum' | 'magic' = 'magic';
  /** An unfinished header, and how many bytes it needs. */
  readonly #head: Buffer = Buffer.alloc(16);
  #fill = 0;
  #wanted = 0;
  #checksum = false;
  #frames = 0;

  /** True when every frame that began has ended, and there was one. */
  get whole(): boolean {
    return this.#frames > 0 && (this.#place === 'magic' || this.#place === 'after');
  }

  /**
   * Takes the next bytes; returns how many belong to frames. Of the rest, up to three bytes may be
   * the start of a magic number: give them again with what follows, unless `ended`.
   */
  take(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === 'after') {
        for (const byte of chunk.subarray(at)) if (byte !== 0) this.trailing += 1;
        return at;
      }
      if (this.#place === 'magic') {
        if (chunk.length - at < 4) return at;
        at += this.#onMagic(chunk.readUInt32LE(at));
      } else if (this.#place === 'body') {
        const count = Math.min(this.#left, chunk.length - at);
        this.#left -= count;
        at += count;
        if (this.#left === 0) this.#onBodyEnd();
      } else {
        const count = chunk.copy(this.#head, this.#fill, at, at + this.#wanted - this.#fill);
        this.#fill += count;
        at += count;
        if (this.#fill === this.#wanted) this.#onHead();
      }
    }
    return at;
  }

  /** True when what follows the last frame is no frame. */
  get ended(): boolean {
    return this.#place === 'after';
  }

  /** Returns how many bytes to go on. */
  #onMagic(magic: number): number {
    if (magic === frameMagic) this.#expect('header', 1);
    else if (isSkippable(magic)) this.#expect('skippable', 4);
    else {
      this.#place = 'after';
      return 0;
    }
    return 4;
  }

  #expect(place: Place, wanted: number): void {
    this.#place = place;
    this.#wanted = wanted;
    this.#fill = 0;
  }

  #onHead(): void {
    const head = this.#head;
    if (this.#place === 'skippable') this.#body(head.readUInt32LE(0), 'magic');
    else if (this.#place === 'block') {
      const value = head.readUIntLE(0, 3);
      // A run is stored as one byte, whatever length it stands for.
      const length = ((value >> 1) & 3) === 1 ? 1 : value >> 3;
      const last = (value & 1) === 1;
      this.#body(length, last ? (this.#checksum ? 'checksum' : 'magic') : 'block');
    } else if (this.#fill === 1) this.#onDescriptor(head[0] ?? 0);
    else this.#expect('block', 3);
  }

  /** The first byte of a frame header tells how long the rest is. */
  #onDescriptor(descriptor: number): void {
    const single = (descriptor & 0x20) !== 0;
    this.#checksum = (descriptor & 4) !== 0;
    const content = contentSizes[descriptor >> 6] ?? 0;
    const size = content === 0 && single ? 1 : content;
    this.#wanted = 1 + (single ? 0 : 1) + (dictionarySizes[descriptor & 3] ?? 0) + size;
  }

  #body(length: number, next: 'block' | 'checksum' | 'magic'): void {
    this.#place = 'body';
    this.#left = length;
    this.#next = next;
    if (length === 0) this.#onBodyEnd();
  }

  #onBodyEnd(): void {
    if (this.#next === 'checksum') this.#body(4, 'magic');
    else if (this.#next === 'block') this.#expect('block', 3);
    else {
      this.#frames += 1;
      this.#expect('magic', 4);
    }
  }
}
