import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { ndbFile } from '../../test/kit/rpm.ts';
import { FormatError } from './errors.ts';
import { readRpmHeader } from './rpm-header.ts';
import { ndbBlobs } from './rpm-ndb.ts';

const blobs = [Buffer.alloc(40, 1), Buffer.alloc(2000, 2), Buffer.alloc(0)];

test('ndbBlobs() reads every blob, over several pages of slots too', () => {
  assert.deepEqual(
    [...ndbBlobs(ndbFile(blobs))].map((blob) => Buffer.from(blob)),
    blobs,
  );
  const many = Array.from({ length: 600 }, (_, index) => Buffer.from(`blob ${index}`));
  assert.deepEqual([...ndbBlobs(ndbFile(many))].map(String), many.map(String));
});

/**
 * Made by rpm 4.18.0 with its own ndb backend (decision 0039): 12 packages installed, three of them
 * erased, three upgraded to larger headers, so that slots are free and blobs have moved.
 */
const testdata = (name: string): Buffer =>
  readFileSync(new URL(`testdata/${name}`, import.meta.url));

test("a database of rpm's own backend reads as rpm lists it", () => {
  const file = gunzipSync(testdata('rpm-ndb.gz'));
  const read = [...ndbBlobs(file)].map((blob) => {
    const { name, epoch, version, release, arch, sourceRpm, license } = readRpmHeader(blob);
    return [name, epoch ?? 0, version, release, arch, sourceRpm, license].join('\t');
  });
  const listed = testdata('rpm-ndb.tsv').toString().trim().split('\n');
  assert.equal(listed.length, 9);
  assert.deepEqual(read.toSorted(), listed.toSorted());
});

test('ndbBlobs() passes over free slots', () => {
  const file = ndbFile(blobs);
  file.writeUInt32LE(0, 32 + 8);
  assert.equal([...ndbBlobs(file)].length, 2);
});

test('ndbBlobs() refuses what contradicts itself', () => {
  const edit = (change: (file: Buffer) => unknown): Buffer => {
    const file = ndbFile(blobs);
    change(file);
    return file;
  };
  const rows: readonly (readonly [string, Buffer, RegExp])[] = [
    ['a few bytes', Buffer.from('RpmP'), /found 4 bytes/],
    ['another version', edit((file) => file.writeUInt32LE(1, 4)), /version 1/],
    ['more slots than bytes', edit((file) => file.writeUInt32LE(900, 12)), /slots alone/],
    ['a slot without its word', edit((file) => file.write('slot', 48)), /no slot at byte 48/],
    ['a blob beyond the file', edit((file) => file.writeUInt32LE(9000, 32 + 8)), /inside the file/],
    ['a blob among the slots', edit((file) => file.writeUInt32LE(1, 32 + 8)), /inside the file/],
    ['a blob of no blocks', edit((file) => file.writeUInt32LE(0, 32 + 12)), /damaged blob/],
    ['a blob of another package', edit((file) => file.writeUInt32LE(5, 32 + 4)), /package 5/],
    ['a longer blob', edit((file) => file.writeUInt32LE(4000, 4096 + 12)), /damaged blob/],
    ['a blob without end', edit((file) => file.write('blbe', file.length - 4)), /damaged blob/],
  ];
  for (const [title, file, message] of rows) {
    assert.throws(
      () => [...ndbBlobs(file)],
      (error) => error instanceof FormatError && message.test(error.message),
      title,
    );
  }
});

test('ndbBlobs() counts what slots claim: a thousand of them cannot share one blob', () => {
  const file = ndbFile(blobs);
  for (let at = 48; at < 4096; at += 16) file.copy(file, at, 32 + 16, 32 + 32);
  assert.throws(() => [...ndbBlobs(file)], /inside the file/);
});

test('ndbBlobs() throws nothing but its errors on mutated databases', () => {
  fuzz([ndbFile(blobs), gunzipSync(testdata('rpm-ndb.gz'))], (bytes) => [...ndbBlobs(bytes)]);
});
