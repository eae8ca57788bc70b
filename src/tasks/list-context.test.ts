import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckError } from '../check/errors.ts';
import { listContext } from './list-context.ts';

test('listContext() follows the ignore file that is in force', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    for (const [path, text] of [
      ['.dockerignore', 'node_modules\n'],
      ['b.Dockerfile.dockerignore', '*\n!a.txt\n'],
      ['a.txt', 'abc'],
      ['.env', 'A=1'],
      ['node_modules/x', 'x'],
    ] as const)
      writeFileSync(join(folder, path), text);
    const plain = listContext(folder);
    assert.equal(plain.ignoreFile, join(folder, '.dockerignore'));
    assert.deepEqual(
      plain.sent.map(({ path }) => path),
      ['.env', '.dockerignore', 'b.Dockerfile.dockerignore', 'a.txt'],
    );
    assert.deepEqual([plain.excluded, plain.excludedBytes], [1, 1]);
    const own = listContext(folder, join(folder, 'b.Dockerfile'));
    assert.deepEqual(
      own.sent.map(({ path, admittedBy }) => [path, admittedBy?.line]),
      [['a.txt', 2]],
    );
    writeFileSync(join(folder, '.dockerignore'), 'a[\n');
    assert.throws(
      () => listContext(folder),
      (error: unknown) =>
        error instanceof CheckError &&
        error.code === 'CONTEXT_IGNORE_REFUSED' &&
        / 1\)/.test(error.message),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
