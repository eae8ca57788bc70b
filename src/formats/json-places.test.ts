import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzz } from '../../test/kit/fuzz.ts';
import { readPlacedJson } from './json-places.ts';
import type { JsonPlace } from './json-places.ts';

/** Every value parsed again from the place it is said to stand at. */
function agrees(text: string, value: unknown, place: JsonPlace): void {
  assert.deepEqual(JSON.parse(text.slice(...place.range)), value);
  const before = text.slice(0, place.range[0]).split('\n').length;
  assert.equal(place.lines.startLine, before);
  assert.equal(place.lines.endLine, text.slice(0, place.range[1]).split('\n').length);
  if (typeof value !== 'object' || value === null) return;
  assert.deepEqual([...place.parts.keys()].toSorted(), Object.keys(value).toSorted());
  for (const [name, part] of Object.entries(value)) agrees(text, part, place.parts.get(name)!);
}

test('readPlacedJson finds every value where it stands', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 1, '\t'), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent === 0 ? undefined : indent);
      const { value, place } = readPlacedJson(text, 'a text');
      agrees(text, value, place);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('readPlacedJson tells names given twice, the last counts', () => {
  const { value, place } = readPlacedJson('\ufeff{"a": 1,\n "\\u0061": [\n2]}', 'a text');
  assert.deepEqual(value, { a: [2] });
  assert.deepEqual(place.repeated, [{ name: 'a', lines: { startLine: 2, endLine: 3 } }]);
  assert.deepEqual(place.parts.get('a')?.parts.get('0')?.lines, { startLine: 3, endLine: 3 });
});

test('readPlacedJson refuses what is no JSON, and nesting without end', () => {
  for (const text of ['', '{', '[1,]', '{"a"}', 'nul'])
    assert.throws(() => readPlacedJson(text, 'a text'), { code: 'JSON_INVALID' });
  assert.throws(() => readPlacedJson('['.repeat(600), 'a text'), { code: 'LIMIT_JSON_DEPTH' });
});

test('readPlacedJson of damaged texts ends', () => {
  const fixtures = ['{"a": [1, "b\\"", {"c": null}], "d": true}', '[[], {}, "\\u0041"]'];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => readPlacedJson(bytes.toString(), 'a text'),
  );
});
