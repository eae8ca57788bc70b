import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

import { buildImage, buildTar, dockerArchive, sha256 } from './oci.ts';

const long = `${'directory/'.repeat(12)}file`;

test('buildTar: GNU tar lists what was written', () => {
  const tar = buildTar([
    { path: 'etc/' },
    { path: 'etc/a', content: 'hello', mode: 0o600 },
    { path: 'etc/b', symlink: 'a' },
    { path: 'etc/c', hardlink: 'etc/a' },
    { path: 'dev/null', device: [1, 3] },
    { path: long, content: 'x' },
  ]);
  const listing = execFileSync('tar', ['tvf', '-'], { input: tar, encoding: 'utf8' });
  const lines = listing.trim().split('\n');
  assert.equal(lines.length, 6);
  for (const [line, expected] of [
    [0, 'drwxr-xr-x'],
    [1, '-rw-------'],
    [2, 'etc/b -> a'],
    [3, 'etc/c link to etc/a'],
    [4, '1,3'],
    [5, long],
  ] as const) {
    assert.ok(lines[line]?.includes(expected), lines[line] ?? 'no line');
  }
});

test('buildImage: digests and diff ids are those of the bytes', () => {
  const zstd = buildImage([[{ path: 'a', content: '1' }]], { compression: 'zstd' }).layers[0];
  const gzip = buildImage([[{ path: 'a', content: '1' }]]).layers[0];
  assert.ok(zstd !== undefined && gzip !== undefined);
  assert.equal(zstd.diffId, gzip.diffId);
  assert.equal(sha256(zstdDecompressSync(zstd.bytes)), zstd.diffId);
  assert.equal(sha256(gunzipSync(gzip.bytes)), gzip.diffId);
  assert.equal(sha256(gzip.bytes), gzip.digest);
});

test('dockerArchive: holds manifest, configuration and layers', () => {
  const archive = dockerArchive(buildImage([[{ path: 'a', content: '1' }]]), ['x:1']);
  const listing = execFileSync('tar', ['tf', '-'], { input: archive, encoding: 'utf8' });
  assert.match(listing, /^[0-9a-f]{64}\.json\n0[0-9a-f]{64}\/layer\.tar\nmanifest\.json\n$/);
});
