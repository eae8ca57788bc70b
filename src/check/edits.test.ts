import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compatible, edited } from './edits.ts';

const edit = (start: number, end: number, text: string, path = 'f') => ({ path, start, end, text });

test('edited() makes edits in order of place, each once', () => {
  const rows: readonly [string, ReturnType<typeof edit>[], string][] = [
    ['abc', [], 'abc'],
    ['abc', [edit(1, 2, 'X')], 'aXc'],
    ['abc', [edit(2, 3, 'Z'), edit(0, 1, 'X')], 'XbZ'],
    ['abc', [edit(3, 3, '!')], 'abc!'],
    ['abc', [edit(1, 1, '+'), edit(1, 1, '+')], 'a+bc'],
    ['abc', [edit(0, 3, '')], ''],
  ];
  for (const [text, edits, expected] of rows) assert.equal(edited(text, edits), expected);
});

test('compatible() takes groups whole, and only what touches nothing taken', () => {
  const rows: readonly [string, ReturnType<typeof edit>[][], number][] = [
    ['apart', [[edit(0, 1, '')], [edit(2, 3, '')]], 2],
    ['side by side', [[edit(0, 2, '')], [edit(2, 3, '')]], 2],
    ['across', [[edit(0, 3, '')], [edit(2, 4, 'x')]], 1],
    ['two insertions at one place', [[edit(1, 1, 'a')], [edit(1, 1, 'b')]], 1],
    ['the same twice', [[edit(1, 1, 'a')], [edit(1, 1, 'a')]], 2],
    ['another file', [[edit(0, 3, '')], [edit(0, 3, 'x', 'g')]], 2],
    ['half of a group', [[edit(0, 3, '')], [edit(5, 6, ''), edit(1, 2, '')]], 1],
  ];
  for (const [title, groups, taken] of rows) {
    assert.equal(compatible(groups).taken.length, taken, title);
    assert.equal(compatible(groups).waiting.length, groups.length - taken, title);
  }
});
