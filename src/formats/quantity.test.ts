import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nanoOf, quantityOf } from './quantity.ts';

test('nanoOf() reads quantities as apimachinery does', () => {
  const rows: readonly [string, bigint | undefined][] = [
    ['1', 1_000_000_000n],
    ['500m', 500_000_000n],
    ['1.5', 1_500_000_000n],
    ['-2', -2_000_000_000n],
    ['1Ki', 1_024_000_000_000n],
    ['2e3', 2_000_000_000_000n],
    ['1E', 10n ** 27n],
    ['.5', 500_000_000n],
    ['1.', 1_000_000_000n],
    ['0.1n', 1n],
    ['', undefined],
    ['Ki', undefined],
    ['1 Ki', undefined],
    ['1KiB', undefined],
    ['0x10', undefined],
  ];
  for (const [text, expected] of rows) assert.equal(nanoOf(text), expected, text);
});

test('quantityOf() gives numbers, and nothing for what is no quantity', () => {
  const rows: readonly [unknown, number | undefined][] = [
    ['250m', 0.25],
    ['0.1', 0.1],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['16Ei', 2 ** 64],
    ['2e3', 2000],
    ['1E', 1e18],
    ['1e400', Infinity],
    ['-1', -1],
    ['.5', 0.5],
    ['5.', 5],
    [2, 2],
    [Number.NaN, undefined],
    ['.', undefined],
    ['', undefined],
    ['1gi', undefined],
    ['1mi', undefined],
    ['1 Gi', undefined],
    ['0x10', undefined],
    [null, undefined],
  ];
  for (const [value, number] of rows) assert.equal(quantityOf(value), number, String(value));
});
