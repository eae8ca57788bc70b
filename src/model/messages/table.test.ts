import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, placeholders } from './table.ts';

test('format() fills known placeholders and leaves the others visible', () => {
  const rows = [
    ['{name} is {version}', { name: 'bash', version: 5 }, 'bash is 5'],
    ['{name} is {version}', { name: 'bash' }, 'bash is {version}'],
    ['{a}{a}', { a: '{b}', b: 'x' }, '{b}{b}'],
    ['$& {a}', { a: '$1 $&' }, '$& $1 $&'],
    ['{toString}', {}, '{toString}'],
  ] as const;
  for (const [template, params, expected] of rows) {
    assert.equal(format(template, params), expected);
  }
});

test('placeholders() names each parameter once', () => {
  assert.deepEqual(placeholders('{b} {a} {b} {} { c }'), ['a', 'b']);
});
