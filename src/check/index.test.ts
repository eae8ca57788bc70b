import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from './index.ts';

/** Which families take a text whose name tells nothing. */
function takers(text: string): string {
  return families
    .filter(({ looks }) => looks?.(text) === true)
    .map(({ id }) => id)
    .join(' ');
}

test('a compose file is told by what stands at its top', () => {
  const rows: readonly (readonly [text: string, taker: string])[] = [
    ['services:\n  web: {image: a}\n', 'compose'],
    ['version: "3"\nvolumes:\n  data:\n    driver: local\n', 'compose'],
    ['x-a: 1\nnetworks: {back: {internal: true}}\n', 'compose'],
    // Something else that has volumes, or nothing of compose at all.
    ['title: Shelf\nvolumes:\n  - one\n', ''],
    ['version: 2\n', ''],
    ['apiVersion: v1\nkind: Pod\nvolumes: []\n', ''],
    ['', ''],
  ];
  for (const [text, taker] of rows) assert.equal(takers(text), taker, text);
});
