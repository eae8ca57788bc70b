import assert from 'node:assert/strict';
import type { Answer } from '../../src/check/contract.ts';
import { openManifests } from '../../src/check/kubernetes/objects.ts';
import type { KubernetesRule } from '../../src/check/kubernetes/rule.ts';
import { fuzz } from './fuzz.ts';

/** An answer that keeps nothing, with the options of a rule. */
function deafAnswer(rule: KubernetesRule): Answer {
  return {
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
  };
}

/** Asks rules about mutations of their own examples: whatever a manifest holds, none may throw. */
export function fuzzRules(rules: readonly KubernetesRule[]): void {
  const examples = rules.flatMap(({ bad, good }) => [...bad, ...good]);
  const texts = examples.filter((one): one is string => typeof one === 'string');
  fuzz(
    texts.map((text) => Buffer.from(text)),
    (bytes) => {
      const { views } = openManifests([{ path: 'all.yaml', text: Buffer.from(bytes).toString() }]);
      for (const rule of rules) for (const view of views) rule.check(view, deafAnswer(rule));
    },
  );
}
