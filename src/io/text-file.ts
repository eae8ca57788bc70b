import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';

import { IoError, readFailure } from './errors.ts';

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
    throw readFailure('read', path, cause);
  }
  try {
    return readDescriptor(descriptor, path, limit);
  } finally {
    closeSync(descriptor);
  }
}

function readDescriptor(descriptor: number, path: string, limit: number): string {
  const found = fstatSync(descriptor);
  if (found.isDirectory()) {
    throw new IoError('IO_READ_FAILED', {
      en: `Cannot read "${path}": found a folder, wanted a file`,
      'zh-CN': `无法读取“${path}”：它是目录，应为文件`,
    });
  }
  // Pipes and files of /proc have no size, so pieces are read until there are no more.
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    // One byte more than the file has, so that its end shows in the next read.
    const piece = Buffer.allocUnsafe(Math.min(1_048_576, Math.max(found.size - length, 0) + 1024));
    const read = readSync(descriptor, piece, 0, piece.length, null);
    if (read === 0) return Buffer.concat(pieces, length).toString('utf8');
    pieces.push(piece.subarray(0, read));
    length += read;
    if (length > limit) {
      throw new IoError('IO_READ_FAILED', {
        en: `Cannot read "${path}": it is longer than the ${limit} bytes allowed`,
        'zh-CN': `无法读取“${path}”：超过允许的 ${limit} 字节`,
      });
    }
  }
}

/** What tells a file from any other and from itself before a change: device, inode, size and times. */
export function fileIdentity(path: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** Whether something that can be opened as a file lies there. @throws {IoError} IO_READ_FAILED when it cannot be told. */
export function isFile(path: string): boolean {
  return statusOf(path)?.isFile() === true;
}

/** Whether a folder lies there. @throws {IoError} IO_READ_FAILED when it cannot be told. */
export function isFolder(path: string): boolean {
  return statusOf(path)?.isDirectory() === true;
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw readFailure('look for', path, cause);
  }
}
