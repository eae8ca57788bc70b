import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckFamily, CheckRule, Surroundings, View } from './contract.ts';
import { findingOf } from './findings.ts';
import { limits } from '../model/index.ts';
import { runnable } from './run.ts';
import { asIs } from './words.ts';

interface Word extends View {
  readonly word: string;
}

const nowhere: Surroundings = { read: () => undefined, list: () => [] };
const text = { en: 'bad {word}', 'zh-CN': '坏词 {word}' };

const rule: CheckRule<Word> = {
  id: 'TOY-BAD',
  aliases: { trivy: ['DS-0001'], 'docker-bench': ['5.4'], kics: ['d/toy'] },
  severity: 'high',
  title: { en: 'Bad word', 'zh-CN': '坏词' },
  message: text,
  why: text,
  advice: text,
  references: [],
  options: { words: ['evil'] },
  bad: ['evil'],
  good: ['fine'],
  check: ({ word }, answer) => {
    const words = answer.option('words');
    if (word === 'oops') throw new Error('broken');
    if (word === '') answer.notApplicable(asIs('there is no word'));
    else if (word === 'dark') answer.couldNotRead(asIs('too dark'));
    else if (word === 'who') answer.needsHuman(asIs('ask around'));
    else if (Array.isArray(words) && words.includes(word)) {
      answer.fail({ at: { file: { path: 'w', startLine: 1 } }, params: { word } });
    }
  },
};

const family: CheckFamily<Word> = {
  id: 'toy',
  examplePath: 'w',
  rules: [rule],
  open: (files) => ({
    views: files.flatMap((file) =>
      file.text.split(' ').map((word) => ({ subject: `${file.path}/${word}`, word })),
    ),
  }),
};

const run = (content: string, options = {}): ReturnType<ReturnType<typeof runnable>['run']> =>
  runnable(family).run({
    files: [{ path: 'w', text: content }],
    around: nowhere,
    wants: () => true,
    options,
  });

test('runnable() gives each rule one answer a subject, passes counted', () => {
  const rows: readonly [string, readonly string[]][] = [
    ['fine', ['pass w/fine']],
    ['fine good', ['pass 2 subjects']],
    ['evil fine', ['fail w/evil', 'pass w/fine']],
    ['', ['not-applicable w/']],
    [' fine', ['pass w/fine']],
    ['dark', ['could-not-read w/dark']],
    ['who fine', ['needs-human w/who', 'pass w/fine']],
    ['oops', ['could-not-read w/oops']],
  ];
  for (const [words, expected] of rows) {
    const { results } = run(words);
    assert.deepEqual(
      results.map(({ result, subject }) => `${result} ${subject}`),
      expected,
      words,
    );
  }
});

test('a rule that throws is told and is no pass', () => {
  const { unread } = run('oops fine');
  assert.deepEqual(
    unread.map(({ code }) => code),
    ['CHECK_RULE_FAILED'],
  );
});

test('faults of one rule are bounded, and the report says so', () => {
  const most = limits.rule_faults.value;
  const all = run('evil '.repeat(most).trim());
  assert.deepEqual([all.faults.length, all.unread.length], [most, 0]);
  const more = run('evil '.repeat(most + 2).trim());
  assert.equal(more.faults.length, most);
  assert.match(
    more.unread.map(({ text: told }) => told).join('|'),
    /^[^|]*the limit is 50000 entries[^|]*$/,
  );
});

test('options of users go before those of the rule', () => {
  const { faults } = run('evil mild', { 'TOY-BAD': { words: ['mild'] } });
  assert.deepEqual(
    faults.map(({ subject }) => subject),
    ['w/mild'],
  );
});

test('findingOf() speaks both languages and every spelling of the aliases', () => {
  const [fault] = run('evil').faults;
  assert.ok(fault !== undefined);
  const { message, aliases, kind, misconfiguration } = findingOf(fault);
  assert.equal(kind, 'misconfiguration');
  assert.equal(message.text, 'bad evil');
  assert.equal(message.translations?.['zh-CN'], '坏词 evil');
  assert.deepEqual(aliases, ['DS-0001', 'AVD-DS-0001', 'CIS-5.4', 'd/toy']);
  assert.equal(misconfiguration?.type, 'toy');
});

test('a fault with a level of its own counts for those who are as strict', () => {
  const { faults } = runnable({
    ...family,
    rules: [
      {
        ...rule,
        check: (_, answer) => {
          answer.fail({ at: { file: { path: 'w' } } });
          answer.fail({ at: { file: { path: 'w' } }, level: 'strict' });
        },
      },
    ],
  }).run({
    files: [{ path: 'w', text: 'evil' }],
    around: nowhere,
    wants: ({ level }) => level !== 'strict',
  });
  assert.equal(faults.length, 1);
});
