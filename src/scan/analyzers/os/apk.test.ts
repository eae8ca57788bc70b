import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { apk } from './apk.ts';

const path = 'lib/apk/db/installed';
const database = `C:Q1AAECAwQFBgcICQoLDA0ODxAREhM=
P:ship
V:1.2-r3
A:x86_64
L:MIT AND (BSD-2-Clause OR GPL-2.0-only)
o:fleet
m:A Captain <a@example.org>
D:so:libwater.so.1 /bin/rope !rock rock
F:usr/bin
R:ship

P:water
V:2-r0
p:so:libwater.so.1=1.0
F:bin
R:rope

P:rock
V:1
`;

test('packages with origin, digest, licences, dependencies and files', () => {
  const { packages, owned, problems } = apk.read(readerOf(path, database));
  assert.equal(problems, undefined);
  assert.deepEqual(packages?.[0], {
    name: 'ship',
    version: '1.2-r3',
    type: 'apk',
    source: { name: 'fleet', version: '1.2-r3' },
    arch: 'x86_64',
    maintainer: 'A Captain <a@example.org>',
    digest: 'sha1:000102030405060708090a0b0c0d0e0f10111213',
    licenses: ['MIT', 'BSD-2-Clause', 'GPL-2.0-only'],
    lines: { startLine: 1, endLine: 10 },
    dependsOn: ['water@2-r0', 'rock@1'],
  });
  assert.deepEqual(packages?.[1]?.source, { name: 'water', version: '2-r0' });
  assert.deepEqual(owned, [
    { package: 'ship', paths: ['usr/bin/ship'] },
    { package: 'water', paths: ['bin/rope'] },
  ]);
});

test('an entry without name or version is told, not dropped', () => {
  const { packages, problems } = apk.read(readerOf(path, 'P:a\n\nV:1\n\nP:b\nV:2\n'));
  assert.deepEqual(
    [packages?.map(({ name }) => name), problems?.map(({ line }) => line)],
    [['b'], [1, 3]],
  );
});

test('only the database of the root is wanted', () => {
  const stat = { size: 1, mode: 0o644 };
  for (const wanted of ['lib/apk/db/installed', 'usr/lib/apk/db/installed'])
    assert.ok(apk.wants(wanted, stat), wanted);
  for (const other of [
    'srv/lib/apk/db/installed',
    'lib/apk/db/installed/x',
    'lib/apk/db/scripts.tar',
  ])
    assert.equal(apk.wants(other, stat), false, other);
});

test('fuzz apk analyzer', () => {
  fuzz([Buffer.from(database)], (bytes) => apk.read(readerOf(path, bytes)));
});
