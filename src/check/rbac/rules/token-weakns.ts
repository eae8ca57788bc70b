import { deployer } from '../examples.ts';
import { rbacOf, subjectKey } from '../model.ts';
import { heldText, podMakers, type Power } from '../powers.ts';
import { bindingAt, goodPractices, isSystem } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  { group: '', resource: 'serviceaccounts/token', verbs: ['create'] },
  { group: '', resource: 'secrets', verbs: ['get', 'list'] },
  { group: '', resource: 'pods/exec', verbs: ['create', 'get'] },
  { group: '', resource: 'pods/ephemeralcontainers', verbs: ['update', 'patch'] },
  ...podMakers,
];

/** Rights over tokens and pods inside namespaces that hold nothing of the cluster’s. */
export const rbacTokenWeakns: KubernetesRule = {
  id: 'RBAC-TOKEN-WEAKNS',
  aliases: { 'rbac-police': ['obtain_token_weak_ns', 'rce_weak_ns'] },
  severity: 'low',
  level: 'optional',
  family: 'rbac',
  title: {
    en: 'Someone reaches the tokens of one namespace',
    'zh-CN': '有主体可获取某个命名空间内的令牌',
  },
  message: {
    en: '{subjects} may {what} in namespace {namespace}',
    'zh-CN': '{subjects} 可在命名空间 {namespace} 中 {what}',
  },
  why: {
    en: 'Inside one namespace without powerful accounts this is what deploying needs. It becomes a way up on the day that a controller is installed there.',
    'zh-CN': '在没有高权限账号的命名空间中，这只是部署所需；一旦在此安装控制器，它就成为提权途径。',
  },
  advice: {
    en: 'Keep controllers with rights over the cluster out of namespaces that people deploy to.',
    'zh-CN': '不要把拥有集群权限的控制器装进供人部署的命名空间。',
  },
  references: [goodPractices],
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [create]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
  ],
  good: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: viewer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
    `${deployer}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: deployers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
  ],
  check: (view, answer) => {
    const binding = bindingAt(view, answer);
    if (binding?.scope === undefined || isSystem(binding.scope)) return;
    const rules = rbacOf(view.set).roleOf(binding)?.rules ?? [];
    const held = new Set(rules.map((rule) => heldText(rule, powers)).filter((text) => text !== ''));
    if (held.size === 0) return;
    answer.fail({
      at: view.at(['roleRef', 'name']),
      params: {
        subjects: binding.subjects.map(subjectKey).join(', '),
        what: [...held].join('; '),
        namespace: binding.scope,
      },
    });
  },
};
