import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  { group: '', resource: 'pods/portforward', verbs: ['create', 'get'] },
];

/** Roles that forward ports into pods. */
export const rbacPortforward: KubernetesRule = roleRule(
  {
    id: 'RBAC-PORTFORWARD',
    aliases: {
      kics: ['k/rbac_roles_with_portforwarding_permissions'],
      kubescape: ['C-0063', 'rule-can-portforward-v1'],
    },
    severity: 'medium',
    title: { en: 'A role may forward ports into pods', 'zh-CN': '角色可以将端口转发到 Pod' },
    why: {
      en: 'Port forwarding goes through the API server and the kubelet: network policies do not see it, and ports that listen on localhost alone are reached.',
      'zh-CN':
        '端口转发经由 API server 与 kubelet，网络策略无法约束，连只监听 localhost 的端口也能访问。',
    },
    advice: {
      en: 'Take pods/portforward out of the role, or keep it to a namespace for debugging.',
      'zh-CN': '从角色中移除 pods/portforward，或仅限调试用命名空间。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: forwarder, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods/portforward]
    verbs: [create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: proxy, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [services]
    verbs: [get]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
