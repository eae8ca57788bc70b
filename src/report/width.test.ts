import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clipped, displayWidth, padded, wrapped } from './width.ts';

test('displayWidth() counts terminal cells', () => {
  const rows = [
    ['', 0],
    ['abc', 3],
    ['漏洞', 4],
    ['ＡＢ', 4],
    ['한글', 4],
    ['e\u0301', 1],
    ['\u1112\u1161\u11ab', 2],
    ['a\u200bb', 2],
    ['✔', 1],
    ['✅', 2],
    ['😀', 2],
    ['é·…', 3],
    ['𠮷', 2],
    ['\u0007', 0],
  ] as const;
  for (const [text, wanted] of rows) assert.equal(displayWidth(text), wanted, text);
});

test('padded() fills by cells and clipped() cuts by cells', () => {
  assert.equal(padded('漏洞', 6), '漏洞  ');
  assert.equal(padded('7', 3, 'right'), '  7');
  assert.equal(padded('long', 2), 'long');
  const rows = [
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['漏洞报告', 5, '漏洞…'],
    ['漏洞报告', 4, '漏…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
  ] as const;
  for (const [text, width, wanted] of rows) assert.equal(clipped(text, width), wanted);
});

test('wrapped() breaks at spaces, in Chinese between characters, in long words at seams', () => {
  const rows: readonly (readonly [string, number, readonly string[]])[] = [
    ['one two three', 7, ['one two', 'three']],
    ['one two', 7, ['one two']],
    ['软件包无法检查', 6, ['软件包', '无法检', '查']],
    ['可能有漏洞，也可能没有。', 10, ['可能有漏', '洞，也可能', '没有。']],
    ['看（这里）吧', 6, ['看（这', '里）吧']],
    ['一二（三）', 6, ['一二', '（三）']],
    ['usr/lib/python3/dist-packages/x', 12, ['usr/lib/', 'python3/', 'dist-', 'packages/x']],
    ['3.0.11-1~deb12u2', 10, ['3.0.11-1~', 'deb12u2']],
    ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    ['', 5, ['']],
    ['   ', 5, ['']],
  ];
  for (const [text, width, lines] of rows) assert.deepEqual(wrapped(text, width), lines, text);
});

test('wrapped() never exceeds the width and loses nothing but spaces', () => {
  const words = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('漏洞', '，', 'a/b-c'),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 60 }), (parts, width) => {
      const text = parts.join(' ');
      const lines = wrapped(text, width);
      for (const line of lines) assert.ok(displayWidth(line) <= width, JSON.stringify(line));
      const bare = (one: string): string => one.replaceAll(/\s/gu, '');
      assert.equal(bare(lines.join('')), bare(text));
    }),
    { seed: 11, numRuns: 400 },
  );
});
