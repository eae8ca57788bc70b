import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests/approval',
    verbs: ['update', 'patch'],
  },
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests/status',
    verbs: ['update', 'patch'],
  },
  { group: 'certificates.k8s.io', resource: 'signers', verbs: ['approve', 'sign'] },
];

/** Roles that approve certificate requests. */
export const rbacCsr: KubernetesRule = roleRule(
  {
    id: 'RBAC-CSR',
    aliases: {
      checkov: ['CKV_K8S_156'],
      kubescape: ['C-0280'],
      'kube-bench': ['5.1.11'],
      'rbac-police': ['approve_csrs'],
      kyverno: ['restrict-clusterrole-csr', 'inspect-csr'],
    },
    severity: 'high',
    title: { en: 'A role may approve certificate requests', 'zh-CN': '角色可以批准证书签名请求' },
    why: {
      en: 'An approved request to the signer kube-apiserver-client is a client certificate of any name and group, system:nodes included, and nothing takes it back before it expires.',
      'zh-CN':
        '经批准的 kube-apiserver-client 签名请求可得到任意用户名和组（包括 system:nodes）的客户端证书，且到期前无法撤销。',
    },
    advice: {
      en: 'Leave approval to the controller manager, or name the signers that the role is for.',
      'zh-CN': '由控制器管理器批准，或限定角色可用的签名者。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: approver }
rules:
  - apiGroups: [certificates.k8s.io]
    resources: [certificatesigningrequests/approval]
    verbs: [update]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: asker }
rules:
  - apiGroups: [certificates.k8s.io]
    resources: [certificatesigningrequests]
    verbs: [create, get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: asker }
rules:
  - apiGroups: [cert-manager.io]
    resources: [certificaterequests/status]
    verbs: [update]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
