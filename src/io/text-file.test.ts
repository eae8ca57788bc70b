import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isFile, isFolder, readTextFile } from './text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-text-'));
after(() => rmSync(folder, { recursive: true }));

test('readTextFile: a file up to the limit, undefined when it is not there', () => {
  const path = join(folder, 'a.txt');
  for (const text of ['', 'läuft\n', 'x'.repeat(70_000), 'y'.repeat(100_000)]) {
    writeFileSync(path, text);
    assert.equal(readTextFile(path, 100_000), text);
  }
  assert.equal(readTextFile(join(folder, 'gone'), 10), undefined);
  assert.equal(readTextFile(join(path, 'below-a-file'), 10), undefined);
});

test('readTextFile: one byte too many and a folder are errors that name the file', () => {
  const path = join(folder, 'big.txt');
  writeFileSync(path, 'x'.repeat(11));
  assert.throws(() => readTextFile(path, 10), { code: 'IO_READ_FAILED', message: /big\.txt.*10/ });
  assert.throws(() => readTextFile(folder, 10), { code: 'IO_READ_FAILED', message: /folder/ });
});

test('isFile, isFolder: what cannot be told is an error with a name, not a bare one of the system', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('circle', join(folder, 'circle'));
  assert.deepEqual([isFile(folder), isFolder(folder)], [false, true]);
  assert.deepEqual([isFile(join(folder, 'file')), isFolder(join(folder, 'file'))], [true, false]);
  assert.deepEqual([isFile(join(folder, 'gone')), isFolder(join(folder, 'gone'))], [false, false]);
  for (const ask of [isFile, isFolder])
    assert.throws(() => ask(join(folder, 'circle')), { code: 'IO_READ_FAILED', message: /circle/ });
});
