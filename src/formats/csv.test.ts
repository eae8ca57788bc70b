import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { csvRows } from './csv.ts';

const rows: readonly [string, string[][]][] = [
  ['', []],
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '\ufeffa,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['# note\n\na,,\n', [['a', '', '']]],
  ['"a,b","say ""hi""",c\n', [['a,b', 'say "hi"', 'c']]],
  [
    '"two\nlines",x\r\ny,z',
    [
      ['two\nlines', 'x'],
      ['y', 'z'],
    ],
  ],
  ['x,"open', [['x', 'open']]],
  ['"a"junk,b\n', [['a', 'b']]],
  ['a,"",\n', [['a', '', '']]],
  // A carriage return alone ends no row: what stood behind it was lost, and its line was read again for each.
  ['"a"\rb,c\r,"d"\r\n"e"', [['a', 'c\r', 'd'], ['e']]],
];

for (const [text, wanted] of rows) {
  test(`csvRows reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual([...csvRows(text)], wanted);
  });
}

test('csvRows survives mutations', () => {
  fuzz(
    rows.map(([text]) => Buffer.from(text)),
    (bytes) => [...csvRows(Buffer.from(bytes).toString())],
  );
});
