import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { parseProperties } from './java-properties.ts';

for (const [text, expected] of [
  ['', {}],
  ['# a=b\n!c=d\n  # e', {}],
  ['a=b', { a: 'b' }],
  ['a = b c ', { a: 'b c ' }],
  ['a: b', { a: 'b' }],
  ['a b=c', { a: 'b=c' }],
  ['a', { a: '' }],
  ['=x', {}],
  ['a==b', { a: '=b' }],
  ['a\\=b=c', { 'a=b': 'c' }],
  ['a=1\na=2', { a: '2' }],
  ['a=b\\\n   c\\\r\n d\r\ne=f', { a: 'bcd', e: 'f' }],
  ['a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
  ['a=\\u0041\\t\\x\\\n# no comment', { a: 'A\tx# no comment' }],
  ['a=b\\', { a: 'b' }],
  ['__proto__=1', { ['__proto__']: '1' }],
] as const) {
  test(`properties of ${JSON.stringify(text)}`, () => {
    assert.deepEqual([...parseProperties(text, 'it')], Object.entries(expected));
  });
}

test('the length is bounded', () => {
  assert.throws(() => parseProperties('a'.repeat(limits.config_bytes.value + 1), 'it'), LimitError);
});

test('long lines and many continued ones cost no more than their length', () => {
  assert.equal(parseProperties(`a=${'\\\\'.repeat(500_000)}`, 'it').get('a')?.length, 500_000);
  assert.equal(parseProperties(`a=b${'\\\nc'.repeat(200_000)}`, 'it').get('a')?.length, 200_001);
  assert.equal(parseProperties(`${' '.repeat(1_000_000)}a${' '.repeat(1_000_000)}`, 'it').size, 1);
});

test('mutations of a text throw nothing but errors of the house', () => {
  fuzz(
    [Buffer.from('#Created by Maven\nversion=1.0\\\n.1\ngroupId: g\nartifactId a\\u0041\n')],
    (bytes) => parseProperties(Buffer.from(bytes).toString(), 'it'),
  );
});
