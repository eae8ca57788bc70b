import type { Answer } from '../../contract.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { isFalse } from '../../kubernetes/fields.ts';
import { namespaceOf } from '../../kubernetes/set.ts';
import {
  allows,
  allowsAll,
  isBuiltIn,
  rbacOf,
  subjectKey,
  type Binding,
  type RoleRule,
} from '../model.ts';
import { accountKey } from '../paths.ts';
import { goodPractices, rbacReference } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const kics = ['k/cluster_admin_role_binding_with_super_user_permissions'];
const everywhere = ['clusterrolebindingClusterAdmin'];
const somewhere = ['rolebindingClusterAdminClusterRole', 'rolebindingClusterAdminRole'];

/** Bindings to cluster-admin or to a role that allows everything, and workloads that run with such rights. */
export const rbacClusterAdmin: KubernetesRule = {
  id: 'RBAC-CLUSTER-ADMIN',
  aliases: {
    trivy: ['KSV-0111'],
    kics: ['k/cluster_admin_role_binding_with_super_user_permissions'],
    kubescape: [
      'C-0035',
      'C-0185',
      'C-0267',
      'C-0272',
      'cluster-admin-role',
      'rule-list-all-cluster-admins-v1',
      'workload-with-administrative-roles',
      'workload-with-cluster-takeover-roles',
    ],
    'kube-bench': ['5.1.1'],
    'kube-linter': ['cluster-admin-role-binding'],
    polaris: [
      'clusterrolebindingClusterAdmin',
      'rolebindingClusterAdminClusterRole',
      'rolebindingClusterAdminRole',
    ],
    'rbac-police': ['cluster_admin'],
    kyverno: ['restrict-binding-clusteradmin', 'block-cluster-admin-from-ns'],
  },
  severity: 'critical',
  family: 'rbac',
  title: { en: 'Someone has every right', 'zh-CN': '有主体拥有全部权限' },
  message: {
    en: '{subjects} may do everything {where}, by {role}',
    'zh-CN': '{subjects} 通过 {role} 在{where}拥有全部权限',
  },
  why: {
    en: 'cluster-admin reads every Secret, replaces every workload and changes every rule. A stolen token of such a subject is the loss of the cluster.',
    'zh-CN':
      'cluster-admin 可读取所有 Secret、替换所有工作负载、修改所有规则；其令牌一旦泄露即失去整个集群。',
  },
  advice: {
    en: 'Bind a role with the rights that are used (kubectl auth can-i --list shows them); keep cluster-admin for an account that is used in emergencies.',
    'zh-CN':
      '绑定只含实际所需权限的角色（kubectl auth can-i --list 可查看）；cluster-admin 仅留给应急账号。',
  },
  references: [goodPractices, rbacReference],
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ops }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
rules:
  - apiGroups: ['*']
    resources: ['*']
    verbs: ['*']
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: all, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all }
subjects:
  - { kind: ServiceAccount, name: web, namespace: shop }
`,
  ],
  good: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ops }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: cluster-admin }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: Group, name: 'system:masters', apiGroup: rbac.authorization.k8s.io }
`,
  ],
  check: (view, answer) => {
    if (view.pod !== undefined) {
      checkWorkload(view, answer);
      return;
    }
    const model = rbacOf(view.set);
    const binding = model.bindingAt(view);
    if (binding === undefined || isBuiltIn(view) || isDefault(binding)) {
      answer.notApplicable({ en: 'no binding of the user', 'zh-CN': '没有用户自己的绑定' });
      return;
    }
    const role = model.roleOf(binding);
    const named = binding.roleName === 'cluster-admin';
    const rules = role?.rules ?? [];
    const all = rules.some(allowsAll);
    if (!named && !all && !rules.some(allowsCore)) return;
    answer.fail({
      at: view.at(['roleRef', 'name']),
      params: {
        subjects: binding.subjects.map(subjectKey).join(', '),
        where:
          binding.scope === undefined
            ? { en: 'in the cluster', 'zh-CN': '整个集群' }
            : { en: `in namespace ${binding.scope}`, 'zh-CN': `命名空间 ${binding.scope} ` },
        role: `${binding.roleKind} ${binding.roleName}`,
      },
      severity: binding.scope === undefined ? 'critical' : 'high',
      aliases: aliasesOf(binding, { named, counted: rules.some(allowsCore) }),
    });
  },
};

function isDefault({ view, subjects }: Binding): boolean {
  return view.name === 'cluster-admin' && subjects.every(({ name }) => name === 'system:masters');
}

/** Everything of the core group counts as everything: it holds pods, Secrets and tokens. */
function allowsCore(rule: RoleRule): boolean {
  const all = rule.resources.includes('*') && rule.verbs.includes('*');
  return all && rule.groups.some((group) => group === '' || group === '*');
}

function aliasesOf(
  { scope, roleKind }: Binding,
  { named, counted }: { named: boolean; counted: boolean },
): Readonly<Record<string, readonly string[]>> {
  return {
    ...(counted && { kubescape: ['C-0035', 'rule-list-all-cluster-admins-v1'] }),
    ...(named && {
      trivy: ['KSV-0111'],
      kics,
      polaris: scope === undefined ? everywhere : somewhere,
      kyverno: ['restrict-binding-clusteradmin', 'block-cluster-admin-from-ns'],
      'rbac-police': ['cluster_admin'],
    }),
    ...(named &&
      scope === undefined &&
      roleKind === 'ClusterRole' && {
        kubescape: ['C-0035', 'C-0185', 'cluster-admin-role', 'rule-list-all-cluster-admins-v1'],
        'kube-bench': ['5.1.1'],
        'kube-linter': ['cluster-admin-role-binding'],
      }),
  };
}

/** A pod whose token reads every Secret, or does everything, is a way to take the cluster over. */
function checkWorkload(view: KubernetesView, answer: Answer): void {
  const spec = view.pod?.spec ?? {};
  const key = accountKey(view);
  const account = view.set.find(
    'ServiceAccount',
    key.slice(key.indexOf('/') + 1),
    namespaceOf(view),
  );
  const mounts =
    spec['automountServiceAccountToken'] ?? account?.object['automountServiceAccountToken'];
  if (isFalse(mounts)) {
    answer.notApplicable({ en: 'it has no token', 'zh-CN': '没有令牌' });
    return;
  }
  for (const { binding, rule, role } of rbacOf(view.set).grantsOf(key)) {
    if (binding.scope !== undefined) continue;
    const takesOver = ['get', 'list', 'watch'].some((verb) =>
      allows(rule, { verb, group: '', resource: 'secrets' }),
    );
    if (!takesOver || rule.names.length > 0) continue;
    const all = allowsAll(rule) || allowsCore(rule);
    answer.fail({
      at: view.at([...(view.pod?.path ?? []), 'spec', 'serviceAccountName']),
      message: all ? runsAsAdmin : runsAsReader,
      params: { account: key, role: `${role.kind} ${role.name}` },
      aliases: {
        kubescape: all
          ? [
              'C-0267',
              'C-0272',
              'workload-with-administrative-roles',
              'workload-with-cluster-takeover-roles',
            ]
          : ['C-0267', 'workload-with-cluster-takeover-roles'],
      },
    });
    return;
  }
}

const runsAsAdmin = {
  en: 'It runs as {account}, which may do everything in the cluster by {role}',
  'zh-CN': '它以 {account} 运行，该账号通过 {role} 在整个集群拥有全部权限',
};

const runsAsReader = {
  en: 'It runs as {account}, which may read every Secret of the cluster by {role}',
  'zh-CN': '它以 {account} 运行，该账号通过 {role} 可读取集群中的所有 Secret',
};
