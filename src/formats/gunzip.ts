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
    return gunzipSync(bytes, { maxOutputLength: limits[limit].value });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new LimitError(limit, what);
    const text = `Cannot read ${what}: ${errorText(error)}, expected a whole gzip file`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}
