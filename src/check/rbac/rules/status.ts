import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  { group: '', resource: 'nodes/status', verbs: ['update', 'patch'] },
  { group: '', resource: 'pods/status', verbs: ['update', 'patch'] },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
  { group: '', resource: 'nodes', verbs: ['update', 'patch', 'delete'] },
];

/** Roles that change what nodes and pods report, or move pods. */
export const rbacStatus: KubernetesRule = roleRule(
  {
    id: 'RBAC-STATUS',
    aliases: { 'rbac-police': ['modify_node_status', 'modify_pod_status', 'steal_pods'] },
    severity: 'low',
    level: 'strict',
    title: {
      en: 'A role may change what nodes and pods report',
      'zh-CN': '角色可以修改节点和 Pod 的状态',
    },
    why: {
      en: 'Status decides where pods run and where services send traffic: with it, pods of others are drawn to a node one owns, or requests to a pod one owns.',
      'zh-CN':
        '状态决定 Pod 的调度与服务流量的去向：利用它可将他人的 Pod 吸引到自己控制的节点，或将请求引向自己的 Pod。',
    },
    advice: {
      en: 'Leave status to kubelets and controllers.',
      'zh-CN': '状态更新只应由 kubelet 和控制器完成。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reporter }
rules:
  - apiGroups: ['']
    resources: [nodes/status]
    verbs: [patch]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: viewer }
rules:
  - apiGroups: ['']
    resources: [nodes/status, pods/status]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reporter, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments/status]
    verbs: [patch]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
