import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTurn } from './turns.ts';

const owner = (turn: SharedArrayBuffer): number => Atomics.load(new Int32Array(turn), 0);

test('one thread has the turn until it ends it', () => {
  const turn = new SharedArrayBuffer(4);
  const end = takeTurn({ turn, thread: 1 });
  assert.equal(owner(turn), 1);
  // The same thread once more: its work before may have failed.
  takeTurn({ turn, thread: 1 });
  assert.equal(owner(turn), 1);
  end();
  assert.equal(owner(turn), 0);
});

test('who waited long enough goes on, and who was passed over ends nothing', () => {
  const turn = new SharedArrayBuffer(4);
  const first = takeTurn({ turn, thread: 1 });
  const second = takeTurn({ turn, thread: 2 });
  assert.equal(owner(turn), 2);
  first();
  assert.equal(owner(turn), 2);
  second();
  assert.equal(owner(turn), 0);
});

test('without a pool there is nothing to wait for', () => {
  takeTurn()();
});
