import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/index.ts';
import type { InlineIgnore } from './contract.ts';
import { applyInlineIgnores } from './suppress.ts';

const finding = (line: number, path = 'Dockerfile'): Finding => ({
  rule: 'DF-FROM-LATEST',
  kind: 'misconfiguration',
  severity: 'medium',
  verdict: 'affected',
  message: { id: '', params: {}, text: '' },
  aliases: ['DL3007'],
  locations: [{ file: { path, startLine: line, endLine: line } }],
  evidence: [],
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
  const rows: readonly [string, InlineIgnore, Finding, boolean, string[]][] = [
    ['by alias', ignore(), finding(2), true, []],
    ['by rule, any case', ignore({ ids: ['df-from-latest'] }), finding(2), true, []],
    ['any rule', ignore({ ids: ['*'] }), finding(2), true, []],
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
