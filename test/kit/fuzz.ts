import { PlimsollError } from '../../src/model/error.ts';

/** Mutations per fixture set; CI asks for 20,000, a release for a million. */
export const fuzzRuns: number = Number(process.env['PLIMSOLL_FUZZ'] ?? '300');

/** mulberry32: small, seeded, the same everywhere. Returns numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One seeded mutation of `input`: truncate, flip, overwrite, splice, duplicate or grow. */
export function mutate(input: Uint8Array, next: () => number): Uint8Array {
  let bytes = Buffer.from(input);
  const rounds = 1 + Math.floor(next() * 4);
  for (let round = 0; round < rounds; round += 1) bytes = mutateOnce(bytes, next);
  return bytes;
}

function mutateOnce(bytes: Buffer<ArrayBuffer>, next: () => number): Buffer<ArrayBuffer> {
  const at = Math.floor(next() * (bytes.length + 1));
  const length = Math.floor(next() * Math.min(64, bytes.length + 1));
  const piece = bytes.subarray(at, at + length);
  switch (Math.floor(next() * 7)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), piece, piece, bytes.subarray(at)]);
    case 3:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(Array.from({ length }, () => Math.floor(next() * 256))),
        bytes.subarray(at),
      ]);
    case 4: {
      const tokens = [
        '{',
        '[',
        '"',
        '\n\n',
        '\0',
        '../',
        '-1',
        '99999999999',
        '__proto__',
        '\ufeff',
      ];
      const token = tokens[Math.floor(next() * tokens.length)] ?? '';
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(token), bytes.subarray(at)]);
    }
    default: {
      const copy = Buffer.from(bytes);
      const index = Math.min(at, copy.length - 1);
      if (index >= 0) copy[index] = (copy[index] ?? 0) ^ (1 << Math.floor(next() * 8));
      return copy;
    }
  }
}

/** `fuzzRuns` mutations of the fixtures, one at a time: a million of them never lie in memory. */
export function* mutations(
  fixtures: readonly Uint8Array[],
): Generator<{ readonly seed: number; readonly bytes: Uint8Array }> {
  for (let seed = 1; seed <= fuzzRuns; seed += 1) {
    const next = random(seed);
    const fixture = fixtures[Math.floor(next() * fixtures.length)] ?? new Uint8Array();
    yield { seed, bytes: mutate(fixture, next) };
  }
}

/** Lets a PlimsollError pass; anything else is a defect, told with the seed and the bytes that brought it. */
export function judgeFuzz(error: unknown, seed: number, bytes: Uint8Array): void {
  if (error instanceof PlimsollError) return;
  const shown = Buffer.from(bytes).subarray(0, 2048).toString('base64');
  throw new Error(`seed ${seed}: ${String(error)}; bytes (base64): ${shown}`, { cause: error });
}

/** Feeds mutations of the fixtures to a parser, which may return or throw a PlimsollError. */
export function fuzz(fixtures: readonly Uint8Array[], parse: (bytes: Uint8Array) => unknown): void {
  for (const { seed, bytes } of mutations(fixtures)) {
    try {
      parse(bytes);
    } catch (error) {
      judgeFuzz(error, seed, bytes);
    }
  }
}

/**
 * The same for parsers that answer later, or unpack: what zlib holds for a call that failed, it holds
 * until the next turn of the event loop, and a million of those are gigabytes.
 */
export async function fuzzInTurns(
  fixtures: readonly Uint8Array[],
  parse: (bytes: Uint8Array) => unknown,
): Promise<void> {
  for (const { seed, bytes } of mutations(fixtures)) {
    try {
      await parse(bytes);
    } catch (error) {
      judgeFuzz(error, seed, bytes);
    }
    if (seed % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
