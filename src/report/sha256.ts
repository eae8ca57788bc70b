/** Cube and square roots of primes, as FIPS 180-4 gives them. */
const primes: readonly number[] = firstPrimes(64);
const constants: Int32Array = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const beginning: Int32Array = Int32Array.from(primes.slice(0, 8), (prime) =>
  fraction(Math.sqrt(prime)),
);

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let one = 2; found.length < count; one += 1)
    if (found.every((prime) => one % prime !== 0)) found.push(one);
  return found;
}

/** The first 32 bits behind the point. */
function fraction(number: number): number {
  return (number - Math.floor(number)) * 2 ** 32;
}

/**
 * SHA-256 of a short text in UTF-8, in hexadecimal (FIPS 180-4). For the few names that a short run
 * hashes: loading `node:crypto` takes a seventh of an empty start.
 */
export function sha256(text: string): string {
  const bytes = Buffer.from(text);
  const length = bytes.length;
  const padded = Buffer.alloc((((length + 8) >> 6) + 1) << 6);
  bytes.copy(padded);
  padded[length] = 0x80;
  padded.writeUInt32BE(Math.floor(length / 2 ** 29), padded.length - 8);
  padded.writeUInt32BE((length << 3) >>> 0, padded.length - 4);
  const state = Int32Array.from(beginning);
  const words = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let word = 0; word < 16; word += 1) words[word] = padded.readInt32BE(at + word * 4);
    mix(state, words);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** One block of 64 bytes into the state; the first 16 of `words` hold the block. */
function mix(state: Int32Array, words: Int32Array): void {
  for (let at = 16; at < 64; at += 1) {
    const early = words[at - 15] ?? 0;
    const late = words[at - 2] ?? 0;
    const first =
      ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const second = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    words[at] = ((words[at - 16] ?? 0) + first + (words[at - 7] ?? 0) + second) | 0;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let at = 0; at < 64; at += 1) {
    const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + one + ((e & f) ^ (~e & g)) + (constants[at] ?? 0) + (words[at] ?? 0)) | 0;
    const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}
