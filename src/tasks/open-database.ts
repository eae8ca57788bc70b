import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { openCacheFolder } from '../io/cache-folder.ts';
import type { Folders } from '../io/folders.ts';
import { fileIdentity, isFile, isFolder } from '../io/text-file.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { ScanError } from '../scan/errors.ts';
import { databaseFolder } from './clean.ts';

/** File name of the database inside its folder. */
export function databasePath(folders: Folders, named?: string): string {
  return named ?? join(databaseFolder(folders), 'advisories.db');
}

/** A database that can be read already, while its bytes are still being compared with their checksum. */
export interface OpenedDatabase {
  readonly database: AdvisoryDatabase;
  /** Wait for it before anything is shown that the database says. Rejects with DATABASE_DAMAGED. */
  readonly verified: Promise<void>;
}

/**
 * The database to judge by: the one named, else the user's own, else the starter set that ships
 * with the program. A database that is there but cannot be read is an error, never a silent
 * fall back to less.
 * @throws {ScanError} DATABASE_MISSING when the one named does not exist.
 */
export async function openDatabaseAhead(folders: Folders, named?: string): Promise<OpenedDatabase> {
  const path = databasePath(folders, named);
  if (isFile(path)) {
    const { openDatabase } = await import('../scan/advisories/open.ts');
    const database = openDatabase(path);
    const verified = verifyOnce(path, folders);
    // Whoever waits hears of it; nobody may have begun to wait when it happens.
    verified.catch(() => {});
    return { database, verified };
  }
  if (named !== undefined) {
    const found = isFolder(named) ? 'it is a folder, wanted a file' : 'there is no such file';
    throw new ScanError('DATABASE_MISSING', {
      en: `Cannot open the database "${named}": ${found}`,
      'zh-CN': `无法打开数据库“${named}”：${found === 'there is no such file' ? '文件不存在' : found}`,
    });
  }
  const { starterDatabase } = await import('../scan/advisories/starter.ts');
  return { database: starterDatabase(), verified: Promise.resolve() };
}

/**
 * The same once it is verified.
 * @throws {ScanError} DATABASE_MISSING, and DATABASE_DAMAGED when its content was changed.
 */
export async function openDatabaseFor(folders: Folders, named?: string): Promise<AdvisoryDatabase> {
  const { database, verified } = await openDatabaseAhead(folders, named);
  try {
    await verified;
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Compares the database with its checksum the first time it is used: a byte changed on disk can
 * hide an advisory without breaking the file. Which file was found good is remembered by its
 * identity on disk, so that later scans need not read it whole.
 * @throws {ScanError} DATABASE_DAMAGED
 */
async function verifyOnce(path: string, folders: Folders): Promise<void> {
  const good = openCacheFolder(join(folders.cache, 'verified'));
  const name = createHash('sha256').update(fileIdentity(path)).digest('hex');
  if (good.read(name) !== undefined) return;
  const { verifyInTurns } = await import('../scan/advisories/status.ts');
  await verifyInTurns(path);
  good.write(name, Buffer.from(path));
  good.prune(65_536);
}

/** Whether a database lies there, whatever its state. */
export function hasDatabase(path: string): boolean {
  return isFile(path);
}
