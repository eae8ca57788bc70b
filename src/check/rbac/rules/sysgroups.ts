import { textsOf } from '../../../formats/json-values.ts';
import { isTrue } from '../../kubernetes/fields.ts';
import { rbacOf } from '../model.ts';
import { goodPractices } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const anonymous = {
  trivy: ['KSV-0122'],
  kubescape: ['C-0262'],
  'kube-bench': ['5.1.7'],
  kyverno: ['restrict-binding-system-groups'],
  gatekeeper: ['k8sdisallowanonymous'],
};
const authenticated = {
  kubescape: ['C-0265', 'system-authenticated-allowed-to-take-over-cluster'],
  kyverno: ['restrict-binding-system-groups'],
  gatekeeper: ['k8sdisallowanonymous'],
};
const masters = {
  trivy: ['KSV-0123'],
  kubescape: ['C-0246'],
  'kube-bench': ['5.1.7'],
  kyverno: ['restrict-binding-system-groups'],
};

/** What each of these subjects is, how bad giving it a role is, and who knows the fault. */
const known = new Map([
  ['system:anonymous', { who: 'anyone without a login', severity: 'critical', aliases: anonymous }],
  [
    'system:unauthenticated',
    { who: 'anyone without a login', severity: 'critical', aliases: anonymous },
  ],
  [
    'system:authenticated',
    { who: 'anyone with a login, every pod included', severity: 'high', aliases: authenticated },
  ],
  ['system:serviceaccounts', { who: 'every pod of the cluster', severity: 'high', aliases: {} }],
  [
    'system:masters',
    { who: 'administrators that nothing stops', severity: 'critical', aliases: masters },
  ],
] as const);

/** Names of roles that Kubernetes itself gives to everybody: they show no more than versions and paths. */
const discovery: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);

/** Bindings to everybody, or to groups that no policy stops. */
export const rbacSysgroups: KubernetesRule = {
  id: 'RBAC-SYSGROUPS',
  aliases: {
    trivy: ['KSV-0122', 'KSV-0123', 'KSV-01011'],
    kubescape: ['C-0246', 'C-0262', 'C-0265', 'system-authenticated-allowed-to-take-over-cluster'],
    'kube-bench': ['5.1.7'],
    kyverno: ['restrict-binding-system-groups'],
    gatekeeper: ['k8sdisallowanonymous'],
  },
  severity: 'critical',
  family: 'rbac',
  title: { en: 'A role is given to everybody', 'zh-CN': '角色被授予所有人' },
  message: { en: '{subject} has {role}: {who}', 'zh-CN': '{subject} 拥有 {role}：{who}' },
  why: {
    en: 'system:unauthenticated and system:anonymous are requests without any login, system:authenticated is everybody with one, service accounts of every pod included. system:masters passes all checks and cannot be taken back.',
    'zh-CN':
      'system:unauthenticated 与 system:anonymous 是未登录的请求；system:authenticated 是任何已登录者，包括所有 Pod 的服务账号；system:masters 绕过全部检查且无法撤销。',
  },
  advice: {
    en: 'Bind users, groups and service accounts by their own names.',
    'zh-CN': '改为绑定具体的用户、组或服务账号。',
  },
  references: [
    goodPractices,
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles',
  ],
  options: { allowedRoles: [] as readonly string[], allowAuthenticated: false },
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: open }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: Group, name: 'system:unauthenticated', apiGroup: rbac.authorization.k8s.io }
`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: masters, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: any }
subjects:
  - { kind: Group, name: 'system:masters', apiGroup: rbac.authorization.k8s.io }
`,
  ],
  good: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: team }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: Group, name: team-a, apiGroup: rbac.authorization.k8s.io }
`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: 'system:public-info-viewer' }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:public-info-viewer' }
subjects:
  - { kind: Group, name: 'system:unauthenticated', apiGroup: rbac.authorization.k8s.io }
`,
  ],
  check: (view, answer) => {
    const binding = rbacOf(view.set).bindingAt(view);
    if (binding === undefined) {
      answer.notApplicable({ en: 'no binding', 'zh-CN': '没有绑定' });
      return;
    }
    const allowed = textsOf(answer.option('allowedRoles'));
    if (
      discovery.has(binding.roleName) ||
      allowed.includes(binding.roleName) ||
      view.name === 'cluster-admin'
    ) {
      answer.notApplicable({
        en: 'a binding of Kubernetes itself',
        'zh-CN': 'Kubernetes 自带的绑定',
      });
      return;
    }
    const role = rbacOf(view.set).roleOf(binding);
    for (const subject of binding.subjects) {
      const fact = known.get(subject.name as 'system:masters');
      if (fact === undefined || subject.kind === 'ServiceAccount') continue;
      if (subject.name === 'system:authenticated' && isTrue(answer.option('allowAuthenticated')))
        continue;
      // What reads nothing but settings and has a name of Kubernetes itself is left alone.
      const harmless =
        view.name.startsWith('system:') &&
        role !== undefined &&
        role.rules.every(
          ({ resources, verbs }) =>
            resources.every((one) => one === 'configmaps') && !verbs.includes('*'),
        );
      if (harmless) continue;
      answer.fail({
        at: view.at([...subject.path, 'name']),
        params: {
          subject: `${subject.kind} ${subject.name}`,
          role: `${binding.roleKind} ${binding.roleName}`,
          who: fact.who,
        },
        severity: fact.severity,
        aliases: fact.aliases,
      });
    }
  },
};
