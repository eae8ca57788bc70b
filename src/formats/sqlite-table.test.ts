import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { sqliteFile, sqliteOf } from '../../test/kit/rpm.ts';
import { FormatError } from './errors.ts';
import { sqliteRows } from './sqlite-table.ts';

/** Around the sizes at which a row leaves its page, for pages of 512 bytes. */
const sizes = [0, 1, 400, 470, 471, 472, 473, 474, 508, 980, 981, 982, 5000, 100_000];
const blobs = sizes.map((size, index) => Buffer.alloc(size, index + 1));

function read(file: Uint8Array): Buffer[] {
  return [...sqliteRows(file, 'Packages')].map((row) => {
    assert.ok(row[1] instanceof Uint8Array);
    return Buffer.from(row[1]);
  });
}

for (const pageSize of [512, 4096, 65_536]) {
  test(`sqliteRows() reads rows on and off their page, pages of ${pageSize} bytes`, () => {
    assert.deepEqual(read(sqliteFile(blobs, pageSize)), blobs);
  });
}

test('sqliteRows() reads trees of several levels, and what was left after deletion', () => {
  const count = 20_000;
  const file = sqliteOf((database) => {
    database.exec(
      'PRAGMA page_size = 512; CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB)',
    );
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    database.exec('BEGIN');
    for (let index = 0; index < count; index += 1) insert.run(Buffer.from(`blob ${index}`));
    database.exec('DELETE FROM Packages WHERE hnum % 3 = 0; COMMIT');
  });
  const wanted = Array.from({ length: count }, (_, index) => index)
    .filter((index) => (index + 1) % 3 !== 0)
    .map((index) => `blob ${index}`);
  assert.deepEqual(read(file).map(String), wanted);
});

test('sqliteRows() reads every kind of value', () => {
  const file = sqliteOf((database) => {
    database.exec('CREATE TABLE Packages (value)');
    database.exec(
      "INSERT INTO Packages VALUES (NULL), (0), (1), (-1), (300), (-70000), (2147483648), (1099511627776), (4503599627370496), ('Grüße'), (x'0102'), (1.5)",
    );
  });
  assert.deepEqual(
    [...sqliteRows(file, 'Packages')].map(([value]) =>
      value instanceof Uint8Array ? [...value] : value,
    ),
    [
      undefined,
      0,
      1,
      -1,
      300,
      -70_000,
      2_147_483_648,
      1_099_511_627_776,
      4_503_599_627_370_496,
      'Grüße',
      [1, 2],
      undefined,
    ],
  );
});

test('sqliteRows() refuses what contradicts itself', () => {
  const edit = (change: (file: Buffer) => unknown): Buffer => {
    const file = sqliteFile(blobs);
    change(file);
    return file;
  };
  const root = (file: Buffer): number => {
    // The root of the table is the only page of type "interior" here.
    for (let at = 512; at < file.length; at += 512) if (file[at] === 5) return at;
    throw new Error('no interior page');
  };
  const rows: readonly (readonly [string, Buffer, RegExp])[] = [
    ['no database', Buffer.alloc(1024), /no SQLite database/],
    ['no such table', sqliteOf((db) => db.exec('CREATE TABLE Other (a)')), /no table "Packages"/],
    ['an odd page size', edit((file) => file.writeUInt16BE(513, 16)), /power of two/],
    ['UTF-16', edit((file) => file.writeUInt32BE(2, 56)), /encoding 2/],
    ['a file cut short', sqliteFile(blobs).subarray(0, 4096), /missing or used twice/],
    [
      'a tree in a circle',
      edit((file) => file.writeUInt32BE(root(file) / 512 + 1, root(file) + 8)),
      /used twice/,
    ],
    ['a page of another kind', edit((file) => file.writeUInt8(10, root(file))), /type 10/],
    ['more cells than fit', edit((file) => file.writeUInt16BE(600, root(file) + 3)), /600 cells/],
    ['a cell outside', edit((file) => file.writeUInt16BE(2, root(file) + 12)), /cell at 2/],
  ];
  for (const [title, file, message] of rows) {
    assert.throws(
      () => read(file),
      (error) => error instanceof FormatError && message.test(error.message),
      title,
    );
  }
});

test('sqliteRows() throws nothing but its errors on mutated databases', () => {
  const small = sqliteFile(blobs.slice(0, 10));
  fuzz([small, sqliteFile(blobs.slice(2, 5), 1024)], (bytes) => [...sqliteRows(bytes, 'Packages')]);
});
