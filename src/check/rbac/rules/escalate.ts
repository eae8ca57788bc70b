import { deployer } from '../examples.ts';
import { printable } from '../../../model/index.ts';
import type { Answer } from '../../contract.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { isBuiltIn, rbacOf, subjectKey, type RoleRule, type Role } from '../model.ts';
import { pathText, pathToAdmin } from '../paths.ts';
import { heldText, heldVerbs, type Power } from '../powers.ts';
import { goodPractices, roleRule, type Risk, type RoleFacts } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { filled, harmless } from '../../words.ts';
import type { Text } from '../../../model/index.ts';

const group = 'rbac.authorization.k8s.io';
const verbs = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const giving: readonly Power[] = ['roles', 'clusterroles'].map((resource) => ({
  group,
  resource,
  verbs: ['escalate', 'bind'],
}));
const managing: readonly Power[] = [
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
].map((resource) => ({ group, resource, verbs }));

const facts: RoleFacts = {
  id: 'RBAC-ESCALATE',
  aliases: {
    trivy: ['KSV-0050', 'KSV-0051', 'KSV-0052', 'KSV-0055'],
    checkov: ['CKV_K8S_157', 'CKV_K8S_158', 'CKV2_K8S_1'],
    kics: ['k/rbac_roles_allow_privilege_escalation'],
    kubescape: ['C-0191'],
    'kube-bench': ['5.1.8'],
    'rbac-police': ['bind_roles', 'escalate_roles'],
    kubiscan: [
      'risky-create-rolebinding-role',
      'risky-create-rolebinding-clusterrole',
      'risky-create-clusterrolebinding-clusterrole',
      'risky-add-rolebinding',
    ],
    kyverno: ['restrict-escalation-verbs-roles'],
  },
  severity: 'critical',
  title: {
    en: 'A role may give rights that its owner does not have',
    'zh-CN': '角色可以授予自身没有的权限',
  },
  why: {
    en: 'escalate writes any right into a role, bind hands out any role. Who changes roles and bindings decides who is an administrator.',
    'zh-CN':
      'escalate 可将任意权限写入角色，bind 可授予任意角色；能修改角色与绑定的人决定谁是管理员。',
  },
  advice: {
    en: 'Keep roles and bindings in version control and let one controller apply them; name the roles that may be bound (resourceNames).',
    'zh-CN': '将角色与绑定纳入版本控制并由单一控制器应用；用 resourceNames 限定可绑定的角色。',
  },
  references: [
    goodPractices,
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping',
  ],
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: giver }
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [clusterroles]
    verbs: [bind]
`,
    `${deployer}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: deployers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: helm }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: helm, namespace: kube-system }
`,
  ],
  good: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles, rolebindings]
    verbs: [get, list]
`,
    `${deployer}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: helm }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: helm, namespace: kube-system }
`,
  ],
};

const onRoles = roleRule(facts, risksOf);

/** Roles that give rights, and the ways by which subjects come to rights over the whole cluster. */
export const rbacEscalate: KubernetesRule = {
  ...onRoles,
  check: (view, answer) => {
    if (view.kind === 'Role' || view.kind === 'ClusterRole') onRoles.check(view, answer);
    else checkBinding(view, answer);
  },
};

function risksOf(rule: RoleRule, role: Role): Risk[] {
  const gives = heldText(rule, giving);
  const manages = heldText(rule, managing);
  if (gives === '' && manages === '') return [];
  const trivy: string[] = manages === '' ? [] : ['KSV-0050'];
  if (bindsAnything(role, 'rolebindings') && binds(rule)) trivy.push('KSV-0051');
  if (bindsAnything(role, 'clusterrolebindings') && binds(rule)) trivy.push('KSV-0052');
  if (manages.includes('patch rolebindings')) trivy.push('KSV-0055');
  return [
    {
      what: [gives, manages].filter((text) => text !== '').join('; '),
      aliases: {
        trivy,
        checkov: ['CKV_K8S_157', 'CKV_K8S_158', 'CKV2_K8S_1'],
        kics: ['k/rbac_roles_allow_privilege_escalation'],
        kubiscan: [
          'risky-create-rolebinding-role',
          'risky-create-rolebinding-clusterrole',
          'risky-create-clusterrolebinding-clusterrole',
          'risky-add-rolebinding',
        ],
        ...(gives !== '' && {
          kubescape: ['C-0191'],
          'kube-bench': ['5.1.8'],
          'rbac-police': ['bind_roles', 'escalate_roles'],
          kyverno: ['restrict-escalation-verbs-roles'],
        }),
      },
    },
  ];
}

function binds(rule: RoleRule): boolean {
  return giving.some((power) => heldVerbs(rule, { ...power, verbs: ['bind'] }).length > 0);
}

/** Whether a role also writes the bindings for what it may bind. */
function bindsAnything(role: Role, resource: string): boolean {
  return role.rules.some(
    (rule) => heldVerbs(rule, { group, resource, verbs: ['create'] }).length > 0,
  );
}

function checkBinding(view: KubernetesView, answer: Answer): void {
  const model = rbacOf(view.set);
  const binding = model.bindingAt(view);
  if (binding === undefined || isBuiltIn(view)) {
    answer.notApplicable({
      en: 'neither a role nor a binding of the user',
      'zh-CN': '没有用户自己的角色或绑定',
    });
    return;
  }
  for (const subject of binding.subjects) {
    if (subject.name.startsWith('system:')) continue;
    const steps = pathToAdmin(view.set, subjectKey(subject));
    if (steps === 'unknown') {
      answer.couldNotRead({
        en: `too many subjects to search for a way from ${printable(subjectKey(subject))} to cluster-admin`,
        'zh-CN': `主体过多，无法查找从 ${printable(subjectKey(subject))} 到 cluster-admin 的途径`,
      });
      continue;
    }
    // A way is told once: at the binding that makes its first step possible.
    if (steps?.[0]?.binding !== binding) continue;
    answer.fail({
      at: view.at(subject.path),
      also: steps.slice(1).map((step) => step.binding.view.at([])),
      message: wayMessage,
      params: { subject: printable(subjectKey(subject)), path: pathText(steps) },
      evidence: steps.map(({ by, does, binding: through }) =>
        filled(stepText, {
          by: printable(by),
          does: harmless(does),
          through: printable(`${through.view.kind} ${through.view.name}`),
        }),
      ),
      aliases: {},
    });
  }
}

const stepText: Text = {
  en: '{by} can {does} ({through})',
  'zh-CN': '{by} 可以{does}（{through}）',
};

const wayMessage = {
  en: '{subject} can take over the cluster: {path}',
  'zh-CN': '{subject} 可以接管整个集群：{path}',
};
