import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [{ group: '', resource: 'nodes/proxy', verbs: ['get', 'create'] }];

/** Roles that talk to kubelets through the API server. */
export const rbacNodesProxy: KubernetesRule = roleRule(
  {
    id: 'RBAC-NODES-PROXY',
    aliases: {
      trivy: ['KSV-0047'],
      checkov: ['CKV2_K8S_2'],
      kubescape: ['C-0279'],
      'kube-bench': ['5.1.10'],
      'rbac-police': ['nodes_proxy'],
      kyverno: ['restrict-clusterrole-nodesproxy'],
    },
    severity: 'high',
    title: {
      en: 'A role may talk to kubelets through the API server',
      'zh-CN': '角色可以经 API server 访问 kubelet',
    },
    why: {
      en: 'nodes/proxy reaches the API of every kubelet: commands in every container of the node, without admission control and without a line in the audit log.',
      'zh-CN':
        'nodes/proxy 可访问各 kubelet 的 API，在节点的任意容器中执行命令，绕过准入控制与审计日志。',
    },
    advice: {
      en: 'Use nodes/metrics, nodes/stats or nodes/log, which is what monitoring needs.',
      'zh-CN': '改用监控所需的 nodes/metrics、nodes/stats 或 nodes/log。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: metrics }
rules:
  - apiGroups: ['']
    resources: [nodes/proxy]
    verbs: [get]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: metrics }
rules:
  - apiGroups: ['']
    resources: [nodes/metrics, nodes/stats]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: viewer }
rules:
  - apiGroups: ['']
    resources: [nodes]
    verbs: [get, list]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
