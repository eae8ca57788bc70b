import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { turnOfLoop } from './clock.ts';
import { IoError, readFailure } from './errors.ts';
import { append } from '../model/append.ts';

/** One thing found in a folder tree. `path` is relative to the root, with `/` between parts. */
export interface FolderEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'other';
  readonly size: number;
  readonly mode: number;
  /** Device number of a character device. */
  readonly device: number;
  /** Target of a symbolic link, as it was written. */
  readonly target: string;
}

/** How a folder tree is read. */
export interface FolderTreeOptions {
  /** False for folders that are not entered. */
  readonly enter?: (path: string) => boolean;
  /** Told of each thing that could not be looked at. */
  readonly onProblem: (path: string, error: IoError) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Entries between two turns of the event loop, so that timers and signals are heard. */
const turnEntries = 2000;

/** File systems of the kernel that a running system mounts: nothing in them is a file of the system. */
const kernelFolders: ReadonlySet<string> = new Set(['proc', 'sys', 'dev']);

/**
 * Everything below a folder, parents before children, names in order, in small batches. Symbolic
 * links are told, never followed.
 * @throws {IoError} IO_READ_FAILED when the root itself cannot be read, IO_INTERRUPTED
 */
export async function* folderEntries(
  root: string,
  options: FolderTreeOptions,
): AsyncGenerator<readonly FolderEntry[], void, undefined> {
  const todo = [''];
  const rootDevice = stat(root).dev;
  let batch: FolderEntry[] = [];
  for (let folder = todo.pop(); folder !== undefined; folder = todo.pop()) {
    const below: string[] = [];
    for (const name of namesIn(root, folder, options)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = look(root, path, options);
      if (entry === undefined) continue;
      batch.push(entry);
      const mounted = folder === '' && kernelFolders.has(name);
      if (entry.kind !== 'directory' || (mounted && entry.device !== rootDevice)) continue;
      if (options.enter?.(path) !== false) below.push(path);
    }
    append(todo, below.reverse());
    if (batch.length < turnEntries) continue;
    yield batch;
    batch = [];
    await turnOfLoop();
    if (options.signal?.aborted === true) {
      throw new IoError('IO_INTERRUPTED', `Cannot finish reading "${root}": interrupted`);
    }
  }
  yield batch;
}

function stat(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (cause) {
    throw readFailure('look at', path, cause);
  }
}

function namesIn(root: string, folder: string, options: FolderTreeOptions): string[] {
  try {
    return readdirSync(join(root, folder)).sort();
  } catch (cause) {
    const error = readFailure('list', join(root, folder), cause);
    if (folder === '') throw error;
    options.onProblem(folder, error);
    return [];
  }
}

function look(root: string, path: string, options: FolderTreeOptions): FolderEntry | undefined {
  const full = join(root, path);
  try {
    const found = lstatSync(full);
    const kind = kindOf(found);
    return {
      path,
      kind,
      size: kind === 'file' ? found.size : 0,
      mode: found.mode & 0o7777,
      device: kind === 'directory' ? found.dev : found.rdev,
      target: kind === 'symlink' ? readlinkSync(full) : '',
    };
  } catch (cause) {
    options.onProblem(path, readFailure('look at', full, cause));
    return undefined;
  }
}

function kindOf(found: Stats): FolderEntry['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  if (found.isSymbolicLink()) return 'symlink';
  return found.isCharacterDevice() ? 'device' : 'other';
}

const firstPiece = 16 * 1024;

/**
 * Reads a file of a tree into pieces of one lent buffer. Neither links nor pipes are opened,
 * whatever took the place of the file since it was listed. The first piece is small, because it
 * may show that the file is not wanted: `take` then returns false, and so does this.
 * @throws {IoError} IO_READ_FAILED also when the file is shorter than `size` by now.
 */
export function readFolderFile(
  path: string,
  size: number,
  take: (piece: Buffer, length: number, at: number) => void | false,
): boolean {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw readFailure('read', path, cause);
  }
  try {
    if (!fstatSync(handle).isFile()) throw readFailure('read', path, 'it is no file any more');
    const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(size, 1024 * 1024)));
    for (let at = 0; at < size;) {
      const most = Math.min(at === 0 ? firstPiece : buffer.length, size - at);
      const count = readSync(handle, buffer, 0, most, at);
      if (count === 0) throw readFailure('read', path, `it ended at byte ${at} of ${size}`);
      if (take(buffer, count, at) === false) return false;
      at += count;
    }
    return true;
  } finally {
    closeSync(handle);
  }
}
