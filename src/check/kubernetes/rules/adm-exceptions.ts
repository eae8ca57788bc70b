import { isSet } from '../fields.ts';
import { ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Exceptions end. */
export const policyException: KubernetesRule = {
  id: 'ADM-EXCEPTIONS',
  aliases: {
    kyverno: [
      'expiration-for-policyexceptions',
      'policy-for-exceptions',
      'time-bound-policy',
      'verify-manifest-integrity',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'suppression',
  title: { en: 'An exception to a policy never ends', 'zh-CN': '策略例外没有期限' },
  why: { en: 'Exceptions outlive their reason.', 'zh-CN': '例外往往比其理由活得更久。' },
  advice: {
    en: 'Bind it to objects by name, and give it a date at which it is deleted.',
    'zh-CN': '按名称限定对象，并设定删除日期。',
  },
  references: ['https://kyverno.io/docs/exceptions/'],
  bad: [
    `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: a }
spec: { exceptions: [] }
`,
  ],
  good: [
    `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: { name: a, labels: { cleanup.kyverno.io/ttl: 4h } }
spec: { exceptions: [] }
`,
    settings,
  ],
  check: (view, answer) => {
    ofKinds(view, answer, ['PolicyException'], () =>
      isSet(view.labels['cleanup.kyverno.io/ttl'])
        ? undefined
        : { path: ['metadata', 'labels', 'cleanup.kyverno.io/ttl'] },
    );
  },
};
