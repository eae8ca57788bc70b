import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { nameAndVersion, paragraphs, relationNames } from './deb822.ts';
import { decodeText } from './text.ts';

const two = `Package: one
Status: install ok installed
Description: first line
 second line
 .
# a comment
Version: 1:2-3


Package: two
package: again
Version: 4
`;

test('paragraphs end at blank lines and know where they stand', () => {
  const found = [...paragraphs(two)];
  assert.deepEqual(
    found.map(({ startLine, endLine, malformed }) => [startLine, endLine, malformed]),
    [
      [1, 7, undefined],
      [10, 12, undefined],
    ],
  );
  assert.equal(found[0]?.fields.get('description'), 'first line\nsecond line\n.');
  assert.equal(found[0]?.fields.get('version'), '1:2-3');
  assert.equal(found[1]?.fields.get('package'), 'two', 'the first of two fields counts');
});

test('only the fields asked for are kept, with their own continuation lines', () => {
  const [first] = paragraphs('A: 1\n 2\nB: 3\n 4\n', new Set(['b']));
  assert.deepEqual([...(first?.fields ?? [])], [['b', '3\n4']]);
});

test('a line that is no field is told, a line break of Windows is not one', () => {
  for (const [text, line] of [
    ['yolo\n', 1],
    [' leading\n', 1],
    ['A: 1\n:x\nB: 2\n', 2],
    ['A: 1\r\nB: 2\r\n', undefined],
    ['# only a comment\nA: 1', undefined],
  ] as const) {
    const [first] = paragraphs(text);
    assert.equal(first?.malformed, line, JSON.stringify(text));
  }
  assert.deepEqual([...paragraphs('\n \n\t\n# c\n')], []);
});

test('source fields and relationships', () => {
  assert.deepEqual(nameAndVersion('glibc (2.36-9)'), { name: 'glibc', version: '2.36-9' });
  assert.deepEqual(nameAndVersion(' glibc '), { name: 'glibc', version: undefined });
  assert.deepEqual(nameAndVersion('glibc (2.36'), { name: 'glibc', version: '2.36' });
  assert.deepEqual(relationNames('libc6 (>= 2.34), a:any | b [amd64] <!nocheck>,\n c(=1), '), [
    ['libc6'],
    ['a', 'b'],
    ['c'],
  ]);
});

test('fuzz deb822', () => {
  fuzz([new TextEncoder().encode(two)], (bytes) => {
    for (const { fields } of paragraphs(decodeText(bytes, 'fuzz'))) {
      for (const value of fields.values()) {
        nameAndVersion(value);
        relationNames(value);
      }
    }
  });
});
