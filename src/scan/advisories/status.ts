import { problemOf } from '../../model/index.ts';
import type { DatabaseInfo } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import { hashOf } from './artifact.ts';
import { openDatabase } from './open.ts';

/** Whether a database can be used, and what it says about itself. */
export type DatabaseStatus =
  | { readonly state: 'ok'; readonly info: DatabaseInfo }
  | { readonly state: 'unusable'; readonly code: string; readonly text: string };

/**
 * What `plimsoll db status` shows. With `verify` the whole file is read and compared with its
 * checksum, which a scan does not take the time for.
 */
export function databaseStatus(
  path: string,
  options: { readonly verify?: boolean } = {},
): DatabaseStatus {
  try {
    const info = options.verify === true ? verifyDatabase(path) : infoOf(path);
    return { state: 'ok', info };
  } catch (error) {
    return { state: 'unusable', ...problemOf(error) };
  }
}

/**
 * Compares the content of a database with the checksum it carries.
 * @throws {ScanError} DATABASE_DAMAGED when they differ, and whatever `openDatabase` throws.
 */
export function verifyDatabase(path: string): DatabaseInfo {
  const info = infoOf(path);
  const found = /^sha256:[0-9a-f]{64}$/.test(info.checksum)
    ? hashOf(path, info.checksum).checksum
    : 'none';
  if (found !== info.checksum) {
    const text = `Cannot trust "${path}": its checksum is ${found}, expected ${info.checksum}`;
    throw new ScanError('DATABASE_DAMAGED', text);
  }
  return info;
}

function infoOf(path: string): DatabaseInfo {
  const database = openDatabase(path);
  try {
    if (database.info === undefined) throw new RangeError('a database file has an info');
    return database.info;
  } finally {
    database.close();
  }
}
