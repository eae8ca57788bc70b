import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError, limits } from './limits.ts';
import type { LimitName } from './limits.ts';

test('limits: each is a positive whole number with its reason', () => {
  for (const [name, { value, why }] of Object.entries(limits)) {
    assert.ok(Number.isSafeInteger(value) && value > 0, name);
    assert.ok(why.length > 15, `${name} says why`);
  }
});

test('LimitError: code and sentence come from the table', () => {
  for (const name of Object.keys(limits) as LimitName[]) {
    const error = new LimitError(name, 'layer "x"', limits[name].value + 1);
    assert.equal(error.code, `LIMIT_${name.toUpperCase()}`);
    assert.equal(error.limit, name);
    const { value, unit } = limits[name];
    assert.equal(
      error.message,
      `Cannot read layer "x": found ${value + 1} ${unit}, the limit is ${value} ${unit}`,
    );
  }
  assert.match(new LimitError('layers', 'image "x"').message, /found more, the limit is/);
});
