import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { deadLinks, examplesOf, missing, programsOf } from './documents.ts';

const root = join(import.meta.dirname, '..', '..');

test('deadLinks: files and headings that do not exist are told, others not', () => {
  const text = [
    '# One thing',
    '[a](README-gone.md) [b](LICENSE) [c](https://example.org/x) [d](#one-thing) [e](#two)',
    '`[f](gone.md)`',
    '```',
    '[g](gone.md)',
    '```',
  ].join('\n');
  assert.deepEqual(deadLinks(root, 'ARCHITECTURE.md', text), [
    'README-gone.md',
    '#one-thing',
    '#two',
  ]);
  assert.deepEqual(deadLinks(root, 'ARCHITECTURE.md', '[x](#the-plan) [y](docs/decisions)'), []);
});

test('examplesOf: only `$` lines of sh blocks are run, with output, dots and exit code', () => {
  const text = [
    '```sh',
    '$ plimsoll image x',
    'first  line',
    '…',
    'last',
    '(exit 1)',
    '$ plimsoll version',
    '```',
    '```sh',
    'not run',
    '```',
    '```text',
    '$ not run',
    '```',
  ].join('\n');
  assert.deepEqual(examplesOf('x.md', text), [
    {
      path: 'x.md',
      line: 2,
      command: 'plimsoll image x',
      expected: ['first  line', 'last'],
      exit: 1,
    },
    { path: 'x.md', line: 7, command: 'plimsoll version', expected: [], exit: 0 },
  ]);
});

test('missing: order counts, spaces do not', () => {
  assert.equal(missing('a   b\nc', ['a b', 'c']), undefined);
  assert.equal(missing('c a b', ['a b', 'c']), 'c');
  assert.equal(missing('x', ['y']), 'y');
  assert.equal(missing('', []), undefined);
});

test('programsOf: js blocks and what they promise', () => {
  const text = '```js\nconsole.log(1);\n//=> 1\n```\n```ts\nconsole.log(2);\n```\n';
  assert.deepEqual(programsOf('x.md', text), [
    { path: 'x.md', code: 'console.log(1);\n//=> 1\n', expected: ['1'] },
  ]);
  assert.deepEqual(programsOf('x.md', 'no block'), []);
});
