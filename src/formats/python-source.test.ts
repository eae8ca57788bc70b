import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { pythonTokens } from './python-source.ts';

const source = `# comment 'x'
name = ["a", 'b#c', r"d\\", f'{e}', """f
g""", u'\\'h'] + rest(1)
'unfinished
next = b"i"
`;

test('names, texts and marks with their lines', () => {
  assert.deepEqual(
    [...pythonTokens(source)]
      .filter(({ kind }) => kind !== 'mark')
      .map(({ kind, value, computed, line }) => [kind, value, computed, line]),
    [
      ['name', 'name', false, 2],
      ['text', 'a', false, 2],
      ['text', 'b#c', false, 2],
      ['text', 'd\\', false, 2],
      ['text', '{e}', true, 2],
      ['text', 'f\ng', false, 2],
      ['text', "\\'h", false, 3],
      ['name', 'rest', false, 3],
      ['name', '1', false, 3],
      ['text', 'unfinished', false, 4],
      ['name', 'next', false, 5],
      ['text', 'i', false, 5],
    ],
  );
});

test('every text ends, and tokens lie on the lines of their text', () => {
  fuzz([Buffer.from(source)], (bytes) => {
    const text = new TextDecoder().decode(bytes);
    const count = text.split('\n').length;
    for (const { line } of pythonTokens(text)) assert.ok(line >= 1 && line <= count);
  });
});
