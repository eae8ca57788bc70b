import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [{ group: '', resource: 'persistentvolumes', verbs: ['create'] }];

/** Roles that create persistent volumes. */
export const rbacPv: KubernetesRule = roleRule(
  {
    id: 'RBAC-PV',
    aliases: { kubescape: ['C-0278', 'rule-can-create-pv'], 'kube-bench': ['5.1.9'] },
    severity: 'medium',
    title: { en: 'A role may create persistent volumes', 'zh-CN': '角色可以创建 PersistentVolume' },
    why: {
      en: 'A PersistentVolume may be a folder of the node (hostPath): who creates one and claims it reads and writes files of the host, even where pods may not mount them.',
      'zh-CN':
        'PersistentVolume 可以是节点上的目录（hostPath）；能创建并申领它的人可读写主机文件，即使 Pod 被禁止直接挂载。',
    },
    advice: {
      en: 'Leave volumes to storage classes and their provisioners; people create claims.',
      'zh-CN': '由 StorageClass 及其供应程序创建卷，用户只创建 PersistentVolumeClaim。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: storage }
rules:
  - apiGroups: ['']
    resources: [persistentvolumes]
    verbs: [create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: storage, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [persistentvolumeclaims]
    verbs: [create]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: viewer }
rules:
  - apiGroups: ['']
    resources: [persistentvolumes]
    verbs: [get, list]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
