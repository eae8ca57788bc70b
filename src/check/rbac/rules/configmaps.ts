import { roleRule, goodPractices } from '../rule.ts';
import { heldVerbs } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const verbs = ['create', 'update', 'patch', 'delete', 'deletecollection'];
/** ConfigMaps that decide over the cluster. */
const sensitive = new Set(['aws-auth', 'coredns', 'kube-proxy', 'kubeadm-config']);

/** Roles that change ConfigMaps, those of DNS and of EKS users above all. */
export const rbacConfigmaps: KubernetesRule = roleRule(
  {
    id: 'RBAC-CONFIGMAPS',
    aliases: {
      trivy: ['KSV-0049', 'KSV-0115'],
      kubescape: ['C-0037', 'rule-can-update-configmap-v1'],
      'rbac-police': ['eks_modify_aws_auth'],
      kyverno: ['limit-configmap-for-sa'],
    },
    severity: 'medium',
    title: { en: 'A role may change ConfigMaps', 'zh-CN': '角色可以修改 ConfigMap' },
    why: {
      en: 'Many programs take orders from ConfigMaps: coredns decides where names lead, aws-auth who is an administrator of an EKS cluster, and others hold scripts that run.',
      'zh-CN':
        '许多程序依据 ConfigMap 行事：coredns 决定域名指向，aws-auth 决定谁是 EKS 集群管理员，还有些保存会被执行的脚本。',
    },
    advice: {
      en: 'Name the ConfigMaps (resourceNames), and keep the role out of kube-system.',
      'zh-CN': '用 resourceNames 限定具体的 ConfigMap，并避免授予 kube-system 中的权限。',
    },
    references: [
      goodPractices,
      'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: editor, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [update, get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: eks, namespace: kube-system }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [patch]
    resourceNames: [aws-auth]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: own, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [update]
    resourceNames: [shop-settings]
`,
    ],
  },
  (rule) => {
    const held = heldVerbs(rule, { group: '', resource: 'configmaps', verbs });
    if (held.length === 0) return [];
    const named = rule.names.filter((name) => sensitive.has(name));
    if (rule.names.length > 0 && named.length === 0) return [];
    const what = `${held.join(', ')} configmaps ${named.join(', ')}`.trim();
    const changes = held.some((verb) => verb === 'update' || verb === 'patch');
    return [
      {
        what,
        ...(named.length > 0 && { severity: 'high' as const }),
        aliases: {
          trivy: named.includes('aws-auth') ? ['KSV-0049', 'KSV-0115'] : ['KSV-0049'],
          'rbac-police': ['eks_modify_aws_auth'],
          kyverno: ['limit-configmap-for-sa'],
          ...(changes && { kubescape: ['C-0037', 'rule-can-update-configmap-v1'] }),
        },
      },
    ];
  },
);
