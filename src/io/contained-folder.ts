import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';
import { readTextFile } from './text-file.ts';
import { append } from '../model/append.ts';

/** A regular file of a folder. */
export interface ContainedFile {
  /** Below the folder that was listed, which it begins with. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Unix permission bits. */
  readonly mode: number;
}

/** How a folder is listed. */
export interface ListOptions {
  /** False for folders that are not entered; asked with the path as listed. */
  readonly enter?: (path: string) => boolean;
  /** Told of each folder that could not be listed; absent: it is an error. */
  readonly onProblem?: (path: string, error: IoError) => void;
  /** Listing ends with an error above this many files. */
  readonly most: number;
}

/** Whether the path names a folder, a file, or nothing. Links are followed: the user named it. */
export function kindOfPath(path: string): 'folder' | 'file' | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    throw failure('look at', path, cause);
  }
}

/**
 * Regular files of a folder and of those below it, in the order of their names. Links are not
 * followed, so that no listing leaves the folder or goes round.
 * @throws {IoError} IO_READ_FAILED when the folder cannot be listed or holds too much.
 */
export function listContained(folder: string, options: ListOptions): ContainedFile[] {
  const files: ContainedFile[] = [];
  const todo = [folder];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const below: string[] = [];
    for (const name of namesOf(at, at === folder, options)) {
      const path = at === '.' ? name : join(at, name);
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found === undefined) continue;
      if (found.isDirectory()) {
        if (options.enter?.(path) !== false) below.push(path);
      } else if (found.isFile()) {
        files.push({ path, size: found.size, mode: found.mode & 0o7777 });
      }
    }
    if (files.length > options.most) {
      throw failure('list', folder, `it holds more than ${options.most} files`);
    }
    append(todo, below.reverse());
  }
  return files;
}

function namesOf(folder: string, first: boolean, options: ListOptions): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    const error = failure('list', folder, cause);
    if (first || options.onProblem === undefined) throw error;
    options.onProblem(folder, error);
    return [];
  }
}

/**
 * Text of a file that lies in one of the folders after every link on the way is followed;
 * undefined when there is none.
 * @throws {IoError} IO_OUTSIDE when it lies elsewhere, IO_READ_FAILED when it cannot be read.
 */
export function readContained(
  path: string,
  folders: readonly string[],
  limit: number,
): string | undefined {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw failure('read', path, cause);
  }
  if (!folders.some((folder) => contains(realpathSync(resolve(folder)), real))) {
    throw new IoError(
      'IO_OUTSIDE',
      `Cannot read "${path}": it leads to "${real}", wanted a file in ${folders.join(', ')}`,
    );
  }
  return readTextFile(real, limit);
}

/** Whether a path lies in a folder; both absolute. */
function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Whether a path as the user gave it stays in the current folder. */
export function isBelowHere(path: string): boolean {
  return contains(resolve('.'), resolve(path));
}

function failure(action: string, path: string, cause: unknown): IoError {
  const found = cause instanceof Error ? errorText(cause) : String(cause);
  return new IoError('IO_READ_FAILED', `Cannot ${action} "${path}": ${found}`, { cause });
}
