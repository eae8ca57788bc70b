/** Writes numbers from the lowest bit on, as deflate does (RFC 1951 §3.1.1); codes come with their first bit first. */
class BitWriter {
  readonly #bits: number[] = [];

  number(value: number, length: number): this {
    for (let bit = 0; bit < length; bit += 1) this.#bits.push((value >> bit) & 1);
    return this;
  }

  code(text: string): this {
    this.#bits.push(...Array.from(text, Number));
    return this;
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    for (const [at, bit] of this.#bits.entries())
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (at & 7));
    return bytes;
  }
}

/**
 * "AAA" as deflate data whose code for distances has gaps: one code of two bits, which nothing uses.
 * zlib and Go refuse it, ISA-L does not: it tells which of them reads.
 */
export const incompleteCode: Buffer = write();

function write(): Buffer {
  const bits = new BitWriter();
  bits.number(1, 1).number(2, 2); // the last block, with codes of its own
  bits.number(0, 5).number(0, 5).number(14, 4); // 257 literals, 1 distance, 18 lengths of code lengths
  // In the order 16, 17, 18, 0, 8 … 2, 14, 1: of 18 one bit, of 2 and 1 two bits.
  for (const length of [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2])
    bits.number(length, 3);
  const [zeros, one, two] = ['0', '10', '11'];
  bits
    .code(zeros)
    .number(65 - 11, 7)
    .code(one); // "A" has one bit
  bits
    .code(zeros)
    .number(138 - 11, 7)
    .code(zeros)
    .number(52 - 11, 7)
    .code(one); // so has the end
  bits.code(two); // distance 0 has two bits, and the other three codes of two bits are nobody's
  return bits.code('0001').bytes();
}
