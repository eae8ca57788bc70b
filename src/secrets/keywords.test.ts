import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eachKeyword, indexKeywords } from './keywords.ts';
import type { Keyword } from './keywords.ts';

function naive(keywords: readonly Keyword[], text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += 1)
    for (const { word, caseless } of keywords) {
      const part = text.slice(at, at + word.length);
      // Capitals of ASCII only: "K" the Kelvin sign is no "k".
      const same = caseless
        ? /^[\x00-\x7f]*$/.test(part) && part.toLowerCase() === word.toLowerCase()
        : part === word;
      if (same) found.push(`${at}:${word}`);
    }
  return found.toSorted();
}

test('eachKeyword finds what a naive search finds', () => {
  const letters = fc.constantFrom('a', 'b', 'A', 'B', '_', '-', '\u2021', '\n', 'é', '!');
  const word = fc.string({
    unit: fc.constantFrom('a', 'b', 'A', '_', '-', '!'),
    minLength: 3,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ word, caseless: fc.boolean() }), {
        minLength: 1,
        maxLength: 6,
        selector: (row) => `${row.word}${row.caseless}`,
      }),
      fc.string({ unit: letters, maxLength: 60 }),
      (keywords, text) => {
        const found: string[] = [];
        eachKeyword(indexKeywords(keywords), text, (row, at) =>
          found.push(`${at}:${keywords[row]?.word}`),
        );
        assert.deepEqual(found.toSorted(), naive(keywords, text));
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
});

test('eachKeyword finds a word at the start, at the end, alone, and not in a text too short', () => {
  const index = indexKeywords([{ word: 'ghp_', caseless: false }]);
  const places = (text: string): number[] => {
    const found: number[] = [];
    eachKeyword(index, text, (_, at) => found.push(at));
    return found;
  };
  assert.deepEqual(places('ghp_'), [0]);
  assert.deepEqual(places('xghp_'), [1]);
  assert.deepEqual(places('ghp_ghp_x'), [0, 4]);
  for (const text of ['', 'g', 'ghp', 'GHP_', 'ghp-']) assert.deepEqual(places(text), [], text);
});
