import { shown } from '../fields.ts';
import { ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import { notSet } from '../../words.ts';

const restricted = [
  'pod-security-admission-restricted-applied-1',
  'pod-security-admission-restricted-applied-2',
];

/** Namespaces enforce a level of the Pod Security Standards. */
export const podSecurityLabels: KubernetesRule = {
  id: 'ADM-PSA-LABELS',
  aliases: {
    kubescape: [
      'C-0192',
      'C-0193',
      'C-0194',
      'C-0195',
      'C-0196',
      'C-0197',
      'C-0198',
      'C-0199',
      'C-0200',
      'C-0201',
      'C-0202',
      'C-0203',
      'C-0204',
      'pod-security-admission-applied-1',
      'pod-security-admission-applied-2',
      'pod-security-admission-baseline-applied-1',
      'pod-security-admission-baseline-applied-2',
      'pod-security-admission-restricted-applied-1',
      'pod-security-admission-restricted-applied-2',
    ],
    'kube-bench': [
      '5.2.1',
      '5.2.2',
      '5.2.3',
      '5.2.4',
      '5.2.5',
      '5.2.6',
      '5.2.7',
      '5.2.8',
      '5.2.9',
      '5.2.10',
      '5.2.11',
      '5.2.12',
    ],
    kyverno: [
      'add-psa-labels',
      'deny-privileged-profile',
      'add-psa-namespace-reporting',
      'add-privileged-existing-namespaces',
      'label-existing-namespaces',
    ],
  },
  severity: 'medium',
  family: 'pss',
  title: {
    en: 'The namespace enforces no Pod Security level',
    'zh-CN': '命名空间未强制 Pod 安全级别',
  },
  message: {
    en: 'The Pod Security level that is enforced is {level}',
    'zh-CN': '强制的 Pod 安全级别为 {level}',
  },
  why: {
    en: 'Nothing stops a pod that takes over its node from being created there.',
    'zh-CN': '没有任何机制阻止在此创建可接管节点的 Pod。',
  },
  advice: {
    en: 'Label it pod-security.kubernetes.io/enforce: restricted, or baseline.',
    'zh-CN': '添加标签 pod-security.kubernetes.io/enforce: restricted 或 baseline。',
  },
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  bad: [
    `apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  ],
  good: [
    `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
`,
    settings,
  ],
  check: (view, answer) => {
    ofKinds(view, answer, ['Namespace'], () => {
      const level = shown(view.labels['pod-security.kubernetes.io/enforce']);
      const path = ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'];
      if (level === 'restricted') return [];
      if (level === 'baseline')
        return [{ path, params: { level }, severity: 'low', aliases: { kubescape: restricted } }];
      return [{ path, params: { level: level === '' ? notSet : level } }];
    });
  },
};
