import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InlineIgnore, JudgedFault } from './contract.ts';
import { applyInlineIgnores } from './suppress.ts';

const text = { en: '', 'zh-CN': '' };

const finding = (line: number, path = 'Dockerfile'): JudgedFault => ({
  type: 'dockerfile',
  rule: {
    id: 'DF-FROM-LATEST',
    aliases: { hadolint: ['DL3007'], buildkit: ['Latest'] },
    severity: 'medium',
    title: text,
    why: text,
    advice: text,
    references: [],
    bad: [],
    good: [],
  },
  subject: 'Dockerfile',
  fault: { at: { file: { path, startLine: line, endLine: line } } },
});

const ignore = (changes: Partial<InlineIgnore> = {}): InlineIgnore => ({
  ids: ['DL3007'],
  path: 'Dockerfile',
  line: 1,
  lines: { first: 2, last: 2 },
  reason: 'pinned by the mirror',
  origin: 'hadolint',
  ...changes,
});

test('applyInlineIgnores() takes out what a comment names, where it works', () => {
  const rows: readonly [string, InlineIgnore, JudgedFault, boolean, string[]][] = [
    ['by alias', ignore(), finding(2), true, []],
    ['by rule, any case', ignore({ ids: ['df-from-latest'] }), finding(2), true, []],
    ['any rule', ignore({ ids: ['*'] }), finding(2), true, []],
    ['any rule of a tool', ignore({ ids: ['buildkit:*'] }), finding(2), true, []],
    [
      'any rule of another',
      ignore({ ids: ['trivy:*'] }),
      finding(2),
      false,
      ['check.ignore-unused'],
    ],
    ['no date', ignore({ expires: '2027-99-01' }), finding(2), false, ['check.ignore-expired']],
    ['another line', ignore(), finding(3), false, ['check.ignore-unused']],
    ['another file', ignore(), finding(2, 'b/Dockerfile'), false, ['check.ignore-unused']],
    ['another rule', ignore({ ids: ['DL3008'] }), finding(2), false, ['check.ignore-unused']],
    ['run out', ignore({ expires: '2026-01-01' }), finding(2), false, ['check.ignore-expired']],
    ['not yet run out', ignore({ expires: '2027-01-01' }), finding(2), true, []],
  ];
  const whole: InlineIgnore = { ids: ['*'], path: 'Dockerfile', line: 1, reason: '', origin: 'x' };
  for (const [title, comment, found, taken, notes] of [
    ...rows,
    ['the whole file', whole, finding(99), true, []] as const,
  ]) {
    const result = applyInlineIgnores([found], [comment], new Date('2026-06-01'));
    assert.equal(result.suppressed.length, taken ? 1 : 0, title);
    assert.equal(result.findings.length, taken ? 0 : 1, title);
    assert.deepEqual(
      result.notes.map(({ id }) => id),
      notes,
      title,
    );
  }
});
