import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parseJsonBytes } from './json-members.ts';
import { itemSpans, spanTree } from './json-spans.ts';
import type { SpanTree } from './json-spans.ts';

const sample = Buffer.from(`{
  "name": "a\\"b{",
  "packages": {
    "": { "x": [ { "inside": {} } ] },
    "node_modules/\\u0061": {
      "version": "1"
    },
    "list": [ 1, "two", { "three": 3 } ]
  },
  "last": {}
}
`);

function flatten(tree: SpanTree, path: string): [string, number, number][] {
  return [...tree.members].flatMap(([name, below]) => [
    [`${path}>${name}`, below.span.startLine, below.span.endLine] as [string, number, number],
    ...flatten(below, `${path}>${name}`),
  ]);
}

test('objects that are members of objects, with the lines they take', () => {
  const tree = spanTree(sample, 9);
  assert.deepEqual(tree.span, { startLine: 1, endLine: 11 });
  assert.deepEqual(flatten(tree, ''), [
    ['>packages', 3, 9],
    ['>packages>', 4, 4],
    ['>packages>node_modules/a', 5, 7],
    ['>last', 10, 10],
  ]);
});

test('elements of lists by index, where they are asked for', () => {
  const list = Buffer.from('{"a":[{},\n"x, y",{"b":[\n{}]}],"c":[[1,2],{}]}');
  assert.deepEqual(flatten(spanTree(list, 9, true), ''), [
    ['>a', 1, 3],
    ['>a>0', 1, 1],
    ['>a>2', 2, 3],
    ['>a>2>b', 2, 3],
    ['>a>2>b>0', 3, 3],
    ['>c', 3, 3],
    ['>c>0', 3, 3],
    ['>c>1', 3, 3],
  ]);
  assert.deepEqual(flatten(spanTree(Buffer.from('[{},{}]'), 1, true), ''), [
    ['>0', 1, 1],
    ['>1', 1, 1],
  ]);
});

test('no deeper than asked for', () => {
  assert.deepEqual(
    flatten(spanTree(sample, 1), '').map(([path]) => path),
    ['>packages', '>last'],
  );
  assert.deepEqual(flatten(spanTree(sample, 0), ''), []);
});

test('a byte-order mark in front of a name is part of it', () => {
  const [[name] = []] = spanTree(Buffer.from('{"\ufeffa":{}}'), 1).members;
  assert.equal(name, '\ufeffa');
});

test('nothing to find', () => {
  for (const text of ['{}', '[]', '1', '"a"', '[{"a":1},[[{}]]]', '{"a":[{"b":{}}]}'])
    assert.deepEqual(flatten(spanTree(Buffer.from(text), 9), ''), [], text);
});

test('fuzz json spans: the objects found are those that JSON.parse has', () => {
  const names = (value: unknown, path: string): string[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([name, one]) => {
      const object = typeof one === 'object' && one !== null && !Array.isArray(one);
      return object ? [`${path}>${name}`, ...names(one, `${path}>${name}`)] : [];
    });
  };
  fuzz([sample], (bytes) => {
    const value = parseJsonBytes(bytes, 'fuzz');
    const found = new Set(flatten(spanTree(bytes, 512), '').map(([path]) => path));
    const missing = names(value, '').filter((path) => !found.has(path));
    assert.deepEqual(missing, []);
  });
});

const listed = Buffer.from(`{
  "a": [1, {"x": [9, 9]},
    "t,]",
    [
    ], {
      "pins": [0]
    }
  ],
  "pins": [], "o": { "a": [5], "pins": [
    {}, {} ] }
}`);

test('items of an array at a path, with the lines they take', () => {
  const at = (...path: string[]): number[][] =>
    itemSpans(listed, path).map(({ startLine, endLine }) => [startLine, endLine]);
  assert.deepEqual(at('a'), [
    [2, 2],
    [2, 2],
    [3, 3],
    [4, 5],
    [5, 7],
  ]);
  assert.deepEqual(at('o', 'pins'), [
    [10, 10],
    [10, 10],
  ]);
  for (const nowhere of [['pins'], ['b'], ['a', 'x'], ['o'], []])
    assert.deepEqual(at(...nowhere), [], nowhere.join('.'));
  assert.deepEqual(itemSpans(Buffer.from('[1,\n2]'), []), [
    { startLine: 1, endLine: 1 },
    { startLine: 2, endLine: 2 },
  ]);
});

test('fuzz json spans: arrays have as many items as JSON.parse finds', () => {
  fuzz([listed], (bytes) => {
    const value = parseJsonBytes(bytes, 'the sample') as { a?: unknown; o?: { pins?: unknown } };
    for (const [found, path] of [
      [value?.a, ['a']],
      [value?.o?.pins, ['o', 'pins']],
    ] as const)
      assert.equal(itemSpans(bytes, path).length, Array.isArray(found) ? found.length : 0);
  });
});
