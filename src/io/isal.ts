import { constants, crc32, deflateRawSync } from 'node:zlib';

import { IsalStream, outputSize } from './isal-stream.ts';
import type { IsalCalls } from './isal-stream.ts';
import { openNativeLibrary } from './native-library.ts';

/** Intel's ISA-L in this thread: ready to unpack, or why not. */
export type Isal =
  | {
      readonly ready: true;
      /** The file of the library, which tells its version. */
      readonly path: string;
      readonly open: () => IsalStream;
      /** Takes back what `open` gave, once; its memory serves the next. */
      readonly giveBack: (stream: IsalStream) => void;
    }
  | { readonly ready: false; readonly reason: string };

/** A thread seldom unpacks more at once than a packed archive and a layer in it. */
const mostSpare = 2;

let known: Isal | undefined;

/** Loads and tries the library once for each thread. Never throws. */
export function loadIsal(): Isal {
  known ??= load();
  return known;
}

function load(): Isal {
  const bound = bindIsal('libisal.so.2');
  if ('reason' in bound) return { ready: false, reason: bound.reason };
  const { calls, path } = bound;
  const first = new IsalStream(calls);
  const defect = isalDefect(first);
  if (defect !== undefined) {
    return { ready: false, reason: `${path} is not as expected: ${defect}` };
  }
  const spare = [first];
  return {
    ready: true,
    path,
    open: () => {
      const stream = spare.pop();
      stream?.start();
      return stream ?? new IsalStream(calls);
    },
    giveBack: (stream) => {
      if (spare.length < mostSpare && !spare.includes(stream)) spare.push(stream);
    },
  };
}

/** Finds the library and the functions in it, or says why not. */
export function bindIsal(
  soname: string,
): { readonly calls: IsalCalls; readonly path: string } | { readonly reason: string } {
  const found = openNativeLibrary(soname);
  if ('reason' in found) return found;
  const { ffi, library, path } = found;
  try {
    const functions = library.getFunctions({
      isal_inflate_init: { arguments: ['pointer'], return: 'void' },
      isal_inflate: { arguments: ['pointer'], return: 'int32' },
      crc32_gzip_refl: { arguments: ['uint32', 'pointer', 'uint64'], return: 'uint32' },
    });
    const addressOf = (bytes: Uint8Array): bigint => ffi.getRawPointer(bytes);
    return { calls: { ...functions, addressOf, library }, path };
  } catch (error) {
    return { reason: `${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/**
 * What is wrong with the library, tried on data of every kind of block, longer than one output, and
 * on what must not unpack. Every field that is used is compared.
 */
export function isalDefect(stream: IsalStream): string | undefined {
  const plain = Buffer.alloc(outputSize + 40_000, 'plimsoll draws a line. ');
  for (let index = 0, noise = 1; index < 30_000; index += 1) {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) >>> 0;
    plain[index] = noise >>> 24;
  }
  const kinds = [{ level: 0 }, { level: 1 }, { level: 6 }, { strategy: constants.Z_FIXED }];
  const samples: [Buffer, Buffer][] = kinds.map((kind) => [plain, deflateRawSync(plain, kind)]);
  samples.push([Buffer.alloc(0), deflateRawSync('')]);
  for (const [expected, packed] of samples) {
    // In one piece, and with a cut in the first header and another before the last bytes.
    for (const cuts of [[], [1, 9, packed.length - 3]]) {
      const wrong = unpacks(stream, { packed, expected, cuts });
      if (wrong !== undefined) return wrong;
    }
  }
  const refused = ['07', '03020000', '0000000000'].map((hex) => Buffer.from(hex, 'hex'));
  for (const packed of refused) {
    stream.start();
    if (stream.next(packed, 0) >= 0) return 'it takes damage for data';
  }
  return stream.strayed ? 'its bounds' : undefined;
}

/** What is wrong with what the library makes of `packed`, followed by other bytes. */
function unpacks(
  stream: IsalStream,
  sample: { readonly packed: Buffer; readonly expected: Buffer; readonly cuts: readonly number[] },
): string | undefined {
  const { packed, expected, cuts } = sample;
  const parts: Buffer[] = [];
  const whole = Buffer.concat([packed, Buffer.alloc(20, 0x5a)]);
  stream.start();
  let at = 0;
  for (const end of [...cuts, whole.length]) {
    const input = whole.subarray(0, end);
    let made = outputSize;
    while (!stream.ended && (at < end || made === outputSize)) {
      made = stream.next(input, at);
      if (made < 0) return stream.failure(made);
      at = stream.stopped;
      parts.push(Buffer.from(stream.output.subarray(0, made)));
      const wrong = stream.wrong();
      if (wrong !== undefined) return wrong;
    }
  }
  if (!stream.ended || at !== packed.length) return 'it does not stop where data ends';
  if (!Buffer.concat(parts).equals(expected)) return 'it makes other bytes';
  return stream.checksum === crc32(expected) ? undefined : 'its checksum is another';
}
