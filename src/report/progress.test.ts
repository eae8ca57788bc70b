import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProgressState } from './progress.ts';
import { bytes, duration, frameWidth, progressFrame } from './progress.ts';

const plain = { lang: 'en', color: false, columns: 80 } as const;

test('progressFrame() shows phase, bar, amount, time and what is worked on', () => {
  const rows: readonly (readonly [ProgressState, string])[] = [
    [{ phase: 'resolve', elapsed: 0 }, '⠋ Looking for the image'],
    [
      { phase: 'layers', done: 3, total: 6, elapsed: 1200, what: 'sha256:abcd' },
      '⠹ Reading layers  ━━━━━━━━━━──────────  3 of 6  1 s  sha256:abcd',
    ],
    [
      { phase: 'fetch', done: 1_500_000, unit: 'bytes', elapsed: 100, what: 'debian' },
      '⠙ Fetching  1.5 MB  debian',
    ],
    [{ phase: 'fetch', done: 9, total: 4, elapsed: 0 }, '⠋ Fetching  ━━━━━━━━━━━━━━━━━━━━  4 of 4'],
  ];
  for (const [state, wanted] of rows) assert.equal(progressFrame(state, plain), wanted);
  const chinese = progressFrame({ phase: 'layers', elapsed: 0 }, { ...plain, lang: 'zh-CN' });
  assert.equal(chinese, '⠋ 读取镜像层');
});

test('progressFrame() is narrower than the terminal, whatever is shown', () => {
  for (let columns = 1; columns <= 100; columns += 1) {
    for (const lang of ['en', 'zh-CN'] as const) {
      const state: ProgressState = {
        phase: 'build',
        done: 123_456_789,
        total: 999_999_999,
        unit: 'bytes',
        what: '镜像'.repeat(40),
        elapsed: 754_000,
      };
      const frame = progressFrame(state, { lang, color: true, columns });
      assert.ok(frameWidth(frame) < Math.max(columns, 11), `${columns}: ${frame}`);
    }
  }
});

test('progressFrame() lets no control character of a stranger through', () => {
  const frame = progressFrame({ phase: 'files', what: 'a\r\u001b[2Jb\n', elapsed: 5 }, plain);
  assert.doesNotMatch(frame, /[\u0000-\u001f\u007f-\u009f]/);
});

test('bytes() and duration() round as people read them', () => {
  const sizes = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [3_266_000_000, '3.3 GB'],
  ] as const;
  for (const [count, wanted] of sizes) assert.equal(bytes(count), wanted);
  const times = [
    [999, '0 s'],
    [59_999, '59 s'],
    [185_000, '3 min 05 s'],
  ] as const;
  for (const [milliseconds, wanted] of times) assert.equal(duration(milliseconds), wanted);
});
