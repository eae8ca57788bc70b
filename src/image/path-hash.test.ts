import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathHash } from './path-hash.ts';

test('pathHash: a path has one hash, whatever was hashed before it', () => {
  // Facts of one layer are compared with those of another thread, and of another day.
  const paths = ['etc', 'etc/passwd', 'usr', 'usr/lib/x', ''];
  const first = paths.map(pathHash);
  assert.equal(pathHash('etc'), first[0], 'the very first hash of a process');
  assert.deepEqual(paths.toReversed().map(pathHash).toReversed(), first);
  assert.equal(new Set(first).size, paths.length);
});
