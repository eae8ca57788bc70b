import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  ...['users', 'groups', 'serviceaccounts'].map((resource) => ({
    group: '',
    resource,
    verbs: ['impersonate'],
  })),
  { group: 'authentication.k8s.io', resource: 'userextras', verbs: ['impersonate'] },
  { group: 'authentication.k8s.io', resource: 'uids', verbs: ['impersonate'] },
];

/** Roles that act as somebody else. */
export const rbacImpersonate: KubernetesRule = roleRule(
  {
    id: 'RBAC-IMPERSONATE',
    aliases: {
      trivy: ['KSV-0043'],
      checkov: ['CKV2_K8S_3'],
      kics: ['k/rbac_roles_with_impersonate_permission'],
      kubescape: ['C-0065', 'rule-can-impersonate-users-groups-v1'],
      'kube-bench': ['5.1.8'],
      'rbac-police': ['impersonate'],
      kubiscan: ['risky-impersonate-groups'],
    },
    severity: 'critical',
    title: { en: 'A role may act as somebody else', 'zh-CN': '角色可以冒充他人' },
    why: {
      en: 'impersonate sends requests in the name of any user, group or service account it reaches; with groups, that is system:masters, which no policy stops.',
      'zh-CN':
        'impersonate 可以任意用户、组或服务账号的名义发送请求；若包含 groups，则可冒充 system:masters，任何策略都无法阻止。',
    },
    advice: {
      en: 'Name who may be impersonated (resourceNames), never groups without names.',
      'zh-CN': '用 resourceNames 限定可冒充的对象，绝不要对 groups 不加限定。',
    },
    references: [
      goodPractices,
      'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation',
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: actor }
rules:
  - apiGroups: ['']
    resources: [users, groups]
    verbs: [impersonate]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: actor }
rules:
  - apiGroups: ['']
    resources: [users, groups, serviceaccounts]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: actor }
rules:
  - apiGroups: [example.org]
    resources: [users]
    verbs: [impersonate]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    if (what === '') return [];
    const named = rule.names.length > 0 && !rule.names.some((name) => name.startsWith('system:'));
    return [
      {
        what: `${what} ${rule.names.join(', ')}`.trim(),
        ...(named && { severity: 'medium' as const }),
      },
    ];
  },
);
