import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { bdbFile } from '../../test/kit/rpm.ts';
import { FormatError } from './errors.ts';
import { bdbBlobs } from './rpm-bdb.ts';

const blobs = [Buffer.alloc(40, 1), Buffer.alloc(2000, 2), Buffer.alloc(486, 3)];

for (const order of ['LE', 'BE'] as const) {
  test(`bdbBlobs() reads values from overflow pages (${order})`, () => {
    const found = [...bdbBlobs(bdbFile(blobs, order))].map((blob) => Buffer.from(blob));
    assert.deepEqual(found, blobs);
  });
}

test('bdbBlobs() reads values that lie on the page, and no counter', () => {
  const file = bdbFile([]);
  const page = 512;
  // A key and a value of nine bytes below the counter's two items of five.
  file.set([1, 7, 7, 7, 7, 7, 7, 7, 7, 7], page + 512 - 25);
  file.set([1, 1, 0, 0, 0], page + 512 - 15);
  file.writeUInt16LE(512 - 15, page + 26 + 4);
  file.writeUInt16LE(512 - 25, page + 26 + 6);
  file.writeUInt16LE(4, page + 20);
  assert.deepEqual(
    [...bdbBlobs(file)].map((blob) => [...blob]),
    [Array(9).fill(7)],
  );
});

test('bdbBlobs() refuses what contradicts itself', () => {
  const edit = (change: (file: Buffer) => unknown): Buffer => {
    const file = bdbFile(blobs);
    change(file);
    return file;
  };
  const rows: readonly (readonly [string, Buffer, RegExp])[] = [
    ['no magic number', Buffer.alloc(1024), /magic/],
    ['an odd page size', edit((file) => file.writeUInt32LE(513, 20)), /power of two/],
    ['encryption', edit((file) => file.writeUInt8(1, 24)), /encryption/],
    ['a file cut short', bdbFile(blobs).subarray(0, 1536), /found 3 pages/],
    ['an odd number of items', edit((file) => file.writeUInt16LE(3, 512 + 20)), /found 3 items/],
    ['items beyond the page', edit((file) => file.writeUInt16LE(600, 512 + 20)), /600 items/],
    ['an item beyond the page', edit((file) => file.writeUInt16LE(9000, 512 + 32)), /at 9000/],
    ['a chain in a circle', edit((file) => file.writeUInt32LE(3, 3 * 512 + 16)), /used twice/],
    ['a chain into nowhere', edit((file) => file.writeUInt32LE(900, 3 * 512 + 16)), /page 900/],
    ['a chain that ends early', edit((file) => file.writeUInt32LE(0, 3 * 512 + 16)), /page 0/],
    [
      'a chain over no overflow page',
      edit((file) => file.writeUInt8(13, 3 * 512 + 25)),
      /overflow/,
    ],
    ['an empty overflow page', edit((file) => file.writeUInt16LE(0, 3 * 512 + 22)), /0 bytes/],
  ];
  for (const [title, file, message] of rows) {
    assert.throws(
      () => [...bdbBlobs(file)],
      (error) => error instanceof FormatError && message.test(error.message),
      title,
    );
  }
});

test('bdbBlobs() throws nothing but its errors on mutated databases', () => {
  fuzz([bdbFile(blobs), bdbFile(blobs, 'BE')], (bytes) => [...bdbBlobs(bytes)]);
});
