import { turnOfLoop } from '../../io/clock.ts';
import { problemOf } from '../../model/index.ts';
import type { DatabaseInfo } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import { hashOf, hashSteps } from './artifact.ts';
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
  return verified(path, info, isChecksum(info) ? hashOf(path, info.checksum).checksum : 'none');
}

/** The same beside other work: every turn of the event loop takes a piece of the file. */
export async function verifyInTurns(path: string): Promise<DatabaseInfo> {
  const info = infoOf(path);
  if (!isChecksum(info)) return verified(path, info, 'none');
  const steps = hashSteps(path, info.checksum);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return verified(path, info, step.value.checksum);
    await turnOfLoop();
  }
}

function isChecksum({ checksum }: DatabaseInfo): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(checksum);
}

function verified(path: string, info: DatabaseInfo, found: string): DatabaseInfo {
  if (found === info.checksum) return info;
  const text = {
    en: `Cannot trust "${path}": its checksum is ${found}, expected ${info.checksum}`,
    'zh-CN': `“${path}”不可信：其校验和为 ${found}，应为 ${info.checksum}`,
  };
  throw new ScanError('DATABASE_DAMAGED', text);
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
