import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { pub } from './pub.ts';

const lock = `packages:
  packages:
    dependency: transitive
    description: { name: packages, sha256: ab, url: "https://x.example" }
    source: hosted
    version: 1.10
  flutter:
    dependency: "direct main"
    description: flutter
    source: sdk
    version: "0.0.0"
  tool:
    dependency: "direct dev"
    description: { path: ".", resolved-ref: "0123", url: "https://x.example" }
    source: git
    version: "2.0.0+1"
  odd:
    dependency: "direct overridden"
sdks:
  flutter: "^3.3.0"
`;

test('pubspec.lock: nearness, SDK packages, repositories, and an entry without version', () => {
  const { packages, problems } = pub.read(readerOf('pubspec.lock', lock));
  assert.deepEqual(packages, [
    {
      name: 'packages',
      version: '1.10',
      type: 'pub',
      relationship: 'indirect',
      digest: 'sha256:ab',
      lines: { startLine: 2 },
    },
    {
      name: 'flutter',
      version: '',
      type: 'pub',
      relationship: 'direct',
      requirement: '^3.3.0',
      lines: { startLine: 7 },
    },
    {
      name: 'tool',
      version: '2.0.0+1',
      type: 'pub',
      relationship: 'direct',
      dev: true,
      qualifiers: { commit: '0123' },
      lines: { startLine: 12 },
    },
  ]);
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [17],
  );
});

test('other files are not wanted, and no mapping is an error', () => {
  for (const other of ['pubspec.yaml', 'pubspec.lock/file', 'xpubspec.lock'])
    assert.equal(pub.wants(other, { size: 1, mode: 0o644 }), false, other);
  for (const text of ['', 'text', '- a'])
    assert.throws(() => pub.read(readerOf('pubspec.lock', text)), { code: 'LOCKFILE_INVALID' });
});

test('fuzz pubspec.lock', () => {
  fuzz([Buffer.from(lock)], (bytes) => pub.read(readerOf('pubspec.lock', bytes)));
});
