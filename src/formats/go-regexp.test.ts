import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { goRegexp } from './go-regexp.ts';

const faults: readonly (readonly [expression: string, fault: RegExp])[] = [
  // Read again from its start for ever.
  ['(a', /has no end/],
  ['((', /has no end/],
  ['a(', /has no end/],
  ['[a', /ends within/],
  ['a**', /is repeated/],
  ['*', /repeats nothing/],
  ['a{1000}'.repeat(101), /repeats too much/],
];

for (const [expression, fault] of faults) {
  test(`goRegexp refuses ${expression.slice(0, 20)}`, () => {
    const found = goRegexp(expression);
    assert.ok('fault' in found);
    assert.match(found.fault, fault);
  });
}

test('goRegexp survives mutations', () => {
  const fixtures = ['^(.*/)?a[^/]*\\.b$', '^[a-c[:digit:]]{2,3}x|\\bq?$', '\\A.\\z'];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const found = goRegexp(Buffer.from(bytes).toString());
      if (!('fault' in found)) found('x/ab.b');
    },
  );
});
