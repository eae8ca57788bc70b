import assert from 'node:assert/strict';
import { runnable } from '../../src/check/run.ts';
import type { CheckFamily, View } from '../../src/check/contract.ts';
import { textsAround } from './check.ts';

const odd: readonly unknown[] = [
  null,
  0,
  -1,
  1e300,
  '',
  'x',
  true,
  [],
  [null],
  {},
  { __proto__: 1 },
];

/** Every JSON that differs from `json` in one place, where an odd value of another form stands. */
export function* withOddValues(json: unknown): Generator<unknown, void, undefined> {
  yield* odd;
  if (typeof json !== 'object' || json === null) return;
  for (const key of Object.keys(json)) {
    const inner: unknown = Reflect.get(json, key);
    for (const value of withOddValues(inner)) {
      yield Array.isArray(json) ? json.with(Number(key), value) : { ...json, [key]: value };
    }
  }
}

/** Runs all rules of a family over every example with one odd value: none may stop with an error. */
export function expectRulesToStand<V extends View>(family: CheckFamily<V>): number {
  const { run } = runnable(family);
  let count = 0;
  for (const rule of family.rules) {
    for (const example of [...rule.bad, ...rule.good]) {
      assert.ok(typeof example === 'string');
      for (const json of withOddValues(JSON.parse(example))) {
        const text = JSON.stringify(json);
        const files = [{ path: family.examplePath, text }];
        // The rule itself and its neighbours in turn: all of them over all would take minutes.
        const wants = (one: { id: string }): boolean => one.id === rule.id || count % 37 === 0;
        const { unread } = run({ files, around: textsAround({}), wants });
        const broken = unread.filter(({ code }) => code !== 'CHECK_DOCUMENT');
        assert.deepEqual(broken, [], `${rule.id}: ${text}`);
        count += 1;
      }
    }
  }
  return count;
}
