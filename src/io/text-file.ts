import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

import { IoError } from './errors.ts';

/**
 * Reads a small file that the user named, as UTF-8. Undefined when it does not exist; throws
 * IO_READ_FAILED when it exists but cannot be read, is no file, or is larger than `limit` bytes.
 */
export function readTextFile(path: string, limit: number): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    if (
      cause instanceof Error &&
      'code' in cause &&
      (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    ) {
      return undefined;
    }
    throw new IoError('IO_READ_FAILED', `Cannot read "${path}": ${textOf(cause)}`, { cause });
  }
  try {
    return readDescriptor(descriptor, path, limit);
  } finally {
    closeSync(descriptor);
  }
}

function readDescriptor(descriptor: number, path: string, limit: number): string {
  const stat = fstatSync(descriptor);
  if (stat.isDirectory()) {
    throw new IoError('IO_READ_FAILED', `Cannot read "${path}": found a folder, wanted a file`);
  }
  const buffer = Buffer.alloc(Math.min(limit, Math.max(stat.size, 65_536)) + 1);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.toString('utf8', 0, length);
    length += read;
    if (length === buffer.length) {
      throw new IoError(
        'IO_READ_FAILED',
        `Cannot read "${path}": found more than ${buffer.length - 1} bytes, wanted at most ${limit}`,
      );
    }
  }
}

/** Whether something that can be opened as a file lies there. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
