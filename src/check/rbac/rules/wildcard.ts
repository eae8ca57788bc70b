import { printable } from '../../../model/index.ts';
import type { RoleRule } from '../model.ts';
import { goodPractices, roleRule, type Risk } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const kics = ['k/rbac_wildcard_in_rule'];

/** Roles that name everything instead of something. */
export const rbacWildcard: KubernetesRule = roleRule(
  {
    id: 'RBAC-WILDCARD',
    aliases: {
      trivy: ['KSV-0044', 'KSV-0045', 'KSV-0046', 'KSV-0112'],
      checkov: ['CKV_K8S_49'],
      kics: ['k/rbac_wildcard_in_rule'],
      kubescape: ['C-0187'],
      'kube-bench': ['5.1.3'],
      'kube-linter': ['wildcard-in-rules'],
      kyverno: ['restrict-wildcard-resources', 'restrict-wildcard-verbs'],
      kubiscan: ['risky-any-verb', 'risky-any-verb-*', 'risky-any-resource-*'],
    },
    severity: 'critical',
    title: {
      en: 'A role names everything instead of what is needed',
      'zh-CN': '角色使用通配符而非所需权限',
    },
    why: {
      en: 'A star grows with the cluster: what is installed next year, and every verb it invents, is already allowed.',
      'zh-CN': '星号会随集群扩大：以后安装的任何资源和新增的动词都已被允许。',
    },
    advice: {
      en: 'Write the groups, resources and verbs that are used.',
      'zh-CN': '写明实际使用的 apiGroups、resources 和 verbs。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: paths }
rules:
  - nonResourceURLs: ['*']
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: any }
rules:
  - apiGroups: ['*']
    resources: ['*']
    verbs: ['*']
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: verbs, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: ['*']
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: metrics }
rules:
  - nonResourceURLs: [/metrics, /metrics/*]
    verbs: ['*']
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: some, namespace: shop }
rules:
  - apiGroups: ['', apps]
    resources: [pods, deployments]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: one, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments/scale]
    verbs: [update]
`,
    ],
  },
  (rule, role) => {
    if (rule.urls.length > 0 && rule.resources.length === 0) return pathRisks(rule);
    return (
      [
        ['apiGroups', rule.groups],
        ['resources', rule.resources],
        ['verbs', rule.verbs],
      ] as const
    ).flatMap(([field, list]): Risk[] => {
      if (!list.includes('*')) return [];
      const star = (of: readonly string[]) => of.includes('*');
      const trivy: string[] = [];
      if (field === 'resources' && star(rule.resources)) {
        trivy.push(role.kind === 'Role' ? 'KSV-0112' : 'KSV-0046');
        if (star(rule.verbs) && star(rule.groups)) trivy.push('KSV-0044');
      }
      if (field === 'verbs' && !star(rule.resources)) trivy.push('KSV-0045');
      const risky = star(rule.verbs) || star(rule.resources);
      return [
        {
          path: [...rule.path, field],
          what: printable(
            `do ${rule.verbs.join(', ')} on ${rule.resources.join(', ')} of ${rule.groups.join(', ')}`,
          ),
          severity:
            star(rule.resources) && star(rule.verbs)
              ? 'critical'
              : field === 'apiGroups'
                ? 'medium'
                : 'high',
          aliases: {
            trivy,
            kics,
            checkov: ['CKV_K8S_49'],
            kubescape: ['C-0187'],
            'kube-bench': ['5.1.3'],
            'kube-linter': ['wildcard-in-rules'],
            kyverno: ['restrict-wildcard-resources', 'restrict-wildcard-verbs'],
            ...(risky && {
              kubiscan: ['risky-any-verb', 'risky-any-verb-*', 'risky-any-resource-*'],
            }),
          },
        },
      ];
    });
  },
);

/** Of paths that are no resources everything is too much; a star behind the name of one is not. */
function pathRisks({ urls, verbs, path }: RoleRule): readonly Risk[] {
  const at = urls.findIndex((url) => url === '*' || url === '/*');
  if (at < 0) return [];
  const what = printable(`${verbs.join(', ')} every path (/metrics, /logs, /debug/pprof)`);
  const aliases = { checkov: ['CKV_K8S_49'], kubescape: ['C-0187'], 'kube-bench': ['5.1.3'] };
  return [{ path: [...path, 'nonResourceURLs', at], what, severity: 'medium', aliases }];
}
