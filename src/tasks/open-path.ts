import { join } from 'node:path';

import { kindOf, openFile, readRange } from '../io/files.ts';
import { systemMarks } from '../scan/os.ts';
import { headLength } from '../scan/likeness.ts';
import { isOnlySearched, readingOf } from '../scan/named-file.ts';
import type { NamedReading } from '../scan/named-file.ts';
import { sentence } from '../scan/match/sentence.ts';
import { ScanError } from '../scan/errors.ts';
import { openFolder } from './open-folder.ts';
import type { ScanSubject } from './scan.ts';

/**
 * Opens what a user calls a path. A folder that holds an operating system is read as an unpacked
 * system; any other as a source tree, and where it has nothing of one, by what is installed in it. A
 * single file is read by whoever knows its name, its folders or its content; `as` is the user's word
 * for what it is (`package-lock.json`, `var/lib/dpkg/status`).
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE when nothing lies there.
 */
export function openPath(path: string, as?: string): ScanSubject {
  if (kindOf(path) !== 'file') {
    const folder = openFolder(path, holdsSystem(path) ? 'installed' : 'lockfile');
    return folder.profile === 'lockfile' ? { ...folder, otherwise: 'installed' } : folder;
  }
  const head = headOf(path);
  const reading = readingOf({ path, ...head }, as);
  if (reading === undefined) {
    const silent = as === undefined && isOnlySearched(path, head.size);
    return silent ? openFolder(path, 'lockfile') : unknownFile(path, as);
  }
  const file = openFolder(path, reading.profile);
  return { ...file, readAs: reading.as, image: { ...file.image, notes: notesOf(path, reading) } };
}

function holdsSystem(folder: string): boolean {
  return systemMarks.some((mark) => kindOf(join(folder, mark)) !== undefined);
}

function headOf(path: string): { readonly head: Uint8Array; readonly size: number } {
  const file = openFile(path);
  try {
    return { head: readRange(file, 0, Math.min(file.size, headLength)), size: file.size };
  } finally {
    file.close();
  }
}

function notesOf(path: string, { as, byName }: NamedReading): ScanSubject['image']['notes'] {
  return byName ? [] : [sentence('scan.read-as', { path, as })];
}

/** Nothing is known of it, which is no clean answer. */
function unknownFile(path: string, as: string | undefined): ScanSubject {
  const found =
    as === undefined
      ? 'neither its name nor its content tells what it is'
      : `nothing is called "${as}"`;
  const { code, message } = new ScanError(
    'FILE_UNKNOWN',
    `Cannot read "${path}": ${found}, wanted the name that its tool gives it (--as package-lock.json)`,
  );
  return { ...openFolder(path, 'lockfile'), errors: [{ code, text: message }] };
}
