import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  { group: '', resource: 'pods/ephemeralcontainers', verbs: ['update', 'patch'] },
];

/** Roles that add containers to running pods. */
export const rbacEphemeral: KubernetesRule = roleRule(
  {
    id: 'RBAC-EPHEMERAL',
    aliases: { 'rbac-police': ['pods_ephemeral_ctrs'] },
    severity: 'high',
    title: {
      en: 'A role may add containers to running pods',
      'zh-CN': '角色可以向运行中的 Pod 添加容器',
    },
    why: {
      en: 'An ephemeral container is an image of the author’s choice inside a running pod, with its network, its volumes’ processes and its service account in reach.',
      'zh-CN': '临时容器可将任意镜像放入运行中的 Pod，从而接触其网络、进程和服务账号。',
    },
    advice: {
      en: 'Take pods/ephemeralcontainers out of roles of everyday use.',
      'zh-CN': '从日常角色中移除 pods/ephemeralcontainers。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: debugger, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods/ephemeralcontainers]
    verbs: [patch]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods/ephemeralcontainers]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [get]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
