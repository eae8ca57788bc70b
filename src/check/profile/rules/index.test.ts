import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { runnable } from '../../run.ts';
import type { RunnableFamily } from '../../contract.ts';
import { openAppArmor } from '../apparmor.ts';
import { openSeccomp } from '../seccomp.ts';
import { openSelinux } from '../selinux.ts';
import { appArmorRules, seccompRules, selinuxRules } from './index.ts';

const families: readonly RunnableFamily[] = [
  runnable({ id: 'seccomp', examplePath: 'seccomp.json', rules: seccompRules, open: openSeccomp }),
  runnable({ id: 'apparmor', examplePath: 'a.apparmor', rules: appArmorRules, open: openAppArmor }),
  runnable({ id: 'selinux', examplePath: 'a.te', rules: selinuxRules, open: openSelinux }),
  runnable({ id: 'selinux-cil', examplePath: 'a.cil', rules: selinuxRules, open: openSelinux }),
];

for (const family of families) {
  const { id, rules, examplePath: path } = family;
  test(`damaged profiles of ${id} are judged or told, and no rule breaks`, () => {
    const fixtures = rules
      .flatMap(({ bad, good }) => [...bad, ...good])
      .flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one.files)));
    const around = { read: () => undefined, list: () => [] };
    fuzz(
      fixtures.map((text) => Buffer.from(text)),
      (bytes) => {
        const files = [{ path, text: bytes.toString() }];
        const { unread } = family.run({ files, around, wants: () => true });
        assert.deepEqual(
          unread.filter(({ code }) => code === 'CHECK_RULE_FAILED'),
          [],
        );
      },
    );
  });
}
