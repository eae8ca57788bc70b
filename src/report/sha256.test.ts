import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { sha256 } from './sha256.ts';

test('the same as the library, at every length around a block and in every script', () => {
  for (let length = 0; length < 300; length += 1) {
    const text = Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * 7) % 90)));
    assert.equal(sha256(text.join('')), hash('sha256', text.join('')), `${length}`);
  }
  for (const text of [
    '船',
    'é'.repeat(31),
    '🚢'.repeat(16),
    '\u0000',
    '\ud800',
    'a'.repeat(100_000),
  ])
    assert.equal(sha256(text), hash('sha256', text));
});
