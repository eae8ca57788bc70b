import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  { group: '', resource: 'serviceaccounts/token', verbs: ['create'] },
];

/** Roles that can request tokens of service accounts. */
export const rbacTokenrequest: KubernetesRule = roleRule(
  {
    id: 'RBAC-TOKENREQUEST',
    aliases: {
      'rbac-police': ['token_request'],
      kubescape: ['C-0282', 'rule-can-create-service-account-token'],
      'kube-bench': ['5.1.13'],
    },
    severity: 'critical',
    title: {
      en: 'A role may request tokens of service accounts',
      'zh-CN': '角色可以为服务账号请求令牌',
    },
    why: {
      en: 'create on serviceaccounts/token issues a token of any service account it reaches: whoever may do that has the rights of all of them.',
      'zh-CN':
        '对 serviceaccounts/token 的 create 可以签发任意可及服务账号的令牌，等于拥有它们的全部权限。',
    },
    advice: {
      en: 'Name the accounts with resourceNames, and leave requests of tokens to the kubelet.',
      'zh-CN': '用 resourceNames 限定账号；令牌请求交给 kubelet 处理。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: issuer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [serviceaccounts/token]
    verbs: [create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: issuer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [serviceaccounts]
    verbs: [get, create]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [serviceaccounts/token]
    verbs: [get]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    if (what === '') return [];
    return rule.names.length > 0
      ? [{ what: `${what} of ${rule.names.join(', ')}`, severity: 'medium' }]
      : [{ what }];
  },
);
