import { LimitError, limits } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import { FormatError } from './errors.ts';

const blockMark = 0x314159265359;
const endMark = 0x177245385090;
const longestCode = 20;
const groupSize = 50;

/** True for a bzip2 file. */
export function isBzip2(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68;
}

/**
 * A bzip2 file unpacked block by block, so that memory stays at a few megabytes; several streams
 * one after the other are one file, as bzip2 itself reads them. Checksums of blocks and streams are
 * verified. Format: the bzip2 manual and the public descriptions of its bit stream; randomised
 * blocks (bzip2 0.9.0 and older) are refused.
 * @throws {FormatError} BZIP2_INVALID. @throws {LimitError} the limit named, for all that comes out.
 */
export function* bunzip2(
  bytes: Uint8Array,
  what: string,
  limit: LimitName = 'http_body_bytes',
): Generator<Uint8Array> {
  const bits = new Bits(bytes, what);
  let total = 0;
  let streams = 0;
  for (; streams === 0 || !bits.ended(); streams += 1) {
    if (bits.read(24) !== 0x425a68) bits.fail(`stream ${streams + 1} without "BZh"`);
    const level = bits.read(8) - 0x30;
    if (level < 1 || level > 9) bits.fail(`block size ${level}, expected 1 to 9`);
    const decoder = new BlockDecoder(bits, level * 100_000);
    let checksum = 0;
    for (;;) {
      const mark = bits.read(24) * 0x1000000 + bits.read(24);
      const wanted = bits.read(32);
      if (mark === endMark) {
        if (wanted !== checksum) bits.fail('a stream whose checksum is wrong');
        break;
      }
      if (mark !== blockMark) bits.fail('something else than a block');
      for (const piece of decoder.pieces()) {
        total += piece.length;
        if (total > limits[limit].value) throw new LimitError(limit, what, total);
        yield piece;
      }
      if (decoder.checksum !== wanted) bits.fail('a block whose checksum is wrong');
      checksum = (((checksum << 1) | (checksum >>> 31)) ^ wanted) >>> 0;
    }
    bits.align();
  }
}

/** Bits of a file, most significant first. */
class Bits {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  /** The next `count` bits, up to 32. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 0x10000 + this.read(16);
    while (this.#count < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) this.fail('an end before its time');
      this.#at += 1;
      this.#held = ((this.#held << 8) | byte) >>> 0;
      this.#count += 8;
    }
    this.#count -= count;
    const value = this.#held >>> this.#count;
    this.#held &= (1 << this.#count) - 1;
    return value;
  }

  align(): void {
    this.#count = 0;
    this.#held = 0;
  }

  ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  fail(found: string): never {
    const text = `Cannot read ${this.#what}: found ${found}, expected a whole bzip2 file`;
    throw new FormatError('BZIP2_INVALID', text);
  }
}

/** A prefix code: for each length the first code and where its symbols begin. */
interface PrefixCode {
  readonly limits: readonly number[];
  readonly offsets: readonly number[];
  readonly symbols: readonly number[];
  readonly shortest: number;
}

/** Decodes blocks of one stream; the arrays are made once. */
class BlockDecoder {
  readonly #bits: Bits;
  readonly #size: number;
  readonly #block: Uint32Array;
  checksum = 0;

  constructor(bits: Bits, size: number) {
    this.#bits = bits;
    this.#size = size;
    this.#block = new Uint32Array(size);
  }

  /** The plain bytes of the block that begins here. */
  *pieces(): Generator<Uint8Array> {
    const bits: Bits = this.#bits;
    if (bits.read(1) !== 0) bits.fail('a randomised block');
    const origin = bits.read(24);
    const length = this.#readSymbols();
    if (origin >= length) bits.fail('a block that begins outside itself');
    this.#invert(length);
    this.checksum = 0xffffffff;
    yield* this.#expand(length, origin);
    this.checksum = ~this.checksum >>> 0;
  }

  #readSymbols(): number {
    const bits: Bits = this.#bits;
    const used = readUsed(bits);
    if (used.length === 0) bits.fail('a block without symbols');
    const tables = bits.read(3);
    if (tables < 2 || tables > 6) bits.fail(`${tables} tables, expected 2 to 6`);
    const selectors = readSelectors(bits, tables);
    const codes = Array.from({ length: tables }, () => readCode(bits, used.length + 2));
    const last = used.length + 1;
    const front = Uint8Array.from(used);
    const block = this.#block;
    let length = 0;
    let run = 0;
    let weight = 1;
    for (let group = 0, left = 0, code = codes[0]; ; left -= 1) {
      if (left === 0) {
        code = codes[selectors[group] ?? -1];
        group += 1;
        left = groupSize;
      }
      if (code === undefined) bits.fail('more symbols than selectors');
      const symbol = readSymbol(bits, code);
      if (symbol < 2) {
        // Runs of the symbol at the front are numbers in base 2 with the digits 1 and 2.
        run += weight << symbol;
        weight <<= 1;
        if (run > this.#size) bits.fail('a run longer than a block');
        continue;
      }
      if (length + run + 1 > this.#size + 1) bits.fail('more bytes than a block has');
      block.fill(front[0] ?? 0, length, length + run);
      length += run;
      run = 0;
      weight = 1;
      if (symbol === last) return length;
      if (length >= this.#size) bits.fail('more bytes than a block has');
      const byte = front[symbol - 1] ?? 0;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = byte;
      block[length] = byte;
      length += 1;
    }
  }

  /** Inverts the Burrows-Wheeler transform: the upper 24 bits of each entry lead to the next one. */
  #invert(length: number): void {
    const block = this.#block;
    const starts = new Uint32Array(257);
    for (let at = 0; at < length; at += 1) {
      const byte = ((block[at] ?? 0) & 0xff) + 1;
      starts[byte] = (starts[byte] ?? 0) + 1;
    }
    for (let byte = 1; byte < 257; byte += 1)
      starts[byte] = (starts[byte] ?? 0) + (starts[byte - 1] ?? 0);
    for (let at = 0; at < length; at += 1) {
      const byte = (block[at] ?? 0) & 0xff;
      const place = starts[byte] ?? 0;
      starts[byte] = place + 1;
      block[place] = ((block[place] ?? 0) | (at << 8)) >>> 0;
    }
  }

  /** Undoes the first run-length coding: four equal bytes are followed by a count of further ones. */
  *#expand(length: number, origin: number): Generator<Uint8Array> {
    const block = this.#block;
    let piece = Buffer.allocUnsafe(pieceSize);
    let size = 0;
    let at = (block[origin] ?? 0) >>> 8;
    let same = 0;
    let previous = -1;
    for (let left = length; left > 0; left -= 1) {
      const entry = block[at] ?? 0;
      const byte = entry & 0xff;
      at = entry >>> 8;
      if (same === 4) {
        piece.fill(previous, size, size + byte);
        size += byte;
        same = 0;
        previous = -1;
      } else {
        same = byte === previous ? same + 1 : 1;
        previous = byte;
        piece[size] = byte;
        size += 1;
      }
      if (size > pieceSize - 256) {
        yield this.#sum(piece.subarray(0, size));
        piece = Buffer.allocUnsafe(pieceSize);
        size = 0;
      }
    }
    if (size > 0) yield this.#sum(piece.subarray(0, size));
  }

  #sum(piece: Uint8Array): Uint8Array {
    let sum = this.checksum;
    for (const byte of piece) sum = (sum << 8) ^ (sums[(sum >>> 24) ^ byte] ?? 0);
    this.checksum = sum;
    return piece;
  }
}

const pieceSize = 1 << 17;

/** CRC-32 with the most significant bit first, polynomial 0x04c11db7. */
const sums: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  return sum;
});

/** Bytes that occur in a block: a map of 16 ranges, then a map for each range that is used. */
function readUsed(bits: Bits): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const map = bits.read(16);
    for (let bit = 0; bit < 16; bit += 1)
      if ((map & (0x8000 >> bit)) !== 0) used.push(range * 16 + bit);
  }
  return used;
}

/** Which table each group of symbols uses, stored as positions in a list whose last used one is first. */
function readSelectors(bits: Bits, tables: number): number[] {
  const count = bits.read(15);
  if (count === 0) bits.fail('a block without selectors');
  const order = Array.from({ length: tables }, (_, index) => index);
  return Array.from({ length: count }, () => {
    let place = 0;
    while (bits.read(1) === 1) {
      place += 1;
      if (place >= tables) bits.fail('a selector of no table');
    }
    const [table = 0] = order.splice(place, 1);
    order.unshift(table);
    return table;
  });
}

/** A table of code lengths, each told as a difference from the one before. */
function readCode(bits: Bits, symbols: number): PrefixCode {
  let length = bits.read(5);
  const lengths: number[] = [];
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    for (;;) {
      if (length < 1 || length > longestCode) bits.fail(`a code of ${length} bits`);
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths.push(length);
  }
  return prefixCode(lengths);
}

function prefixCode(lengths: readonly number[]): PrefixCode {
  const order = lengths.map((length, symbol) => ({ length, symbol }));
  order.sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  const counts = Array.from({ length: longestCode + 2 }, () => 0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const bounds: number[] = [];
  const offsets: number[] = [];
  let code = 0;
  let index = 0;
  for (let length = 0; length <= longestCode; length += 1) {
    const count = counts[length] ?? 0;
    offsets.push(index - code);
    code += count;
    index += count;
    bounds.push(code);
    code <<= 1;
  }
  return {
    limits: bounds,
    offsets,
    symbols: order.map(({ symbol }) => symbol),
    shortest: order[0]?.length ?? 1,
  };
}

function readSymbol(bits: Bits, code: PrefixCode): number {
  let value = bits.read(code.shortest);
  for (let length = code.shortest; length <= longestCode; length += 1) {
    if (value < (code.limits[length] ?? 0)) {
      const symbol = code.symbols[value + (code.offsets[length] ?? 0)];
      if (symbol !== undefined) return symbol;
    }
    value = value * 2 + bits.read(1);
  }
  return bits.fail('a code of no symbol');
}
