import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';

/** A file that grows while a download arrives, and keeps what it has when that breaks off. */
export interface GrowingFile {
  /** Bytes in the file now. */
  readonly size: number;
  readonly append: (bytes: Uint8Array) => void;
  /** Throws away everything, because the server begins anew. */
  readonly restart: () => void;
  readonly close: () => void;
}

/**
 * Opens a file for appending, creating it and its folder when missing.
 * @throws {IoError} IO_WRITE_FAILED, from here and from `append` (a full disk).
 */
export function openGrowing(path: string): GrowingFile {
  const handle = guarded(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'a');
  });
  let { size } = fstatSync(handle);
  return {
    get size(): number {
      return size;
    },
    append: (bytes) =>
      guarded(path, () => {
        let at = 0;
        while (at < bytes.length) {
          const written = writeSync(handle, bytes, at);
          at += written;
          size += written;
        }
      }),
    restart: () =>
      guarded(path, () => {
        ftruncateSync(handle, 0);
        size = 0;
      }),
    close: () => closeSync(handle),
  };
}

function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw new IoError('IO_WRITE_FAILED', `Cannot write "${path}": ${errorText(cause)}`, { cause });
  }
}
