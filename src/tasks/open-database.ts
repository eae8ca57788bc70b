import { join } from 'node:path';

import type { Folders } from '../io/folders.ts';
import { isFile, isFolder } from '../io/text-file.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { ScanError } from '../scan/errors.ts';
import { databaseFolder } from './clean.ts';

/** File name of the database inside its folder. */
export function databasePath(folders: Folders, named?: string): string {
  return named ?? join(databaseFolder(folders), 'advisories.db');
}

/**
 * The database to judge by: the one named, else the user's own, else the starter set that ships
 * with the program. A database that is there but cannot be read is an error, never a silent
 * fall back to less.
 * @throws {ScanError} DATABASE_MISSING when the one named does not exist.
 */
export async function openDatabaseFor(folders: Folders, named?: string): Promise<AdvisoryDatabase> {
  const path = databasePath(folders, named);
  if (isFile(path)) {
    const { openDatabase } = await import('../scan/advisories/open.ts');
    return openDatabase(path);
  }
  if (named !== undefined) {
    const found = isFolder(named) ? 'it is a folder, wanted a file' : 'there is no such file';
    throw new ScanError('DATABASE_MISSING', `Cannot open the database "${named}": ${found}`);
  }
  const { starterDatabase } = await import('../scan/advisories/starter.ts');
  return starterDatabase();
}

/** Whether a database lies there, whatever its state. */
export function hasDatabase(path: string): boolean {
  return isFile(path);
}
