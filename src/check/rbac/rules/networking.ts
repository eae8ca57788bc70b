import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const verbs = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const powers: readonly Power[] = [
  { group: '', resource: 'services', verbs },
  { group: '', resource: 'services/status', verbs: ['update', 'patch'] },
  { group: '', resource: 'endpoints', verbs },
  { group: 'discovery.k8s.io', resource: 'endpointslices', verbs },
  { group: 'networking.k8s.io', resource: 'networkpolicies', verbs },
  { group: 'networking.k8s.io', resource: 'ingresses', verbs },
];

/** Roles that change how traffic flows. */
export const rbacNetworking: KubernetesRule = roleRule(
  {
    id: 'RBAC-NETWORKING',
    aliases: {
      trivy: ['KSV-0056'],
      checkov: ['CKV2_K8S_4'],
      'rbac-police': ['modify_service_status_cve_2020_8554'],
      gatekeeper: ['k8sblockendpointeditdefaultrole'],
      kyverno: ['restrict-edit-for-endpoints'],
    },
    severity: 'high',
    title: { en: 'A role may change how traffic flows', 'zh-CN': '角色可以改变流量走向' },
    why: {
      en: 'Services, endpoints and ingresses decide where requests go, network policies who may ask. externalIPs and the status of a Service draw traffic meant for others (CVE-2020-8554).',
      'zh-CN':
        'Service、Endpoints 与 Ingress 决定请求去向，网络策略决定谁能访问；externalIPs 与 Service 的 status 可劫持他人流量（CVE-2020-8554）。',
    },
    advice: {
      en: 'Keep the role to the namespace of the one who deploys, without services/status, endpoints and endpointslices.',
      'zh-CN':
        '将角色限定在部署者自己的命名空间，且不包含 services/status、endpoints、endpointslices。',
    },
    references: [goodPractices, 'https://github.com/kubernetes/kubernetes/issues/97076'],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: net, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [services]
    verbs: [create]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: edit }
rules:
  - apiGroups: [discovery.k8s.io]
    resources: [endpointslices]
    verbs: [update]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['', networking.k8s.io]
    resources: [services, networkpolicies]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: scale, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments/scale]
    verbs: [update]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
