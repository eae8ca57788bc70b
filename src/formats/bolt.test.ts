import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { openBolt } from './bolt.ts';
import { bytesSource } from './byte-source.ts';

const pageSize = 4096;

type Entry = readonly [key: string, value: Buffer, isBucket: boolean];

/** A page with its header; elements point from where they stand to key and value. */
function page(number: number, flags: number, entries: readonly Entry[]): Buffer {
  const header = Buffer.alloc(16);
  header.writeBigUInt64LE(BigInt(number), 0);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(entries.length, 10);
  const elements: Buffer[] = [];
  const data: Buffer[] = [];
  let used = 0;
  for (const [at, [name, value, isBucket]] of entries.entries()) {
    const element = Buffer.alloc(16);
    const key = Buffer.from(name);
    const position = (entries.length - at) * 16 + used;
    if (flags === 1) {
      element.writeUInt32LE(position, 0);
      element.writeUInt32LE(key.length, 4);
      value.copy(element, 8, 0, 8);
      data.push(key);
      used += key.length;
    } else {
      element.writeUInt32LE(Number(isBucket), 0);
      element.writeUInt32LE(position, 4);
      element.writeUInt32LE(key.length, 8);
      element.writeUInt32LE(value.length, 12);
      data.push(key, value);
      used += key.length + value.length;
    }
    elements.push(element);
  }
  return Buffer.concat([header, ...elements, ...data]);
}

function whole(content: Buffer): Buffer {
  const pages = Math.ceil(content.length / pageSize);
  const bytes = Buffer.alloc(pages * pageSize);
  content.copy(bytes);
  bytes.writeUInt32LE(pages - 1, 12);
  return bytes;
}

function meta(number: number, root: number, transaction: number): Buffer {
  const bytes = Buffer.alloc(pageSize);
  bytes.writeUInt16LE(4, 8);
  bytes.writeUInt32LE(0xed0cdaed, 16);
  bytes.writeUInt32LE(2, 20);
  bytes.writeUInt32LE(pageSize, 24);
  bytes.writeBigUInt64LE(BigInt(root), 32);
  bytes.writeBigUInt64LE(BigInt(transaction), 64);
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes.subarray(16, 72))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  bytes.writeBigUInt64LE(hash, 72);
  bytes.writeBigUInt64LE(BigInt(number), 0);
  return bytes;
}

const inline = (entries: readonly Entry[]): Buffer =>
  Buffer.concat([Buffer.alloc(16), page(0, 2, entries)]);
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(BigInt(value), 0);
  return bytes;
};
const text = (value: string): Buffer => Buffer.from(value);

/** Root with an inline bucket, and a bucket whose keys lie in two leaves, one of them two pages long. */
const database = Buffer.concat([
  meta(0, 2, 8),
  meta(1, 9, 7),
  whole(
    page(2, 2, [
      ['far', number(3), true],
      ['near', inline([['key', text('value'), false]]), true],
      ['plain', text('x'), false],
    ]),
  ),
  whole(
    page(3, 1, [
      ['a', number(4), false],
      ['m', number(5), false],
    ]),
  ),
  whole(
    page(4, 2, [
      ['a', text('1'), false],
      ['c', inline([]), true],
    ]),
  ),
  whole(
    page(5, 2, [
      ['m', text('y'.repeat(5000)), false],
      ['z', text('26'), false],
    ]),
  ),
]);

test('openBolt: values, inline buckets, trees and long pages are found, others are not', () => {
  const root = openBolt(bytesSource(database));
  const near = root.bucket('near');
  const far = root.bucket('far');
  const shown = (value: Uint8Array | undefined): string | undefined =>
    value === undefined ? undefined : Buffer.from(value).toString();
  assert.equal(shown(near?.get('key')), 'value');
  assert.equal(shown(far?.get('a')), '1');
  assert.equal(shown(far?.get('m'))?.length, 5000);
  assert.equal(shown(far?.get('z')), '26');
  assert.deepEqual([...root.names()], ['far', 'near']);
  assert.deepEqual([...(far?.names() ?? [])], ['c']);
  for (const key of ['', '0', 'b', 'l', 'n', 'zz']) assert.equal(far?.get(key), undefined, key);
  assert.equal(root.get('near'), undefined, 'a bucket is no value');
  assert.equal(root.bucket('plain'), undefined, 'a value is no bucket');
});

test('openBolt: the newer whole state is taken, an older one where that is damaged', () => {
  const older = Buffer.from(database);
  meta(0, 9, 3).copy(older, 0);
  meta(1, 2, 4).copy(older, pageSize);
  assert.deepEqual([...openBolt(bytesSource(older)).names()], ['far', 'near']);
  const torn = Buffer.from(database);
  torn[16] = 0;
  meta(1, 2, 7).copy(torn, pageSize);
  assert.deepEqual([...openBolt(bytesSource(torn)).names()], ['far', 'near']);
});

test('openBolt: what is no database, is cut or goes in a circle is an error', () => {
  const circle = Buffer.from(database);
  number(3).copy(circle, 3 * pageSize + 16 + 8, 0, 8);
  const broken: readonly Buffer[] = [
    Buffer.alloc(0),
    Buffer.alloc(3 * pageSize),
    database.subarray(0, pageSize),
    database.subarray(0, 2 * pageSize),
    database.subarray(0, 5 * pageSize),
    circle,
  ];
  for (const [at, bytes] of broken.entries()) {
    assert.throws(
      () => {
        const far = openBolt(bytesSource(bytes)).bucket('far');
        far?.get('a');
        far?.get('z');
      },
      { code: 'BOLT_INVALID' },
      `case ${at}`,
    );
  }
});

test('openBolt throws nothing but its errors on mutated databases', () => {
  fuzz([database], (bytes) => {
    const root = openBolt(bytesSource(bytes));
    for (const name of root.names()) {
      const bucket = root.bucket(name);
      for (const key of ['a', 'key', 'z']) bucket?.get(key);
      if (bucket !== undefined) Array.from(bucket.names());
    }
  });
});
