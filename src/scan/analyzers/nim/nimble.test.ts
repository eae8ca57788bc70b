import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { nimbleLock, nimblePackage } from './nimble.ts';

const lock = `{ "version": 2, "packages": {
  "a": { "version": "1.0.0", "vcsRevision": "aa", "dependencies": ["b"] },
  "b": { "version": "#head", "vcsRevision": "bb", "dependencies": [] }
} }`;

test('nimble: folders of installed packages, and the lockfile', () => {
  const read = (path: string): unknown => {
    assert.ok(nimblePackage.wants(path, { size: 1, mode: 0o644 }), path);
    const [one] = nimblePackage.read(readerOf(path, '')).packages ?? [];
    return [one?.name, one?.version];
  };
  assert.deepEqual(read('root/.nimble/pkgs/a-b-0.2.0/a.nimble'), ['a-b', '0.2.0']);
  const digest = 'a'.repeat(40);
  assert.deepEqual(read(`root/.nimble/pkgs2/a-1.2-${digest}/a.nimble`), ['a', '1.2']);
  for (const other of ['a.nimble', '.nimble/pkgs/a/a.nimble', '.nimble/pkgs/a-1/src/a.nimble'])
    assert.equal(nimblePackage.wants(other, { size: 1, mode: 0o644 }), false, other);
  assert.deepEqual(
    nimbleLock
      .read(readerOf('nimble.lock', lock))
      .packages?.map(({ name, version, dependsOn, lines }) => [
        name,
        version,
        dependsOn,
        lines?.startLine,
      ]),
    [
      ['a', '1.0.0', ['b@'], 2],
      ['b', '', undefined, 3],
    ],
  );
});

test('fuzz nimble.lock', () => {
  fuzz([Buffer.from(lock)], (bytes) => nimbleLock.read(readerOf('nimble.lock', bytes)));
});
