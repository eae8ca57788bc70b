import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { runnable } from '../../run.ts';
import { compose } from '../family.ts';
import { rules } from './index.ts';

test('mutated compose files never break the loader or a rule', () => {
  const fixtures = rules.flatMap(({ bad, good }) => [...bad, ...good]);
  const texts = fixtures.filter((one): one is string => typeof one === 'string');
  const family = runnable(compose);
  fuzz(
    texts.map((text) => Buffer.from(text)),
    (bytes) => {
      const files = [{ path: 'compose.yaml', text: Buffer.from(bytes).toString() }];
      const around = { read: () => undefined, list: () => [] };
      const { unread } = family.run({ files, around, wants: () => true });
      const broken = unread.find(({ code }) => code === 'CHECK_RULE_FAILED');
      if (broken !== undefined) throw new Error(broken.text);
    },
  );
});
