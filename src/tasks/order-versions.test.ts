import assert from 'node:assert/strict';
import { test } from 'node:test';

import { orderVersions } from './order-versions.ts';

test('orderVersions() orders by the scheme of the package type and guesses nothing', () => {
  const rows: readonly [string, string, string, number | undefined][] = [
    ['npm', '1.10.0', '1.9.0', 1],
    ['deb', '1:1.0-1', '2.0-1', 1],
    ['pypi', '1.0', '1.0.0', 0],
    ['npm', 'latest', '1.0.0', undefined],
    ['nothing', '1', '2', undefined],
  ];
  for (const [type, a, b, expected] of rows)
    assert.equal(orderVersions(type, a, b), expected, `${type} ${a} ${b}`);
});
