import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parseJsonBytes } from './json-members.ts';
import { visitObjects } from './json-spans.ts';

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

function spans(bytes: Uint8Array): [string, number, number][] {
  const found: [string, number, number][] = [];
  visitObjects(bytes, (names, { startLine, endLine }) => {
    found.push([names.join('>'), startLine, endLine]);
  });
  return found;
}

test('objects that are members of objects, with the lines they take', () => {
  assert.deepEqual(spans(sample), [
    ['packages>>x>inside', 4, 4],
    ['packages>', 4, 4],
    ['packages>node_modules/a', 5, 7],
    ['packages', 3, 9],
    ['last', 10, 10],
  ]);
});

test('nothing to visit', () => {
  for (const text of ['{}', '[]', '1', '"a"', '[{"a":1},[[{}]]]'])
    assert.deepEqual(spans(Buffer.from(text)), [], text);
});

test('fuzz json spans: what JSON.parse accepts is walked, and every object is met once', () => {
  const count = (value: unknown, member: boolean): number => {
    if (typeof value !== 'object' || value === null) return 0;
    const inner = Object.values(value).map((one) => count(one, !Array.isArray(value)));
    return inner.reduce((sum, one) => sum + one, member && !Array.isArray(value) ? 1 : 0);
  };
  fuzz([sample], (bytes) => {
    const value = parseJsonBytes(bytes, 'fuzz');
    // A name given twice is one member to the parser and two objects to the walker.
    assert.ok(spans(bytes).length >= count(value, false));
  });
});
