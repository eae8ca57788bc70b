import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { openManifests } from '../objects.ts';
import { rules } from './index.ts';

test('mutated manifests never break the reader or a rule', () => {
  const fixtures = rules.flatMap(({ bad, good }) => [...bad, ...good]);
  const texts = fixtures.filter((one): one is string => typeof one === 'string');
  fuzz(
    texts.map((text) => Buffer.from(text)),
    (bytes) => {
      const { views } = openManifests([{ path: 'pod.yaml', text: Buffer.from(bytes).toString() }]);
      for (const rule of rules) {
        for (const view of views) {
          rule.check(view, {
            fail: () => undefined,
            notApplicable: () => undefined,
            needsHuman: () => undefined,
            couldNotRead: () => undefined,
            passed: () => undefined,
            option: (name) => {
              const value = rule.options?.[name];
              assert.ok(value !== undefined, `${rule.id} has no option "${name}"`);
              return value;
            },
          });
        }
      }
    },
  );
});
