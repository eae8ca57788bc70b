import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFamilies, judgeExample } from '../kit/check.ts';

const loaded = await allFamilies();

test('rules have unique ids, both languages and examples', () => {
  const ids = loaded.flatMap(({ family }) => family.rules.map(({ id }) => id));
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
    'ids given twice',
  );
  for (const { family } of loaded) {
    for (const rule of family.rules) {
      for (const text of [rule.title, rule.why, rule.advice, rule.message ?? rule.title]) {
        assert.ok(text.en.length > 3 && /\p{Script=Han}/u.test(text['zh-CN']), rule.id);
      }
      assert.ok(rule.bad.length >= 1, `${rule.id} has a bad example`);
      assert.ok(rule.good.length >= 2, `${rule.id} has two good examples`);
    }
  }
});

for (const { row, family } of loaded) {
  test(`every example of ${family.id} is what it says`, () => {
    const wrong: string[] = [];
    for (const rule of family.rules) {
      for (const [kind, examples] of [
        ['bad', rule.bad],
        ['good', rule.good],
      ] as const) {
        examples.forEach((example, at) => {
          const { faults, unread } = judgeExample(row, family, example);
          const fires = faults.some((one) => one.rule.id === rule.id);
          if (fires !== (kind === 'bad')) wrong.push(`${rule.id} ${kind}[${at}]`);
          for (const { code, text } of unread)
            wrong.push(`${rule.id} ${kind}[${at}] ${code} ${text}`);
        });
      }
    }
    assert.deepEqual(wrong, []);
  });
}
