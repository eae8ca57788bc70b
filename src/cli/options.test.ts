import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from './errors.ts';
import {
  durationOf,
  environmentName,
  environmentSource,
  numberOf,
  resolveOptions,
  timeOf,
} from './options.ts';
import type { RawValue, ValueSource } from './options.ts';
import type { OptionSpec } from './spec.ts';

const specs: readonly OptionSpec[] = [
  { name: 'quiet', group: 'general' },
  { name: 'lang', value: 'LANG', choices: ['en', 'zh-CN'], group: 'general' },
  { name: 'skip-dirs', value: 'GLOB', repeatable: true, group: 'scan' },
  { name: 'ignore-status', value: 'LIST', repeatable: true, group: 'scan' },
  { name: 'detection', value: 'MODE', default: 'precise', group: 'scan' },
];

function source(
  origin: ValueSource['origin'],
  values: Readonly<Record<string, RawValue>>,
): ValueSource {
  const known = new Map(Object.entries(values));
  return { origin, get: ({ name }) => known.get(name) };
}

test('resolveOptions: flags over environment over file over default', () => {
  const options = resolveOptions(specs, [
    source('flag', { lang: 'en' }),
    environmentSource({ PLIMSOLL_LANG: 'zh-CN', PLIMSOLL_QUIET: 'yes', PLIMSOLL_SKIP_DIRS: '' }),
    source('file', { lang: 'zh-CN', quiet: false, 'skip-dirs': ['a', 'b,c'] }),
  ]);
  assert.equal(options.text('lang'), 'en');
  assert.equal(options.origin('lang'), 'flag');
  assert.equal(options.flag('quiet'), true);
  assert.equal(options.origin('quiet'), 'environment');
  assert.deepEqual(options.list('skip-dirs'), ['a', 'b,c'], 'an item of a list may hold a comma');
  assert.equal(options.origin('skip-dirs'), 'file');
  assert.equal(options.text('detection'), 'precise');
  assert.equal(options.origin('detection'), 'default');
  assert.equal(options.text('ignore-status'), undefined);
  assert.deepEqual(options.list('ignore-status'), []);
});

test('resolveOptions: globs are parted by commas outside of braces, but not those of a list in a file', () => {
  const rows: readonly (readonly [ValueSource, readonly string[]])[] = [
    [source('flag', { 'skip-dirs': ['a,b/**', 'c'] }), ['a', 'b/**', 'c']],
    [
      source('flag', { 'skip-dirs': ['**/{a,b},c', '{a,{b,c}}/x'] }),
      ['**/{a,b}', 'c', '{a,{b,c}}/x'],
    ],
    [source('flag', { 'skip-dirs': ['a},{b,c'] }), ['a}', '{b,c']],
    [environmentSource({ PLIMSOLL_SKIP_DIRS: 'a, b' }), ['a', 'b']],
    [source('file', { 'skip-dirs': 'a,b' }), ['a', 'b']],
    [source('file', { 'skip-dirs': ['a', 'b,c'] }), ['a', 'b,c']],
  ];
  for (const [given, wanted] of rows)
    assert.deepEqual(resolveOptions(specs, [given]).list('skip-dirs'), wanted);
});

test('resolveOptions: lists are split, choices are found whatever their case', () => {
  const options = resolveOptions(specs, [
    source('flag', { 'ignore-status': ['a, b', 'c'], lang: 'ZH-cn' }),
  ]);
  assert.deepEqual(options.list('ignore-status'), ['a', 'b', 'c']);
  assert.equal(options.text('lang'), 'zh-CN');
});

test('resolveOptions: a wrong value is told under the name the user wrote', () => {
  const rows: readonly (readonly [ValueSource, RegExp])[] = [
    [source('flag', { lang: 'fr' }), /Cannot use --lang "fr": wanted en, zh-CN/],
    [environmentSource({ PLIMSOLL_LANG: 'fr' }), /PLIMSOLL_LANG "fr"/],
    [source('flag', { quiet: 'perhaps' }), /--quiet "perhaps": wanted true or false/],
    [source('file', { lang: true }), /"lang" of the configuration file "true": wanted a LANG/],
    [{ ...source('file', { lang: 'fr' }), path: 'p.yaml' }, /use "lang" of p\.yaml "fr"/],
    [source('flag', { 'ignore-status': 'a,,b' }), /--ignore-status ""/],
  ];
  for (const [given, wanted] of rows)
    assert.throws(
      () => resolveOptions(specs, [given]),
      (error) => error instanceof UsageError && wanted.test(error.message),
    );
  assert.equal(environmentName('skip-dirs'), 'PLIMSOLL_SKIP_DIRS');
});

test('durations, numbers and times', () => {
  assert.equal(durationOf('timeout', '90s'), 90_000);
  assert.equal(durationOf('timeout', '1h30m'), 5_400_000);
  assert.equal(durationOf('timeout', '1.5s250ms'), 1_750);
  for (const wrong of ['', '5', '5 m', '5y', '-5s', 's', '5s!'])
    assert.throws(() => durationOf('timeout', wrong), UsageError, wrong);
  assert.equal(numberOf('exit-code', '7', { least: 0, most: 9 }), 7);
  for (const wrong of ['', '10', '-1', '1.5', '1e0', '0x1'])
    assert.throws(() => numberOf('exit-code', wrong, { least: 0, most: 9 }), UsageError, wrong);
  assert.equal(timeOf('at', '1970-01-02'), 86_400_000);
  assert.equal(timeOf('at', '86400'), 86_400_000);
  for (const wrong of ['', 'soon', '2026-13-01'])
    assert.throws(() => timeOf('at', wrong), UsageError, wrong);
});
