import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  readSync,
  statSync,
} from 'node:fs';
import { LimitError, type LimitName, limits } from '../model/index.ts';
import { turnOfLoop } from './clock.ts';
import { IoError, readFailure } from './errors.ts';

/** A part of a file, in bytes. */
export interface FileRange {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** A file open for reading at any place. Synchronous: the page cache answers faster than a thread pool. */
export interface OpenFile {
  readonly path: string;
  readonly size: number;
  /** Fills `into` from `offset` of the file; returns how many bytes there were. */
  read(into: Uint8Array, offset: number): number;
  close(): void;
}

/**
 * Opens a regular file.
 * @throws {IoError} IO_READ_FAILED
 */
export function openFile(path: string): OpenFile {
  return openWith(path, constants.O_RDONLY);
}

/**
 * Opens a regular file in a folder that a stranger filled: a link at its place is refused, and
 * nothing waits for the other end of a pipe.
 * @throws {IoError} IO_READ_FAILED
 */
export function openPlainFile(path: string): OpenFile {
  return openWith(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
}

function openWith(path: string, flags: number): OpenFile {
  let handle: number;
  try {
    handle = openSync(path, flags);
  } catch (error) {
    throw readFailure('open', path, error);
  }
  const stat = fstatSync(handle);
  if (!stat.isFile()) {
    closeSync(handle);
    const found = stat.isDirectory() ? 'a folder' : 'a device or pipe';
    throw new IoError('IO_READ_FAILED', `Cannot open "${path}": it is ${found}, wanted a file`);
  }
  return {
    path,
    size: stat.size,
    read(into, offset) {
      try {
        return readSync(handle, into, 0, into.length, offset);
      } catch (error) {
        throw readFailure('read', path, error);
      }
    },
    close: () => closeSync(handle),
  };
}

/** What a path is, following links of the host; undefined when there is nothing. */
export function kindOf(path: string): 'file' | 'directory' | 'other' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isDirectory()) return 'directory';
  return stat.isFile() ? 'file' : 'other';
}

/** Target of the symbolic link at a path as it is written; undefined for anything else. */
export function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // EINVAL: no link; what is missing shows when it is opened
  }
}

/** Where a path leads once every link is followed. @throws {IoError} IO_READ_FAILED */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw readFailure('look at', path, error);
  }
}

/** Bytes of a file that is there. @throws {IoError} IO_READ_FAILED */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw readFailure('look at', path, error);
  }
}

/**
 * The whole of a small file that a stranger wrote.
 * @throws {LimitError} when it is longer than the limit.
 * @throws {IoError}
 */
export function readWhole(path: string, limit: LimitName): Buffer {
  const file = openFile(path);
  try {
    if (file.size > limits[limit].value) throw new LimitError(limit, `"${path}"`, file.size);
    return readRange(file, 0, file.size);
  } finally {
    file.close();
  }
}

/** @throws {IoError} IO_READ_FAILED when the file ends inside the range. */
export function readRange(file: OpenFile, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const count = file.read(bytes.subarray(at), offset + at);
    if (count === 0) throw short(file.path, offset + length, offset + at);
    at += count;
  }
  return bytes;
}

/** What this machine runs, as Node names it. */
export function machinePlatform(): { readonly os: string; readonly architecture: string } {
  return { os: 'linux', architecture: process.arch };
}

/** Milliseconds between two turns of the event loop, so that timers and signals are heard. */
const turnPause = 40;
/** Small enough for a processor's cache, and for what a bomb makes of it to take no second. */
const chunkSize = 128 * 1024;

/**
 * The bytes of a part of a file, in one reused buffer: each chunk is only lent, until the next is
 * asked for.
 * @throws {IoError} IO_READ_FAILED when the file ends inside the range, IO_INTERRUPTED
 */
export async function* fileChunks(range: FileRange, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = openFile(range.path);
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(chunkSize, range.length)));
    let at = 0;
    let turned = performance.now();
    while (at < range.length) {
      const wanted = Math.min(buffer.length, range.length - at);
      const piece = wanted === buffer.length ? buffer : buffer.subarray(0, wanted);
      const count = file.read(piece, range.offset + at);
      if (count === 0) throw short(range.path, range.offset + range.length, range.offset + at);
      at += count;
      yield count === buffer.length ? buffer : buffer.subarray(0, count);
      if (performance.now() - turned < turnPause) continue;
      await turnOfLoop();
      turned = performance.now();
      if (signal?.aborted === true) throw aborted(range.path);
    }
  } finally {
    file.close();
  }
}

function aborted(path: string): IoError {
  return new IoError('IO_INTERRUPTED', `Cannot finish reading "${path}": the work was interrupted`);
}

function short(path: string, wanted: number, found: number): IoError {
  return new IoError(
    'IO_READ_FAILED',
    `Cannot read "${path}" to byte ${wanted}: it ends at byte ${found}`,
  );
}
