import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readYamlTree } from '../../formats/yaml-tree.ts';
import { edited } from '../edits.ts';
import { fieldEdit } from './field-edit.ts';

test('fieldEdit() gives a field a value and changes nothing else', () => {
  const rows: readonly [
    string,
    string,
    readonly (string | number)[],
    string,
    string | undefined,
  ][] = [
    ['a scalar', 'a:\n  b: true # why\n', ['a', 'b'], 'false', 'a:\n  b: false # why\n'],
    ['a quoted one', 'a: "yes"\n', ['a'], 'false', 'a: false\n'],
    ['nothing written', 'a:\nb: 1\n', ['a'], '1', 'a: 1\nb: 1\n'],
    [
      'behind the last member',
      'a:\n  b: 1 # why\nc: 2\n',
      ['a', 'd'],
      'x',
      'a:\n  b: 1 # why\n  d: x\nc: 2\n',
    ],
    ['two levels', 'a:\n  b: 1\n', ['a', 'c', 'd'], 'x', 'a:\n  b: 1\n  c:\n    d: x\n'],
    ['without a last line end', 'a:\n  b: 1', ['a', 'c'], 'x', 'a:\n  b: 1\n  c: x'],
    [
      'an item of a list',
      'l:\n- n: 1\n  i: 2\n- n: 3\n',
      ['l', 0, 's', 'r'],
      'x',
      'l:\n- n: 1\n  i: 2\n  s:\n    r: x\n- n: 3\n',
    ],
    ['a flow mapping', 'a: { b: 1 }\n', ['a', 'c'], 'x', 'a: { b: 1, c: x }\n'],
    ['a tight one', 'a: {b: 1}\n', ['a', 'c', 'd'], 'x', 'a: {b: 1, c: { d: x } }\n'],
    ['an empty one', 'a: {}\n', ['a', 'c'], 'x', 'a: { c: x }\n'],
    ['an empty value', 'a:\n  b:\nc: 1\n', ['a', 'b', 'd'], 'x', 'a:\n  b: { d: x }\nc: 1\n'],
    [
      'behind a block scalar',
      'a:\n  b: |\n    t\n    u\nc: 1\n',
      ['a', 'd'],
      'x',
      'a:\n  b: |\n    t\n    u\n  d: x\nc: 1\n',
    ],
    [
      'Windows line ends',
      'a:\r\n  b: 1\r\nc: 2\r\n',
      ['a', 'd'],
      'x',
      'a:\r\n  b: 1\n  d: x\r\nc: 2\r\n',
    ],
    ['JSON', '{"a": {"b": true}}', ['a', 'b'], 'false', '{"a": {"b": false}}'],
    ['a missing field of JSON', '{"a": {"b": true}}', ['a', 'c'], '1', undefined],
    ['through an alias', 'x: &x {b: 1}\na: *x\n', ['a', 'c'], '1', undefined],
    ['a list item that is not there', 'l: []\n', ['l', 0, 'a'], '1', undefined],
    ['a mapping in place of a scalar', 'a: {b: 1}\n', ['a'], 'x', undefined],
  ];
  for (const [title, text, path, value, expected] of rows) {
    const [document] = readYamlTree(text, 'the test').documents;
    assert.ok(document !== undefined);
    const edit = fieldEdit({ file: 'f', text, written: document.entry }, path, value);
    assert.equal(edit && edited(text, [edit]), expected, title);
  }
});
