import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzz, random } from '../../../../test/kit/fuzz.ts';
import { rpmHeader } from '../../../../test/kit/rpm.ts';
import { readSqliteLog } from '../../../formats/sqlite-log.ts';
import type { AnalyzerResult } from '../contract.ts';
import { fileReader } from '../file-reader.ts';
import { rpmLog, rpmLogJoin } from './rpm-log.ts';
import { rpm } from './rpm.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = 'var/lib/rpm/rpmdb.sqlite';

/** A header of some size, so that rows go on over overflow pages. */
function header(name: string, size: number): Uint8Array {
  const files = Array.from({ length: size }, (_, index) => `file-${index}`);
  return rpmHeader({
    name,
    version: '1',
    release: '1',
    arch: 'noarch',
    dirNames: ['/opt/'],
    dirIndexes: files.map(() => 0),
    baseNames: files,
  });
}

interface Pair {
  readonly database: Buffer;
  readonly log: Buffer;
  /** Names that SQLite itself lists, in the order of rows. */
  readonly names: readonly string[];
}

let count = 0;

/** Database and log after `change`, copied while the connection is open, and what SQLite reads from both. */
function pairOf(change: (database: DatabaseSync) => void, start = 40): Pair {
  count += 1;
  const path = join(folder, `${count}.sqlite`);
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA page_size = 1024; PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0',
  );
  database.exec(
    'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)',
  );
  database.exec('CREATE TABLE Name (key TEXT, hnum INTEGER); CREATE INDEX n ON Name (key)');
  install(database, 0, start);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  change(database);
  const pair = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
  const rows = database.prepare('SELECT blob FROM Packages ORDER BY hnum').all();
  const names = rows
    .map(({ blob }) => nameIn(blob as Uint8Array))
    .filter((name) => name !== 'gpg-pubkey');
  database.close();
  return { ...pair, names };
}

function nameIn(blob: Uint8Array): string {
  return /(?:ship|late|gpg)-[a-z0-9]+/.exec(Buffer.from(blob).toString('latin1'))?.[0] ?? '';
}

function install(database: DatabaseSync, from: number, to: number): void {
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  const name = database.prepare('INSERT INTO Name VALUES (?, ?)');
  database.exec('BEGIN');
  for (let index = from; index < to; index += 1) {
    const { lastInsertRowid } = insert.run(header(`ship-${index}`, (index * 37) % 300));
    name.run(`ship-${index}`, Number(lastInsertRowid));
  }
  database.exec('COMMIT');
}

/** What both files give together, through the join. */
function together({ database, log }: Pick<Pair, 'database' | 'log'>): AnalyzerResult[] {
  const read = (analyzer: typeof rpm, path: string, bytes: Buffer) => ({
    path,
    analyzer: analyzer.id,
    // Results cross threads and the layer cache as JSON.
    result: JSON.parse(
      JSON.stringify(analyzer.read(fileReader(path, { size: bytes.length, mode: 0o644 }, bytes))),
    ) as AnalyzerResult,
  });
  const files = [read(rpm, place, database), read(rpmLog, `${place}-wal`, log)];
  const changed = rpmLogJoin.join(files);
  return files.map((file) => changed.get(file) ?? file.result);
}

function namesOf(result: AnalyzerResult | undefined): readonly string[] {
  return (result?.packages ?? []).map(({ name }) => name);
}

const changes: readonly (readonly [string, (database: DatabaseSync) => void])[] = [
  ['packages that came', (database) => install(database, 40, 55)],
  ['packages that went', (database) => database.exec('DELETE FROM Packages WHERE hnum % 3 = 0')],
  [
    'many of both, in several transactions, with a key among them',
    (database) => {
      database.exec('DELETE FROM Packages WHERE hnum < 20');
      install(database, 100, 400);
      database.prepare('INSERT INTO Packages (blob) VALUES (?)').run(header('gpg-pubkey', 0));
      database.exec('DELETE FROM Packages WHERE hnum % 7 = 0');
    },
  ],
  ['all that went', (database) => database.exec('DELETE FROM Packages')],
  [
    'a database that became smaller',
    (database) => database.exec('DELETE FROM Packages WHERE hnum > 3; VACUUM'),
  ],
];

for (const [title, change] of changes) {
  test(`a log is merged as SQLite merges it: ${title}`, () => {
    const pair = pairOf(change);
    const [database, log] = together(pair);
    assert.deepEqual(namesOf(database), pair.names);
    assert.deepEqual(log, {});
    const owned = new Map((database?.owned ?? []).map((one) => [one.package, one.paths.length]));
    for (const name of pair.names) {
      const size = (Number(name.slice(5)) * 37) % 300;
      assert.equal(owned.get(name) ?? 0, size, name);
    }
  });
}

test('what was not committed, or is left from an older log, does not count', () => {
  const pair = pairOf((database) => {
    database.exec('DELETE FROM Packages WHERE hnum = 1');
    database.exec('PRAGMA cache_size = 1; BEGIN');
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (let index = 0; index < 200; index += 1) insert.run(header(`late-${index}`, 200));
  });
  assert.equal(pair.names.length > 200, true);
  const [database] = together(pair);
  assert.deepEqual(
    namesOf(database),
    Array.from({ length: 39 }, (_, index) => `ship-${index + 1}`),
  );
  const stale = Buffer.from(pair.log);
  stale[20] = (stale[20] ?? 0) ^ 1;
  const [kept, log] = together({ ...pair, log: stale });
  assert.equal(namesOf(kept).length, 40);
  assert.deepEqual(
    log?.problems?.map(({ code }) => code),
    ['RPMDB_LOG'],
  );
});

test('a log that does not fit the database changes nothing, and is told', () => {
  const pair = pairOf((database) => database.exec('DELETE FROM Packages WHERE hnum = 5'), 300);
  const other = pairOf(() => undefined, 4);
  const noise = Buffer.alloc(500, 1);
  for (const log of [pair.log, noise]) {
    const [database, said] = together({ database: other.database, log });
    assert.equal(namesOf(database).length, 4);
    assert.deepEqual(
      said?.problems?.map(({ code }) => code),
      ['RPMDB_LOG'],
    );
  }
  const empty = together({ database: pair.database, log: pair.log.subarray(0, 32) });
  assert.equal(namesOf(empty[0]).length, 300);
  assert.deepEqual(empty[1], {});
});

test('damage in any frame ends the log there, at a commit', () => {
  const { log } = pairOf((database) => {
    for (let id = 1; id < 12; id += 1) database.exec(`DELETE FROM Packages WHERE hnum = ${id}`);
  });
  const whole = readSqliteLog(log).pages.size;
  const next = random(3);
  for (let run = 0; run < 60; run += 1) {
    const damaged = Buffer.from(log);
    const at = 32 + Math.floor(next() * (log.length - 32));
    damaged[at] = (damaged[at] ?? 0) ^ 0x40;
    assert.ok(readSqliteLog(damaged).pages.size <= whole);
  }
});

test('mutations of a log and of its database throw nothing but errors of the house', () => {
  const pair = pairOf((database) => install(database, 40, 44), 6);
  fuzz([pair.log], (bytes) => together({ ...pair, log: Buffer.from(bytes) }));
  fuzz([pair.database], (bytes) => {
    const result = rpm.read(fileReader(place, { size: bytes.length, mode: 0o644 }, bytes));
    const file = { path: place, analyzer: 'rpm', result };
    const log = rpmLog.read(
      fileReader(`${place}-wal`, { size: pair.log.length, mode: 0o644 }, pair.log),
    );
    rpmLogJoin.join([file, { path: `${place}-wal`, analyzer: 'rpm-log', result: log }]);
  });
});
