import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadingOptions, ledLast } from './leading-options.ts';

test('general options may stand before the command', () => {
  const rows: readonly [readonly string[], readonly string[]][] = [
    [
      ['image', 'a', '-q'],
      ['image', 'a', '-q'],
    ],
    [
      ['-q', 'image', 'a'],
      ['image', 'a', '-q'],
    ],
    [
      ['--lang', 'zh-CN', 'check', '.'],
      ['check', '.', '--lang', 'zh-CN'],
    ],
    [
      ['--lang=zh-CN', '-q', 'db', 'status'],
      ['db', 'status', '--lang=zh-CN', '-q'],
    ],
    [
      ['-q', 'check', '--', '-x'],
      ['check', '-q', '--', '-x'],
    ],
    [
      ['--severity', 'high', 'image'],
      ['--severity', 'high', 'image'],
    ],
    [['--lang'], ['--lang']],
    [['--help'], ['--help']],
    [[], []],
  ];
  for (const [given, expected] of rows) {
    assert.deepEqual(ledLast(leadingOptions(given)), expected, given.join(' '));
  }
  const { rest, flags } = leadingOptions(['-q', '--timeout', '1m']);
  assert.deepEqual(
    [rest, [...flags]],
    [
      [],
      [
        ['quiet', true],
        ['timeout', '1m'],
      ],
    ],
  );
});
