import { readdirSync, readFileSync, statSync } from 'node:fs';

import { IoError } from './errors.ts';
import { readTextFile } from './text-file.ts';

/**
 * What a look at something of this machine gave: its value, its absence, or the code of the refusal
 * (`EACCES`). Nothing is thrown, because each of the three is an answer.
 */
export type Look<T> =
  | { readonly value: T }
  | { readonly absent: true }
  | { readonly unread: string };

/** Who owns a path and who may do what; links are followed. */
export interface PathFacts {
  /** Permission bits, as chmod takes them: `0644`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
}

/** Owner and permissions of a path. */
export function lookAtPath(path: string): Look<PathFacts> {
  return looked(() => {
    const { mode, uid, gid } = statSync(path);
    return { mode: (mode & 0o7777).toString(8).padStart(4, '0'), uid, gid };
  });
}

/** Text of a file of at most `limit` bytes. */
export function lookIntoFile(path: string, limit: number): Look<string> {
  return looked(() => {
    const text = readTextFile(path, limit);
    if (text === undefined) throw Object.assign(new Error('absent'), { code: 'ENOENT' });
    return text;
  });
}

/** Names in a folder, sorted. */
export function lookIntoFolder(path: string): Look<readonly string[]> {
  return looked(() => readdirSync(path).sort());
}

/** Words that a process was started with. */
export function lookAtCommandLine(pid: number): Look<readonly string[]> {
  return looked(() => {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.slice(0, words.at(-1) === '' ? -1 : undefined);
  });
}

/** Numbers of the processes of this machine whose program has one of these names. */
export function processesNamed(names: ReadonlySet<string>): readonly number[] {
  const listed = lookIntoFolder('/proc');
  if (!('value' in listed)) return [];
  return listed.value
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const name = lookIntoFile(`/proc/${pid}/comm`, 4096);
      return 'value' in name && names.has(name.value.trimEnd());
    });
}

/** Whether this process may look at everything. */
export function isSuperuser(): boolean {
  return process.geteuid?.() === 0;
}

function looked<T>(look: () => T): Look<T> {
  try {
    return { value: look() };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { absent: true } : { unread: code };
  }
}

/** The system's own code, also where an IoError carries it as its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof IoError ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'EIO';
}
