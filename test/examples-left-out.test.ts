import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseExamples, withoutExamples } from '../scripts/examples.ts';
import type { CheckFamily, CheckRule } from '../src/check/contract.ts';

test('the two lists of a rule are emptied, whatever their texts hold', () => {
  const cases: readonly (readonly [string, string])[] = [
    ["  bad: ['x'],\n  good: ['y'],\n  check,", '  bad: [],\n  good: [],\n  check,'],
    [
      "  bad: [\n    `FROM a]\n`,\n    'it\\'s ]',\n    \"]\",\n  ],\n  // ] why\n  good: [],\n};",
      '  bad: [],\n  good: [],\n};',
    ],
    [
      '  bad: [f(`a${g([`]`])}]`), /* ] */ { files: { a: "]" } }],\n  good: [h()],\n',
      '  bad: [],\n  good: [],\n',
    ],
    [
      '    bad: [one(row.bad)],\n    good: [one(row.good), two("]")],\n',
      '    bad: [],\n    good: [],\n',
    ],
    ["  bad: ['\\\\'],\n  good: [`\\``],\n", '  bad: [],\n  good: [],\n'],
  ];
  for (const [text, wanted] of cases) assert.equal(withoutExamples(text), wanted);
});

test('what is no pair of lists stays', () => {
  for (const text of [
    "  bad: '--profiling=true',\n  good: '--profiling=false',\n",
    '  good: (value) => value === true,\n',
    "  bad: ['x'],\n  check,\n  good: ['y'],\n",
    "  const bad = ['x'];\n",
    '  bad,\n  good,\n',
  ])
    assert.equal(withoutExamples(text), text);
  assert.throws(() => withoutExamples("  bad: ['x', (\n  good: ['y'],\n"), /Cannot leave out/);
});

const rule: CheckRule = {
  id: 'R-1',
  aliases: { hadolint: ['DL1'] },
  severity: 'low',
  title: { en: 'a', 'zh-CN': 'b' },
  why: { en: 'a', 'zh-CN': 'b' },
  advice: { en: 'a', 'zh-CN': 'b' },
  references: ['https://one.example/'],
  bad: ['x'],
  good: ['y'],
  check: () => undefined,
};

function family(...rules: readonly CheckRule[]): CheckFamily<never> {
  return { id: 'f', examplePath: 'x', rules, open: () => ({ views: [] }) };
}

test('a build whose rules are not those of the sources without examples fails', () => {
  const bare = { ...rule, bad: [], good: [] };
  refuseExamples(family(rule), family(bare));
  for (const built of [
    rule,
    { ...bare, bad: ['x'] },
    { ...bare, good: ['y'] },
    { ...bare, references: [] },
    { ...bare, level: 'strict' as const },
    { ...bare, aliases: {} },
  ])
    assert.throws(() => refuseExamples(family(rule), family(built)), /Cannot leave out/);
  assert.throws(() => refuseExamples(family(rule), family()), /Cannot leave out/);
  assert.throws(() => refuseExamples(family(rule), family(bare, bare)), /Cannot leave out/);
});
