import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingwebhookconfigurations',
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
  },
];

/** Roles that change admission webhooks. */
export const rbacWebhooks: KubernetesRule = roleRule(
  {
    id: 'RBAC-WEBHOOKS',
    aliases: {
      trivy: ['KSV-0114'],
      checkov: ['CKV_K8S_155'],
      kubescape: ['C-0281', 'rule-can-modify-admission-webhooks'],
      'kube-bench': ['5.1.12'],
      'rbac-police': ['control_webhooks'],
      kyverno: ['restrict-clusterrole-mutating-validating-admission-webhooks'],
    },
    severity: 'high',
    title: { en: 'A role may change admission webhooks', 'zh-CN': '角色可以修改准入 Webhook' },
    why: {
      en: 'A mutating webhook rewrites every object before it is stored, and any webhook sees Secrets on their way: who configures one, owns what everybody deploys; who deletes one, ends a guard.',
      'zh-CN':
        '变更型 Webhook 可改写每个对象，任何 Webhook 都能看到经过的 Secret：能配置它的人等于掌控所有部署，能删除它的人可解除防护。',
    },
    advice: {
      en: 'Allow it to the controller that owns the configuration alone, with resourceNames.',
      'zh-CN': '仅允许拥有该配置的控制器修改，并使用 resourceNames 限定。',
    },
    references: [
      goodPractices,
      'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: hooks }
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
    verbs: [create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: hooks }
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: policies }
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [validatingadmissionpolicies]
    verbs: [create]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
