import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  writeFileSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';
import { openSeekable } from './folder-files.ts';

/**
 * Makes a file that appears whole or not at all: `make` fills a temporary file beside `path`,
 * which is then fsynced and renamed over it. After any failure, or a kill, whatever was at `path`
 * is still there; the temporary file is removed.
 * @throws {IoError} IO_WRITE_FAILED, or whatever `make` throws.
 */
export async function makeArtifact<Result>(
  path: string,
  make: (temporary: string) => Result | Promise<Result>,
): Promise<Result> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    guarded(path, () => mkdirSync(dirname(path), { recursive: true }));
    const result = await make(temporary);
    placeArtifact(temporary, path);
    return result;
  } finally {
    removeFile(temporary);
  }
}

/**
 * Writes bytes as a file that readers see whole or not at all, without waiting for the disk: for
 * copies that can be made again, tens of thousands of them.
 */
export function writeCopy(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    guarded(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o644 });
      renameSync(temporary, path);
    });
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
}

/** Writes bytes as an artifact: whole or not at all. */
export async function writeArtifact(path: string, bytes: Uint8Array): Promise<void> {
  await makeArtifact(path, (temporary) => {
    guarded(path, () => {
      const handle = openSync(temporary, 'wx', 0o644);
      try {
        let at = 0;
        while (at < bytes.length) at += writeSync(handle, bytes, at);
      } finally {
        closeSync(handle);
      }
    });
  });
}

/** Puts a finished temporary file in the place of `path`, as makeArtifact does. */
export function placeArtifact(temporary: string, path: string): void {
  guarded(path, () => {
    syncPath(temporary);
    renameSync(temporary, path);
    syncPath(dirname(path));
  });
}

/** Overwrites bytes inside an existing file. */
export function overwriteBytes(path: string, offset: number, bytes: Uint8Array): void {
  guarded(path, () => {
    const handle = openSync(path, 'r+');
    try {
      writeSync(handle, bytes, 0, bytes.length, offset);
    } finally {
      closeSync(handle);
    }
  });
}

/** Length of a file in bytes, undefined when there is none to be seen. */
export function fileSize(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

/** The whole of a file that this program wrote. */
export function readFileBytes(path: string): Uint8Array {
  const file = openSeekable(path);
  try {
    return file.read(0, file.size);
  } finally {
    file.close();
  }
}

/** Removes a file that is in nobody's way if it stays: a failure here never hides the one before it. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // the folder is gone, read-only, or no folder: nothing that could be done
  }
}

/** Removes a folder of our own with all that is in it. */
export function removeTree(path: string): void {
  guarded(path, () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
}

/** Bytes of a file in pieces of 1 MiB; each piece is only lent. */
export function* filePieces(path: string): Generator<Buffer> {
  const handle = guarded(path, () => openSync(path, 'r'));
  const buffer = Buffer.allocUnsafe(1 << 20);
  try {
    for (;;) {
      const count = readSync(handle, buffer, 0, buffer.length, null);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(handle);
  }
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    const missing = cause instanceof Error && 'syscall' in cause && cause.syscall === 'open';
    const text = `Cannot ${missing ? 'open' : 'write'} "${path}": ${errorText(cause)}`;
    throw new IoError('IO_WRITE_FAILED', text, { cause });
  }
}
