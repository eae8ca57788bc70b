import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { parseManifest } from './jar-manifest.ts';

for (const [text, expected] of [
  ['', {}],
  [
    'Manifest-Version: 1.0\r\nImplementation-Title: a: b\r\n',
    { 'manifest-version': '1.0', 'implementation-title': 'a: b' },
  ],
  ['\n\nA: 1\n\nName: x.class\nB: 2\n', { a: '1' }],
  ['A: one\n  two\r\n three\rB:4', { a: 'one twothree', b: '4' }],
  [' continued\nA: 1', { a: '1' }],
  ['no colon\n  and more\nA: 1', { a: '1' }],
  ['__proto__: 1', { ['__proto__']: '1' }],
] as const) {
  test(`main attributes of ${JSON.stringify(text)}`, () => {
    assert.deepEqual([...parseManifest(text, 'it')], Object.entries(expected));
  });
}

test('the length is bounded', () => {
  assert.throws(() => parseManifest('a'.repeat(limits.config_bytes.value + 1), 'it'), LimitError);
});

test('mutations of a manifest throw nothing but errors of the house', () => {
  const sample =
    'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.example.a;single\r\n ton:=true\r\n\r\nName: x\r\n';
  fuzz([Buffer.from(sample)], (bytes) => parseManifest(Buffer.from(bytes).toString(), 'it'));
});
