import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentDecoded } from './text.ts';

test('percentDecoded() decodes UTF-8, and leaves what stands for nothing', () => {
  const rows = [
    ['a%20b', 'a b'],
    ['%E8%88%B9', '船'],
    ['a+b', 'a+b'],
    ['100%', '100%'],
    ['%ff', '%ff'],
    ['', ''],
  ] as const;
  for (const [text, decoded] of rows) assert.equal(percentDecoded(text), decoded);
});
