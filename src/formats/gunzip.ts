import { gunzipSync } from 'node:zlib';

import { errorText, LimitError, limits } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import { FormatError } from './errors.ts';

/**
 * A gzip file unpacked in memory, at most `limit` bytes.
 * @throws {FormatError} GZIP_INVALID. @throws {LimitError} the limit named.
 */
export function gunzipBytes(
  bytes: Uint8Array,
  what: string,
  limit: LimitName = 'feed_record_bytes',
): Uint8Array {
  try {
    const maxOutputLength = limits[limit].value;
    return gunzipSync(bytes, { maxOutputLength, chunkSize: room(bytes, maxOutputLength) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new LimitError(limit, what);
    const text = `Cannot read ${what}: ${errorText(error)}, expected a whole gzip file`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}

/**
 * Room for all that comes out, so that it is not gathered from pieces at twice its size. The file
 * says its size in its last four bytes; what a stranger says there is bounded by what deflate can do.
 */
function room(bytes: Uint8Array, most: number): number {
  const told = Buffer.from(bytes.subarray(-4));
  const size = told.length < 4 ? 0 : told.readUInt32LE(0) + 1;
  return Math.max(16_384, Math.min(size, most, bytes.length * 1032));
}
