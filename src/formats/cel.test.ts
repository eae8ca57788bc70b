import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nanoOf } from './cel-functions.ts';
import { celValue, compileCel } from './cel.ts';

const run = (expression: string, data: unknown = {}): unknown =>
  compileCel(expression, 'the test')({ object: celValue(data) });

test('compileCel() evaluates over plain data', () => {
  const rows: readonly [string, unknown, unknown][] = [
    ['object.a + 1 == 2', { a: 1 }, true],
    ['object.a > 1.5', { a: 2 }, true],
    ['has(object.a)', {}, false],
    ['object.?a.orValue("x")', {}, 'x'],
    ['object.list.all(i, i.startsWith("a"))', { list: ['a', 'ab'] }, true],
    ['object.list.isSorted()', { list: [1, 3, 2] }, false],
    ['object.list.sum() == 6 && object.list.max() == 3', { list: [1, 3, 2] }, true],
    ['object.list.indexOf(3)', { list: [1, 3, 2] }, 1n],
    ['quantity("1Gi").compareTo(quantity("1G"))', {}, 1n],
    ['isQuantity("1Gib")', {}, false],
    ['url("https://a.example:8443/x").getPort()', {}, '8443'],
    ['"v1.22-3".find("[0-9]+")', {}, '1'],
    ['"a1b22".findAll("[0-9]+").size()', {}, 2n],
  ];
  for (const [expression, data, expected] of rows) {
    assert.deepEqual(run(expression, data), expected, expression);
  }
});

test('what has no value and what is no expression are told apart', () => {
  assert.throws(() => run('object.a == 1'), { code: 'CEL_FAILED' });
  assert.throws(() => run('object.__proto__'), { code: 'CEL_FAILED' });
  assert.throws(() => run('object.constructor'), { code: 'CEL_FAILED' });
  assert.throws(() => run('1 +'), { code: 'CEL_INVALID' });
  assert.throws(() => run(`${'('.repeat(5000)}1${')'.repeat(5000)}`), { code: 'CEL_INVALID' });
  assert.throws(() => run('1 '.repeat(20_000)), { code: 'CEL_INVALID' });
});

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
