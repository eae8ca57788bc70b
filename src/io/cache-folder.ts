import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Named blobs in a folder, safe for any number of processes at once: entries are written beside
 * and renamed, never changed, and a missing one is only a miss. No locks.
 */
export interface CacheFolder {
  readonly path: string;
  /** Content, or undefined when it is not there, cannot be read or does not verify. Marks the entry as used. */
  readonly read: (name: string) => Buffer | undefined;
  /** Stores content. A failure (full disk, read-only folder) is returned, not thrown: a cache may always be lost. */
  readonly write: (name: string, content: Uint8Array) => Error | undefined;
  readonly remove: (name: string) => void;
  /** Deletes least recently used entries until at most `bytes` are left; returns what is left. */
  readonly prune: (bytes: number) => { entries: number; bytes: number };
}

/** Opens the folder; nothing is created before the first write. */
export function openCacheFolder(path: string): CacheFolder {
  const place = (name: string): string => join(path, name.slice(0, 2), name);
  return {
    path,
    read: (name) => {
      try {
        const stored = readFileSync(place(name));
        const content = unseal(stored);
        if (content === undefined) drop(place(name));
        else touch(place(name));
        return content;
      } catch {
        return undefined;
      }
    },
    write: (name, content) => writeBeside(place(name), seal(content)),
    remove: (name) => drop(place(name)),
    prune: (bytes) => prune(path, bytes),
  };
}

const magic = Buffer.from('PLIMSOLL');
const headLength = magic.length + 32;

/** A mark and the SHA-256 of the content before it: a disk that lies, a half copied home folder. */
function seal(content: Uint8Array): Buffer {
  return Buffer.concat([magic, createHash('sha256').update(content).digest(), content]);
}

function unseal(stored: Buffer): Buffer | undefined {
  const content = stored.subarray(headLength);
  const digest = createHash('sha256').update(content).digest();
  const good =
    stored.length >= headLength &&
    stored.subarray(0, headLength).equals(Buffer.concat([magic, digest]));
  return good ? content : undefined;
}

/** Marks an entry as used, at most once an hour, so that a read-only or busy cache is no error. */
function touch(path: string): void {
  try {
    const now = Date.now();
    if (now - statSync(path).mtimeMs > 3_600_000) utimesSync(path, new Date(now), new Date(now));
  } catch {
    // the entry was pruned by another process, or the folder is read-only: still a hit
  }
}

function writeBeside(path: string, content: Uint8Array): Error | undefined {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    drop(temporary);
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** `force` of rmSync does not cover a path below a file (ENOTDIR) or a read-only folder. */
function drop(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // it stays, or never was: a cache may keep too much, it may not fail
  }
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly used: number;
}

function prune(folder: string, bytes: number): { entries: number; bytes: number } {
  const entries = listEntries(folder).toSorted((a, b) => b.used - a.used);
  let kept = 0;
  let total = 0;
  for (const entry of entries) {
    const abandoned = entry.path.endsWith('.tmp') && Date.now() - entry.used > 3_600_000;
    if (!abandoned && total + entry.size <= bytes) {
      kept += 1;
      total += entry.size;
    } else drop(entry.path);
  }
  return { entries: kept, bytes: total };
}

function listEntries(folder: string): Entry[] {
  const found: Entry[] = [];
  for (const shelf of namesIn(folder)) {
    for (const name of namesIn(join(folder, shelf))) {
      const path = join(folder, shelf, name);
      try {
        const stat = statSync(path);
        if (stat.isFile()) found.push({ path, size: stat.size, used: stat.mtimeMs });
      } catch {
        // removed by another process in between
      }
    }
  }
  return found;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
