import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

import { errorText } from '../model/index.ts';
import { IoError } from './errors.ts';
import { openSeekable } from './folder-files.ts';

/** A value that SQLite stores. Integers above 2^53 are not used. */
export type SqliteValue = null | number | string | Uint8Array;

/** A row, by column name. */
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/** A prepared statement; parameters are bound by position. */
export interface SqliteStatement {
  /** First row, or undefined. */
  readonly get: (...parameters: readonly SqliteValue[]) => SqliteRow | undefined;
  /** Rows one at a time; do not run the statement again before the end. */
  readonly rows: (...parameters: readonly SqliteValue[]) => Iterable<SqliteRow>;
  readonly run: (...parameters: readonly SqliteValue[]) => void;
}

/** An open SQLite file. Every failure is an IoError: SQLITE_DAMAGED, or IO_WRITE_FAILED. */
export interface SqliteFile {
  readonly execute: (sql: string) => void;
  readonly prepare: (sql: string) => SqliteStatement;
  readonly close: () => void;
}

/**
 * Opens a finished file for reading without locks, journal or change checks (`immutable`), so that
 * any number of processes read it at once, from read-only media too. Whoever replaces the file
 * must do so by rename: a reader then keeps the file it opened.
 * @throws {IoError} SQLITE_DAMAGED when it is no SQLite file; IO_READ_FAILED when it cannot be opened.
 */
export function openImmutable(path: string): SqliteFile {
  checkWhole(path);
  const address = pathToFileURL(path);
  address.search = '?mode=ro&immutable=1';
  return opened(path, () => new DatabaseSync(address, { readOnly: true }));
}

/**
 * With `immutable` SQLite believes the file's length, so a file that was cut short at a page would
 * open. The header says how many pages there should be; https://www.sqlite.org/fileformat2.html §1.3.
 */
function checkWhole(path: string): void {
  const file = openSeekable(path);
  try {
    const header = Buffer.from(file.read(0, 100));
    const isSqlite = header.length === 100 && header.toString('latin1', 0, 16) === magic;
    const pageSize = isSqlite ? header.readUInt16BE(16) : 0;
    const wanted = isSqlite ? header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize) : 0;
    if (isSqlite && wanted === file.size) return;
    const found = isSqlite
      ? `it has ${file.size} bytes, expected ${wanted}`
      : 'it is no SQLite file';
    throw new IoError('SQLITE_DAMAGED', `Cannot open "${path}": ${found}`);
  } finally {
    file.close();
  }
}

const magic = 'SQLite format 3\0';

const writing: readonly string[] = [
  'page_size = 4096',
  // OFF is refused in SQLite's defensive mode; in one transaction on a new file MEMORY holds nothing.
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -32768',
];

/**
 * Creates a file that nobody else sees yet. Without journal and fsync: a file that was not
 * finished is thrown away. Its bytes depend on the statements alone. `prepare` makes the tables;
 * the file is closed again when that fails.
 */
export function createSqlite(path: string, prepare: (file: SqliteFile) => void): SqliteFile {
  const file = opened(path, () => new DatabaseSync(path));
  try {
    for (const pragma of writing) file.execute(`PRAGMA ${pragma}`);
    prepare(file);
  } catch (error) {
    file.close();
    throw error;
  }
  return file;
}

function opened(path: string, open: () => DatabaseSync): SqliteFile {
  const database = guarded(path, open);
  return {
    execute: (sql) => guarded(path, () => database.exec(sql)),
    prepare: (sql) =>
      statementOf(
        path,
        guarded(path, () => database.prepare(sql)),
      ),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function statementOf(path: string, statement: StatementSync): SqliteStatement {
  // No map of the parameters: this is the look-up path of every package.
  return {
    get: (...parameters) =>
      guarded(
        path,
        () => statement.get(...(parameters as SQLInputValue[])) as SqliteRow | undefined,
      ),
    rows: (...parameters) =>
      guardedRows(path, () => statement.iterate(...(parameters as SQLInputValue[]))),
    run: (...parameters) => {
      guarded(path, () => statement.run(...(parameters as SQLInputValue[])));
    },
  };
}

function* guardedRows(
  path: string,
  start: () => Iterator<unknown>,
): Generator<SqliteRow, void, undefined> {
  const rows = guarded(path, start);
  for (;;) {
    const next = guarded(path, () => rows.next());
    if (next.done === true) return;
    yield next.value as SqliteRow;
  }
}

/** SQLite's primary result codes; https://www.sqlite.org/rescode.html. */
const damaged: ReadonlySet<number> = new Set([1, 11, 26]); // ERROR (no such table), CORRUPT, NOTADB
const unwritten: ReadonlySet<number> = new Set([8, 10, 13]); // READONLY, IOERR, FULL

function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw asIoError(path, cause);
  }
}

function asIoError(path: string, cause: unknown): IoError {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : -1;
  const found = errorText(cause);
  if (unwritten.has(code))
    return new IoError('IO_WRITE_FAILED', `Cannot write "${path}": ${found}`, { cause });
  if (damaged.has(code)) {
    const text = `Cannot read "${path}": ${found}, expected a whole SQLite file of this program`;
    return new IoError('SQLITE_DAMAGED', text, { cause });
  }
  return new IoError('IO_READ_FAILED', `Cannot open "${path}": ${found}`, { cause });
}
