import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendItem, removeField, setField } from './yaml-edit.ts';
import type { FieldChange, YamlSource, YamlValue } from './yaml-edit.ts';
import { readYamlTree } from './yaml-tree.ts';
import type { YamlPath } from './yaml-tree.ts';

function sourceOf(text: string): YamlSource {
  const [document] = readYamlTree(text, 'the test').documents;
  assert.ok(document !== undefined, text);
  return { text, entry: document.entry, parts: document.parts };
}

/** The text after a change, or why there is none. */
function after(text: string, change: FieldChange): string {
  if (typeof change === 'string') return change;
  return text.slice(0, change.start) + change.text + text.slice(change.end);
}

type SetRow = readonly [title: string, text: string, path: YamlPath, to: YamlValue, after: string];

test('setField() gives a field a value and changes nothing else', () => {
  const rows: readonly SetRow[] = [
    ['a scalar', 'a:\n  b: true # why\n', ['a', 'b'], false, 'a:\n  b: false # why\n'],
    ['a quoted one', 'a: "yes"\n', ['a'], false, 'a: false\n'],
    ['nothing written', 'a:\nb: 1\n', ['a'], 1, 'a: 1\nb: 1\n'],
    ['nothing but a comment', 'a: # why\nb: 1\n', ['a'], 1, 'a: 1 # why\nb: 1\n'],
    ['null', 'a: null\n', ['a', 'b'], 'x', 'a: { b: x }\n'],
    ['a word that is a boolean', 'a: 1\n', ['a'], 'no', "a: 'no'\n"],
    [
      'behind the last member',
      'a:\n  b: 1 # y\nc: 2\n',
      ['a', 'd'],
      'x',
      'a:\n  b: 1 # y\n  d: x\nc: 2\n',
    ],
    ['two levels', 'a:\n  b: 1\n', ['a', 'c', 'd'], 'x', 'a:\n  b: 1\n  c:\n    d: x\n'],
    [
      'as deep as its neighbours',
      'a:\n    b: 1\n',
      ['a', 'c', 'd'],
      'x',
      'a:\n    b: 1\n    c:\n        d: x\n',
    ],
    ['without a last line end', 'a:\n  b: 1', ['a', 'c'], 'x', 'a:\n  b: 1\n  c: x'],
    [
      'an item of a list',
      'l:\n- n: 1\n  i: 2\n- n: 3\n',
      ['l', 0, 's', 'r'],
      'x',
      'l:\n- n: 1\n  i: 2\n  s:\n    r: x\n- n: 3\n',
    ],
    ['a flow mapping', 'a: { b: 1 }\n', ['a', 'c'], 'x', 'a: { b: 1, c: x }\n'],
    ['a tight one', 'a: {b: 1}\n', ['a', 'c', 'd'], 'x', 'a: {b: 1, c: { d: x }}\n'],
    ['an empty one', 'a: {}\n', ['a', 'c'], 'x', 'a: { c: x }\n'],
    [
      'one over lines with a comment',
      'a: {\n  b: 1 # y\n}\n',
      ['a', 'c'],
      'x',
      'a: {\n  b: 1,\n  c: x # y\n}\n',
    ],
    ['one that ends with a comma', 'a: {b: 1,}\n', ['a', 'c'], 'x', 'a: {b: 1, c: x}\n'],
    ['an empty value', 'a:\n  b:\nc: 1\n', ['a', 'b', 'd'], 'x', 'a:\n  b: { d: x }\nc: 1\n'],
    [
      'behind a block scalar',
      'a:\n  b: |\n    t\nc: 1\n',
      ['a', 'd'],
      'x',
      'a:\n  b: |\n    t\n  d: x\nc: 1\n',
    ],
    [
      'behind the empty lines that a text keeps',
      'a:\n  b: |+\n    t\n\nc: 1\n',
      ['a', 'd'],
      'x',
      'a:\n  b: |+\n    t\n\n  d: x\nc: 1\n',
    ],
    [
      'Windows line ends',
      'a:\r\n  b: 1\r\nc: 2\r\n',
      ['a', 'd'],
      'x',
      'a:\r\n  b: 1\r\n  d: x\r\nc: 2\r\n',
    ],
    ['a mark of the byte order', '\ufeffa: 1\n', ['b'], 2, '\ufeffa: 1\nb: 2\n'],
    ['JSON', '{"a": {"b": true}}', ['a', 'b'], false, '{"a": {"b": false}}'],
    [
      'a new field of JSON',
      '{"a": {"b": 1}}',
      ['a', 'c'],
      { t: 'x' },
      '{"a": {"b": 1, "c": {"t": "x"}}}',
    ],
    ['tight JSON', '{"a":{"b":1}}', ['a', 'c'], [1, 'x'], '{"a":{"b":1, "c":[1,"x"]}}'],
    ['an empty object of JSON', '{"a": {}}', ['a', 'c'], 1, '{"a": {"c": 1}}'],
    [
      'JSON over lines, with tabs',
      '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
      ['a', 'c'],
      'x',
      '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": "x"\n\t}\n}\n',
    ],
    ['a list in place of a list', 'a: [B]\n', ['a'], ['ALL'], 'a: [ALL]\n'],
    ['an anchor that nobody repeats', 'a: &x {b: 1}\n', ['a', 'c'], 1, 'a: &x {b: 1, c: 1}\n'],
    ['through an alias', 'x: &x {b: 1}\na: *x\n', ['a', 'c'], 1, 'alias'],
    ['what an alias repeats', 'x: &x\n  b: 1\na: *x\n', ['x', 'b'], 2, 'alias'],
    [
      'beside what a merge key brings',
      'x: &x\n  b: 1\na:\n  <<: *x\n',
      ['a', 'c'],
      2,
      'x: &x\n  b: 1\na:\n  <<: *x\n  c: 2\n',
    ],
    [
      'what a merge key brings',
      'x: &x\n  b: 1\na:\n  <<: *x\n',
      ['a', 'b'],
      2,
      'x: &x\n  b: 1\na:\n  <<: *x\n  b: 2\n',
    ],
    [
      'behind an alias',
      'x: &x {b: 1}\na:\n  c: *x\nd: 1\n',
      ['a', 'e'],
      2,
      'x: &x {b: 1}\na:\n  c: *x\n  e: 2\nd: 1\n',
    ],
    ['a list item that is not there', 'l: []\n', ['l', 0, 'a'], 1, 'layout'],
    ['a mapping in place of a scalar', 'a: {b: 1}\n', ['a', 'b', 'c'], 'x', 'layout'],
    ['a key that is written out', '? a\n: b\n', ['c'], 'x', '? a\n: b\nc: x\n'],
    ['a key of a flow without a value', 'a: {b}\n', ['a', 'b'], 'x', 'layout'],
  ];
  for (const [title, text, path, to, expected] of rows)
    assert.equal(after(text, setField(sourceOf(text), path, to)), expected, title);
});

type RemoveRow = readonly [title: string, text: string, path: YamlPath, after: string];

test('removeField() takes a field away with its lines', () => {
  const rows: readonly RemoveRow[] = [
    ['a line', 'a: 1\nb: 2 # y\nc: 3\n', ['b'], 'a: 1\nc: 3\n'],
    ['lines', 'a: 1\nb:\n  - x\n  - y\nc: 3\n', ['b'], 'a: 1\nc: 3\n'],
    ['the last line', 'a: 1\nb: 2', ['b'], 'a: 1'],
    ['a line of Windows', 'a: 1\r\nb: 2\r\nc: 3\r\n', ['b'], 'a: 1\r\nc: 3\r\n'],
    [
      'comments around it stay',
      'a: 1\n# of b\nb: 2\n# of c\nc: 3\n',
      ['b'],
      'a: 1\n# of b\n# of c\nc: 3\n',
    ],
    ['the first behind a dash', 'l:\n  - a: 1\n    b: 2\n', ['l', 0, 'a'], 'l:\n  - b: 2\n'],
    ['an item', 'l:\n  - a\n  - b\n', ['l', 0], 'l:\n  - b\n'],
    ['the only item, and its list', 'a: 1\nl:\n  m:\n    - a\n', ['l', 'm', 0], 'a: 1\n'],
    ['an item on one line', 'l: [a, b, c]\n', ['l', 1], 'l: [a, c]\n'],
    ['the first on one line', 'l: [a, b, c]\n', ['l', 0], 'l: [b, c]\n'],
    ['the last on one line', '{"a": 1, "b": 2}', ['b'], '{"a": 1}'],
    ['a line of JSON', '{\n  "a": 1,\n  "b": 2\n}\n', ['b'], '{\n  "a": 1\n}\n'],
    ['the only field of an item', 'l:\n  - a: 1\n', ['l', 0, 'a'], 'layout'],
    ['the only field there is', 'a: 1\n', ['a'], 'layout'],
    [
      'a comment between dash and next',
      'l:\n  - a: 1\n    # b\n    b: 2\n',
      ['l', 0, 'a'],
      'layout',
    ],
    ['a comment in brackets', 'l: [a, # x\n  b]\n', ['l', 0], 'layout'],
    ['what an alias repeats', 'a: &x 1\nb: *x\nc: 1\n', ['a'], 'alias'],
    ['a holder of what an alias repeats', 'a:\n  d: &x 1\nb: *x\nc: 1\n', ['a'], 'alias'],
    ['a key given twice', 'a: 1\nb: 2\nb: 3\n', ['b'], 'layout'],
  ];
  for (const [title, text, path, expected] of rows)
    assert.equal(after(text, removeField(sourceOf(text), path)), expected, title);
});

test('appendItem() puts an item behind the last one, written like it', () => {
  const rows: readonly SetRow[] = [
    ['lines', 'l:\n  - a # y\nb: 1\n', ['l'], 'x', 'l:\n  - a # y\n  - x\nb: 1\n'],
    ['quoted lines', "l:\n- 'a'\n", ['l'], 'x', "l:\n- 'a'\n- 'x'\n"],
    ['wide dashes', 'l:\n  -   "a"\n', ['l'], '--b=1,2', 'l:\n  -   "a"\n  -   "--b=1,2"\n'],
    ['one line', 'l: [a]\n', ['l'], 'x', 'l: [a, x]\n'],
    ['JSON', '{"l": ["a"]}', ['l'], 'x', '{"l": ["a", "x"]}'],
    ['nothing yet', 'l: []\n', ['l'], 'x', 'l: [x]\n'],
    ['no list yet', 'a: 1\n', ['l'], 'x', 'a: 1\nl: [x]\n'],
    [
      'an item over lines',
      'l:\n  - a: 1\n    b: 2\n',
      ['l'],
      'x',
      'l:\n  - a: 1\n    b: 2\n  - x\n',
    ],
    ['what an alias repeats', 'a: &x [b]\nc: *x\n', ['a'], 'x', 'alias'],
    ['lists in lists', 'l:\n  - - a\n', ['l', 0], 'x', 'layout'],
  ];
  for (const [title, text, path, to, expected] of rows)
    assert.equal(after(text, appendItem(sourceOf(text), path, to)), expected, title);
});
