import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { unifiedDiff } from './text-diff.ts';

test('unifiedDiff() writes what changed with three lines around', () => {
  const before = ['1', '2', '3', '4', '5', '6', '7', '8', ''].join('\n');
  const after = before.replace('5\n', 'five\nand a half\n');
  assert.equal(
    unifiedDiff('a/f', before, after),
    '--- a/a/f\n+++ b/a/f\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+and a half\n 6\n 7\n 8\n',
  );
  assert.equal(unifiedDiff('f', before, before), '');
});

test('patch makes the second text of the first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-diff-'));
  const file = join(folder, 'f');
  const line = fc.constantFrom('a', 'b', 'c', 'd', '');
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, ended]) => lines.join('\n') + (ended ? '\n' : ''));
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '' && after !== '');
        writeFileSync(file, before);
        const diff = unifiedDiff('f', before, after);
        if (diff === '') assert.equal(before, after);
        else {
          execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
            cwd: folder,
            input: diff,
            env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
          });
        }
        assert.equal(readFileSync(file, 'utf8'), after);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
