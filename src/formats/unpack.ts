import { zstdDecompressSync } from 'node:zlib';

import { errorText, limits, LimitError } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import { bunzip2, isBzip2 } from './bzip2.ts';
import { FormatError } from './errors.ts';
import { gunzipBytes } from './gunzip.ts';

const pieceSize = 1 << 18;

/**
 * The bytes of a document in pieces, whatever it is packed with: gzip, bzip2 or zstd, told by the
 * first bytes, or nothing. xz is not read.
 * @throws {FormatError} GZIP_INVALID, BZIP2_INVALID. @throws {LimitError} the limit named.
 */
export function* unpackedPieces(
  bytes: Uint8Array,
  what: string,
  limit: LimitName = 'feed_document_bytes',
): Generator<Uint8Array> {
  if (isBzip2(bytes)) {
    yield* bunzip2(bytes, what, limit);
    return;
  }
  const plain = isXz(bytes) ? refuseXz(what) : plainBytes(bytes, what, limit);
  for (let at = 0; at < plain.length; at += pieceSize) yield plain.subarray(at, at + pieceSize);
}

/** The bytes of a document as a whole; for documents that are small or have no other reader. */
export function unpackedBytes(
  bytes: Uint8Array,
  what: string,
  limit: LimitName = 'feed_document_bytes',
): Uint8Array {
  const pieces = [...unpackedPieces(bytes, what, limit)];
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
}

function plainBytes(bytes: Uint8Array, what: string, limit: LimitName): Uint8Array {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipBytes(bytes, what, limit);
  const zstd = bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
  return zstd ? unzstd(bytes, what, limit) : bytes;
}

function unzstd(bytes: Uint8Array, what: string, limit: LimitName): Uint8Array {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: limits[limit].value });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new LimitError(limit, what);
    const text = `Cannot read ${what}: ${errorText(error)}, expected a whole zstd file`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}

function isXz(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfd && bytes[1] === 0x37 && bytes[2] === 0x7a && bytes[3] === 0x58;
}

function refuseXz(what: string): never {
  const text = `Cannot read ${what}: found an xz file, expected gzip, bzip2, zstd or plain text`;
  throw new FormatError('GZIP_INVALID', text);
}
