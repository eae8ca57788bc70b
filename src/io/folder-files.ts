import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';
import { openFile } from './files.ts';

/** Files below a folder that is read as a mirror; more than this is some other folder. */
const mostFiles = 1_000_000;

/**
 * Paths of all regular files below a folder, relative to it, with `/`, sorted. Links are not
 * followed: a mirror has none, and a link to `/` would never end.
 * @throws {IoError} IO_READ_FAILED when the folder cannot be read or holds more than a million files.
 */
export function listFiles(root: string): string[] {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readFolder(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push(path);
    }
    if (files.length > mostFiles) {
      const text = `Cannot read folder "${root}": it holds more than ${mostFiles} files, expected a mirror of feeds`;
      throw new IoError('IO_READ_FAILED', text);
    }
  }
  return files.sort();
}

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    throw new IoError('IO_READ_FAILED', `Cannot read folder "${path}": ${errorText(cause)}`, {
      cause,
    });
  }
}

/** A file open for reading at any place. */
export interface SeekableFile {
  readonly size: number;
  readonly read: (offset: number, length: number) => Uint8Array;
  readonly close: () => void;
}

/**
 * Opens a file for reading in pieces that belong to the reader.
 * @throws {IoError} IO_READ_FAILED, from here and from `read`.
 */
export function openSeekable(path: string): SeekableFile {
  const file = openFile(path);
  return {
    size: file.size,
    read: (offset, length) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, file.size - offset)));
      let at = 0;
      while (at < bytes.length) {
        const count = file.read(bytes.subarray(at), offset + at);
        if (count === 0) break;
        at += count;
      }
      return bytes.subarray(0, at);
    },
    close: () => file.close(),
  };
}
