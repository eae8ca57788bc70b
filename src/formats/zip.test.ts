import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { zipOf } from '../../test/kit/zip.ts';
import type { ZipFile } from '../../test/kit/zip.ts';
import { bytesSource } from './byte-source.ts';
import { zipEntries } from './zip.ts';

const hello: ZipFile = { name: 'a/hello.txt', bytes: Buffer.from('hello '.repeat(50)) };
const plain: ZipFile = { name: 'b.txt', bytes: Buffer.from('plain'), stored: true };

function names(bytes: Uint8Array): string[] {
  return [...zipEntries(bytesSource(bytes), { what: '"t.zip"' })].map((entry) => {
    entry.read();
    return entry.name;
  });
}

test('zipEntries reads stored and deflated entries in directory order, without folders', () => {
  const folder: ZipFile = { name: 'a/', bytes: new Uint8Array(), stored: true };
  const archive = zipOf([folder, hello, plain], 'a comment with PK\x05\x06 inside');
  const entries = [...zipEntries(bytesSource(archive), { what: '"t.zip"' })];
  assert.deepEqual(
    entries.map((entry) => [entry.name, Buffer.from(entry.read()).toString()]),
    [
      ['a/hello.txt', 'hello '.repeat(50)],
      ['b.txt', 'plain'],
    ],
  );
});

test('a script before the archive, which its offsets do not count, is skipped', () => {
  const script = Buffer.from('#!/bin/sh\nexec java -jar "$0"\n');
  assert.deepEqual(names(Buffer.concat([script, zipOf([hello, plain])])), ['a/hello.txt', 'b.txt']);
  assert.deepEqual(names(Buffer.concat([script, zipOf([])])), []);
});

test('an empty archive has no entries', () => {
  assert.deepEqual(names(zipOf([])), []);
});

const refused: readonly [string, Buffer, RegExp | { code: string }][] = [
  ['no zip at all', Buffer.from('<html>not found</html>'), { code: 'ZIP_INVALID' }],
  ['nothing', Buffer.alloc(0), { code: 'ZIP_INVALID' }],
  ['cut at the end', zipOf([hello]).subarray(0, -10), { code: 'ZIP_INVALID' }],
  ['cut at the start', zipOf([hello, plain]).subarray(40), { code: 'ZIP_INVALID' }],
  ['a wrong checksum', zipOf([{ ...hello, crc: 1 }]), { code: 'ZIP_INVALID' }],
  ['a claimed length too short', zipOf([{ ...hello, claimedSize: 3 }]), { code: 'ZIP_INVALID' }],
  ['a claimed length too long', zipOf([{ ...hello, claimedSize: 400 }]), { code: 'ZIP_INVALID' }],
  ['an encrypted entry', zipOf([{ ...hello, flags: 1 }]), /encrypted/],
  ['an unknown method', zipOf([{ ...hello, method: 99 }]), /method 99/],
  [
    'a claim of 4 GB',
    zipOf([{ ...hello, claimedSize: 0xfffffffe }]),
    { code: 'LIMIT_FEED_RECORD_BYTES' },
  ],
  ['a ratio above deflate', zipOf([{ ...plain, claimedSize: 6001 }]), { code: 'LIMIT_ZIP_RATIO' }],
  [
    'entries that share compressed bytes',
    zipOf([
      { name: '0', bytes: Buffer.alloc(40_000, 'x'), stored: true },
      { name: '1', bytes: Buffer.alloc(40_000, 'x'), stored: true, sameAs: 0 },
    ]),
    /overlap/,
  ],
];

for (const [what, archive, wanted] of refused) {
  test(`zipEntries refuses ${what}`, () => {
    assert.throws(() => names(archive), wanted);
  });
}

test('an archive of damaged entries is not inflated to its end', () => {
  const damaged = { bytes: Buffer.from('\u0007 no deflate data'), stored: true, method: 8 };
  const files = Array.from({ length: 1500 }, (_, at) => ({ name: `${at}`, ...damaged }));
  const told: string[] = [];
  for (const entry of zipEntries(bytesSource(zipOf(files)), { what: 'it' })) {
    try {
      entry.read();
    } catch (error) {
      told.push(String(error));
    }
  }
  assert.equal(told.length, 1500);
  assert.match(told[999] ?? '', /an entry does not inflate/);
  assert.match(told[1000] ?? '', /1000 entries do not inflate/);
});

test('zipEntries survives mutations', () => {
  fuzz([zipOf([hello, plain]), zipOf([]), zipOf([plain], 'comment')], names);
});
