import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, compareSeverity, severities } from './severity.ts';

test('compareSeverity() sorts the most severe first and unknown last', () => {
  assert.deepEqual([...severities].reverse().sort(compareSeverity), [...severities]);
});

test('atLeast() never counts unknown as reaching a threshold', () => {
  const rows = [
    ['critical', 'high', true],
    ['high', 'high', true],
    ['medium', 'high', false],
    ['unknown', 'low', false],
  ] as const;
  for (const [severity, threshold, expected] of rows) {
    assert.equal(atLeast(severity, threshold), expected, `${severity} against ${threshold}`);
  }
});
