import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { dpkgFiles } from './dpkg-files.ts';
import { dpkg } from './dpkg.ts';

const path = 'var/lib/dpkg/status';
const status = `Package: ship
Status: install ok installed
Architecture: amd64
Source: fleet (1:2.0-1)
Version: 1:2.0-1+b1
Pre-Depends: water (>= 1)
Depends: sail | oars, missing, mast:any

Package: water
Status: hold ok installed
Version: 1

Package: galley
Status: install ok installed
Provides: oars (= 2)
Version: 7

Package: wreck
Status: deinstall ok config-files
Version: 9
`;

test('installed packages with source, lines and dependencies', () => {
  const { packages, problems } = dpkg.read(readerOf(path, status));
  assert.equal(problems, undefined);
  assert.deepEqual(
    packages?.map(({ name }) => name),
    ['ship', 'water', 'galley'],
  );
  const [ship, water] = packages ?? [];
  assert.deepEqual(ship?.source, { name: 'fleet', version: '1:2.0-1' });
  assert.deepEqual(water?.source, { name: 'water', version: '1' });
  assert.deepEqual(ship?.dependsOn, ['water@1', 'galley@7']);
  assert.deepEqual(ship?.lines, { startLine: 1, endLine: 7 });
});

test('states: what dpkg vouches for, what it does not, and what is gone', () => {
  for (const [state, found, told] of [
    ['install ok installed', 1, 0],
    ['deinstall ok installed', 1, 0],
    ['install ok triggers-pending', 1, 0],
    ['install ok triggers-awaited', 1, 0],
    ['install ok half-configured', 1, 0],
    ['install ok unpacked', 0, 1],
    ['install reinstreq half-installed', 0, 1],
    ['deinstall ok config-files', 0, 0],
    ['purge ok not-installed', 0, 0],
    ['installed', 0, 0],
    ['', 0, 0],
  ] as const) {
    const text = `Package: a\nStatus: ${state}\nVersion: 1\n`;
    const { packages, problems } = dpkg.read(readerOf(path, text));
    assert.deepEqual([packages?.length, problems?.length ?? 0], [found, told], state);
  }
});

test('a distroless file needs no status, the common database does', () => {
  const text = 'Package: a\nVersion: 1\n';
  assert.equal(dpkg.read(readerOf(`${path}.d/a`, text)).packages?.length, 1);
  assert.equal(dpkg.read(readerOf(path, text)).packages?.length, 0);
});

test('installed packages without name or version are told, not dropped', () => {
  for (const text of [
    'Status: install ok installed\nVersion: 1\n',
    'Package: a\nStatus: a b installed\n',
  ]) {
    const { packages, problems } = dpkg.read(readerOf(path, text));
    assert.deepEqual([packages?.length, problems?.[0]?.code], [0, 'DPKG_INCOMPLETE']);
  }
});

test('something else under that name is refused', () => {
  assert.throws(() => dpkg.read(readerOf(path, '\u007fELF\nmore')), { code: 'DEB822_INVALID' });
});

test('one bad line costs nothing but a word about it', () => {
  const { packages, problems } = dpkg.read(
    readerOf(path, status.replace('Version: 1\n', 'oops\nVersion: 1\n')),
  );
  assert.equal(packages?.length, 3);
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [11],
  );
});

test('file lists name their owner', () => {
  for (const [file, text, owned] of [
    [
      'var/lib/dpkg/info/libc6:amd64.list',
      '/.\n/lib\n/lib/libc.so.6\n',
      { package: 'libc6', arch: 'amd64', paths: ['lib', 'lib/libc.so.6'] },
    ],
    ['var/lib/dpkg/info/bash.list', '/bin/bash\n', { package: 'bash', paths: ['bin/bash'] }],
    [
      'var/lib/dpkg/status.d/tzdata.md5sums',
      `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\nshort\n`,
      { package: 'tzdata', paths: ['usr/share/zoneinfo/UTC'] },
    ],
  ] as const) {
    assert.ok(dpkgFiles.wants(file, { size: 1, mode: 0o644 }), file);
    assert.deepEqual(dpkgFiles.read(readerOf(file, text)).owned, [owned]);
  }
  for (const file of [
    'var/lib/dpkg/info/bash.postinst',
    'etc/apt/sources.list',
    'x/var/lib/dpkg/info/a.list',
  ])
    assert.equal(dpkgFiles.wants(file, { size: 1, mode: 0o644 }), false, file);
});

test('fuzz dpkg status', () => {
  fuzz([Buffer.from(status)], (bytes) => dpkg.read(readerOf(path, bytes)));
});
