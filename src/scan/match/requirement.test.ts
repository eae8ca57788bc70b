import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minimumOf } from './requirement.ts';

test('minimumOf() gives the lowest version that a requirement allows', () => {
  const rows = [
    ['>=3.0', '3.0'],
    ['>= 3.0, < 4', '3.0'],
    ['<4,>=3.0', '3.0'],
    ['~=1.4.2', '1.4.2'],
    ['^1.2.3', '1.2.3'],
    ['==1.*', '1.0'],
    ['1.2.3', '1.2.3'],
    ['>=1 <2', '1'],
    ['>1 || >2', '1'],
    ['<4', undefined],
    ['!=1.0', undefined],
    ['*', undefined],
    ['latest', undefined],
    ['', undefined],
  ] as const;
  for (const [requirement, expected] of rows) {
    assert.equal(minimumOf(requirement), expected, requirement);
  }
});
