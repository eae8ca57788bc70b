import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { bdbFile, ndbFile, rpmHeader, sqliteFile } from '../../../../test/kit/rpm.ts';
import { rpmLog } from './rpm-log.ts';
import { sourceOf } from './rpm-package.ts';
import { readDatabase, rpm, rpmManifest } from './rpm.ts';

const openssl = rpmHeader({
  md5: Buffer.alloc(16, 0xab),
  name: 'openssl-libs',
  version: '3.0.7',
  release: '24.el9',
  epoch: 1,
  vendor: 'Example Ltd.',
  license: 'ASL 2.0',
  arch: 'x86_64',
  sourceRpm: 'openssl-3.0.7-24.el9.src.rpm',
  dirIndexes: [0],
  baseNames: ['libssl.so.3'],
  dirNames: ['/usr/lib64/'],
  modularity: 'tls:3:1:c',
});
const key = rpmHeader({
  name: 'gpg-pubkey',
  version: '8483c65d',
  release: '5ccc5b19',
  arch: '(none)',
});
const plain = rpmHeader({
  name: 'tzdata',
  version: '2024a',
  release: '1',
  arch: 'noarch',
  vendor: '(none)',
});
const nameless = rpmHeader({ version: '1' });

const wanted = {
  packages: [
    {
      name: 'openssl-libs',
      version: '1:3.0.7-24.el9',
      type: 'rpm',
      source: { name: 'openssl', version: '3.0.7-24.el9' },
      arch: 'x86_64',
      maintainer: 'Example Ltd.',
      licenses: ['ASL 2.0'],
      digest: `md5:${'ab'.repeat(16)}`,
      qualifiers: { vendor: 'Example Ltd.', modularity: 'tls:3:1:c' },
    },
    { name: 'tzdata', version: '2024a-1', type: 'rpm', arch: 'noarch' },
  ],
  owned: [{ package: 'openssl-libs', arch: 'x86_64', paths: ['usr/lib64/libssl.so.3'] }],
};

for (const [title, write] of [
  ['SQLite', sqliteFile],
  ['ndb', ndbFile],
  ['Berkeley DB', bdbFile],
] as const) {
  test(`packages of a database (${title}); keys are none`, () => {
    // What a log beside it is merged by is tested with the log.
    const { facts: _outline, ...read } = readDatabase(write([openssl, key, plain]));
    assert.deepEqual(read, wanted);
    const { facts: _other, ...keys } = readDatabase(write([key]));
    assert.deepEqual(keys, { packages: [], owned: [] });
  });

  test(`a header that cannot be read costs one package, a damaged database the rest (${title})`, () => {
    const some = readDatabase(write([openssl, nameless, plain]));
    assert.deepEqual(some.packages, wanted.packages);
    assert.deepEqual(
      some.problems?.map(({ code }) => code),
      ['RPMDB_INVALID'],
    );
    assert.throws(() => readDatabase(write([nameless])), { code: 'RPMDB_INVALID' });
  });

  test(`mutated databases give packages, problems or an error (${title})`, () => {
    fuzz([write([openssl, key, plain])], readDatabase);
  });
}

test('what is no database is an error, never an empty list', () => {
  for (const bytes of [new Uint8Array(), Buffer.from('hello'), Buffer.alloc(4096)]) {
    assert.throws(() => readDatabase(bytes), { code: 'RPMDB_INVALID' });
  }
});

test('file names of all packages together are bounded', () => {
  const many = rpmHeader({
    name: 'many',
    version: '1',
    dirIndexes: Array.from({ length: 1000 }, () => 0),
    baseNames: Array.from({ length: 1000 }, () => 'x'),
    dirNames: [`/${'d'.repeat(60_000)}/`],
  });
  assert.equal(readDatabase(ndbFile([many, many])).packages?.length, 2);
  assert.throws(() => readDatabase(ndbFile(Array.from({ length: 5 }, () => many))), {
    code: 'LIMIT_FILE_BYTES',
  });
});

test('sourceOf() takes names of source packages apart', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['openssl-3.0.7-24.el9.src.rpm', 'openssl 3.0.7-24.el9'],
    ['java-17-openjdk-17.0.9.0.9-2.el9.src.rpm', 'java-17-openjdk 17.0.9.0.9-2.el9'],
    ['nvidia-1-2.nosrc.rpm', 'nvidia 1-2'],
    ['openssl-3.0.7.src.rpm', undefined],
    ['-1-2.src.rpm', undefined],
    ['openssl', undefined],
    ['(none)', undefined],
    ['', undefined],
  ];
  for (const [file, source] of rows) {
    const found = sourceOf(file);
    assert.equal(found === undefined ? undefined : `${found.name} ${found.version}`, source, file);
  }
});

test('a write-ahead log beside the database is told, an empty one is not wanted', () => {
  const path = 'var/lib/rpm/rpmdb.sqlite-wal';
  assert.equal(rpmLog.wants(path, { size: 0, mode: 0o644 }), false);
  assert.equal(rpmLog.wants(path, { size: 4152, mode: 0o644 }), true);
  assert.equal(rpmLog.wants(`srv/${path}`, { size: 4152, mode: 0o644 }), false);
  const { problems, packages } = rpmLog.read(readerOf(path, 'x'));
  assert.equal(packages, undefined);
  assert.equal(problems?.[0]?.code, 'RPMDB_LOG');
});

test('rpm wants its three places only', () => {
  const stat = { size: 1, mode: 0o644 };
  assert.equal(rpm.wants('usr/lib/sysimage/rpm/rpmdb.sqlite', stat), true);
  assert.equal(rpm.wants('usr/lib/sysimage/rpm/Packages.db', stat), true);
  assert.equal(rpm.wants('usr/lib/sysimage/rpm/Index.db', stat), false);
  assert.equal(rpm.wants('home/me/var/lib/rpm/Packages', stat), false);
});

const manifest = 'var/lib/rpmmanifest/container-manifest-2';
const row =
  'glibc\t2.35-2.cm2\t1\t2\tMicrosoft Corporation\t1\t10\tx86_64\t1\tglibc-2.35-2.cm2.src.rpm';

test('the manifest of a distroless image', () => {
  const text = `${row}\n${row.replace('glibc', 'base').replaceAll('\t1\t', '\t(none)\t')}\n`;
  const { packages, problems } = rpmManifest.read(readerOf(manifest, text));
  assert.equal(problems, undefined);
  assert.deepEqual(packages?.[0], {
    name: 'glibc',
    version: '1:2.35-2.cm2',
    type: 'rpm',
    source: { name: 'glibc', version: '2.35-2.cm2' },
    arch: 'x86_64',
    maintainer: 'Microsoft Corporation',
    qualifiers: { vendor: 'Microsoft Corporation' },
    lines: { startLine: 1 },
  });
  assert.equal(packages?.[1]?.version, '2.35-2.cm2');
});

test('a manifest with other lines is partial, one with no others is no manifest', () => {
  const { packages, problems } = rpmManifest.read(readerOf(manifest, `${row}\nwhat\n`));
  assert.equal(packages?.length, 1);
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [2],
  );
  assert.throws(() => rpmManifest.read(readerOf(manifest, 'what\n')), { code: 'RPMDB_INVALID' });
  fuzz([Buffer.from(`${row}\n${row}`)], (bytes) => rpmManifest.read(readerOf(manifest, bytes)));
});
