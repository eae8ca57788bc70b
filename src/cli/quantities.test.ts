import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bytesText } from './quantities.ts';

test('bytesText() chooses the unit that leaves at most three digits', () => {
  const rows = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_499, '99.5 kB'],
    [99_600, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [3_266_000_000, '3.3 GB'],
  ] as const;
  for (const [bytes, text] of rows) assert.equal(bytesText(bytes), text);
});
