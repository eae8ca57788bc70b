import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { rpmHeader } from '../../test/kit/rpm.ts';
import { LimitError } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { readRpmHeader } from './rpm-header.ts';

const hello = {
  md5: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
  name: 'hello',
  version: '2.12',
  release: '3.el9',
  epoch: 1,
  vendor: 'Example Ltd.',
  license: 'MIT',
  arch: 'x86_64',
  sourceRpm: 'hello-2.12-3.el9.src.rpm',
  dirIndexes: [0, 0, 1],
  baseNames: ['hello', 'goodbye', 'README'],
  dirNames: ['/usr/bin/', '/usr/share/doc/hello/'],
  modularity: 'hello:2:8080:abc',
} as const;

test('readRpmHeader() reads every tag that is used', () => {
  const { paths, ...header } = readRpmHeader(rpmHeader(hello));
  assert.deepEqual(header, {
    name: 'hello',
    epoch: 1,
    version: '2.12',
    release: '3.el9',
    arch: 'x86_64',
    vendor: 'Example Ltd.',
    license: 'MIT',
    sourceRpm: 'hello-2.12-3.el9.src.rpm',
    modularity: 'hello:2:8080:abc',
    md5: '00112233445566778899aabbccddeeff',
  });
  assert.deepEqual(paths, ['usr/bin/hello', 'usr/bin/goodbye', 'usr/share/doc/hello/README']);
});

test('readRpmHeader() leaves out what is not there', () => {
  const header = readRpmHeader(rpmHeader({ name: 'a', version: '1' }));
  assert.equal(header.epoch, undefined);
  assert.equal(header.release, '');
  assert.equal(header.md5, undefined);
  assert.deepEqual(header.paths, []);
});

test('readRpmHeader(): what was added after the signed region replaces it', () => {
  const twice = Buffer.from(rpmHeader({ name: 'old', version: '1', release: 'new' }));
  // The third entry is told to be the name too.
  twice.writeUInt32BE(1000, 8 + 2 * 16);
  assert.equal(readRpmHeader(twice).name, 'new');
});

test('readRpmHeader() refuses what contradicts itself', () => {
  const edit = (at: number, value: number): Uint8Array => {
    const bytes = Buffer.from(rpmHeader({ name: 'hello', version: '1' }));
    bytes.writeUInt32BE(value, at);
    return bytes;
  };
  const rows: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['nothing', new Uint8Array(), /found 0 bytes/],
    ['no tags', edit(0, 0), /found 0 tags/],
    ['more tags than rpm allows', edit(0, 0x10000), /found 65536 tags/],
    ['more data than there is', edit(4, 1000), /1000 bytes of data/],
    ['an offset outside', edit(16, 1000), /outside the data/],
    ['a count beyond the data', edit(20, 1000), /outside the data/],
    ['a number where text belongs', edit(12, 4), /type 4/],
    ['text without end', edit(4, 3), /no end of text/],
    ['a file without folder', rpmHeader({ ...hello, dirIndexes: [0, 0, 2] }), /no folder/],
    ['fewer folders than files', rpmHeader({ ...hello, dirIndexes: [0] }), /no folder/],
  ];
  for (const [title, bytes, message] of rows) {
    assert.throws(
      () => readRpmHeader(bytes),
      (error) => error instanceof FormatError && message.test(error.message),
      title,
    );
  }
});

test('readRpmHeader() stops when short lists unfold into very long ones', () => {
  const count = 3000;
  const bomb = rpmHeader({
    name: 'bomb',
    version: '1',
    dirIndexes: Array.from({ length: count }, () => 0),
    baseNames: Array.from({ length: count }, () => 'x'),
    dirNames: [`/${'d'.repeat(100_000)}/`],
  });
  assert.throws(() => readRpmHeader(bomb), LimitError);
});

test('readRpmHeader() throws nothing but its errors on mutated headers', () => {
  fuzz([rpmHeader(hello), rpmHeader({ name: 'a', version: '1' })], readRpmHeader);
});
