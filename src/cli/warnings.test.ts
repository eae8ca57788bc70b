import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clean } from '../../test/kit/sample-report.ts';
import type { Coverage, Report } from '../model/index.ts';
import { writeWarnings } from './warnings.ts';

function told(report: Report, lang: 'en' | 'zh-CN' = 'en', quiet = false): readonly string[] {
  const parts: string[] = [];
  writeWarnings(report, {
    lang,
    options: {
      text: () => undefined,
      flag: (name) => name === 'quiet' && quiet,
      list: () => [],
      origin: () => undefined,
    },
    stderr: {
      write: (text) => void parts.push(text),
      closed: () => false,
      end: () => {},
      abandon: () => {},
    },
  });
  return parts.join('').split('\n').slice(0, -1);
}

const row = (ecosystem: string, state: Coverage['state'], reason?: string): Coverage => ({
  ecosystem,
  packages: 2,
  state,
  feeds: [],
  ...(reason === undefined ? {} : { reason }),
});

test('writeWarnings() says each reason once, with the ecosystems that share it', () => {
  const coverage = [
    row('npm', 'no-database', 'there is no database'),
    row('PyPI', 'no-database', 'there is no database'),
    row('Go', 'stale', 'the feed is 41 days old'),
    row('Debian:12', 'covered'),
  ];
  assert.deepEqual(told({ ...clean, coverage }), [
    'Warning: Unknown: 4 of 11 packages could not be judged (npm, PyPI): there is no database',
    'Warning: Out of date: newer vulnerabilities of 2 of 11 packages are not known (Go): the feed is 41 days old',
  ]);
  const [first, second, ...more] = told({ ...clean, coverage }, 'zh-CN');
  assert.match(first ?? '', /npm, PyPI/);
  assert.match(second ?? '', /数据源已过期/);
  assert.deepEqual(more, []);
});

test('writeWarnings() tells the reason itself in the language of the user', () => {
  const text = 'feed osv is 31 days old, the limit is 7 days';
  const message = { id: 'gap.stale', params: { feed: 'osv', days: 31, limit: 7 }, text };
  const report = { ...clean, coverage: [{ ...row('npm', 'stale', text), message }] };
  assert.match(told(report)[0] ?? '', /feed osv is 31 days old, the limit is 7 days/);
  assert.match(told(report, 'zh-CN')[0] ?? '', /数据源 osv 已有 31 天未更新，上限为 7 天/);
});

test('writeWarnings() is silent when all is known, and when asked to be', () => {
  assert.deepEqual(told(clean), []);
  assert.deepEqual(told({ ...clean, coverage: [row('npm', 'no-feed')] }, 'en', true), []);
});

test('writeWarnings() counts failures beyond ten and keeps controls off the terminal', () => {
  const errors = Array.from({ length: 12 }, (_, index) => ({
    code: 'X',
    text: `Cannot read "\u001b[2J${index}"`,
  }));
  const lines = told({ ...clean, errors });
  assert.equal(lines.length, 11);
  assert.match(lines[10] ?? '', /2 more/);
  assert.doesNotMatch(lines.join(''), /\u001b/);
});
