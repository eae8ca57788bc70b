import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf, isFalse, isTrue } from '../fields.ts';
import { failAt } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import type { JsonObject } from '../../../formats/json-values.ts';

interface Field {
  readonly field: readonly string[];
  readonly wrong: (spec: JsonObject) => boolean;
  readonly ids: Aliases;
}

const noRoot = (rule: unknown): boolean =>
  objectOf(rule)['rule'] === 'MustRunAsNonRoot' ||
  (objectOf(rule)['rule'] === 'MustRunAs' &&
    listOf(objectOf(rule)['ranges']).every(
      (range) => (integerOf(objectOf(range)['min']) ?? 0) > 0,
    ));

const fields: readonly Field[] = [
  {
    field: ['privileged'],
    wrong: ({ privileged }) => isTrue(privileged),
    ids: {
      checkov: ['CKV_K8S_2'],
      kics: ['k/psp_set_to_privileged'],
      kubescape: ['C-0213', 'psp-deny-privileged-container'],
    },
  },
  {
    field: ['allowPrivilegeEscalation'],
    wrong: ({ allowPrivilegeEscalation }) => !isFalse(allowPrivilegeEscalation),
    ids: {
      checkov: ['CKV_K8S_5'],
      kics: ['k/psp_allows_privilege_escalation'],
      kubescape: ['C-0217', 'psp-deny-allowprivilegeescalation'],
    },
  },
  {
    field: ['hostPID'],
    wrong: ({ hostPID }) => isTrue(hostPID),
    ids: {
      checkov: ['CKV_K8S_1'],
      kics: ['k/psp_allows_sharing_host_pid'],
      kubescape: ['C-0214', 'psp-deny-hostpid'],
    },
  },
  {
    field: ['hostIPC'],
    wrong: ({ hostIPC }) => isTrue(hostIPC),
    ids: {
      checkov: ['CKV_K8S_3'],
      kics: ['k/psp_allows_sharing_host_ipc'],
      kubescape: ['C-0215', 'psp-deny-hostipc'],
    },
  },
  {
    field: ['hostNetwork'],
    wrong: ({ hostNetwork }) => isTrue(hostNetwork),
    ids: {
      checkov: ['CKV_K8S_4'],
      kics: ['k/psp_containers_share_host_network_namespace'],
      kubescape: ['C-0216', 'psp-deny-hostnetwork'],
    },
  },
  {
    field: ['allowedCapabilities'],
    wrong: ({ allowedCapabilities }) => listOf(allowedCapabilities).length > 0,
    ids: {
      checkov: ['CKV_K8S_24'],
      kics: ['k/psp_with_added_capabilities'],
      kubescape: ['C-0219', 'psp-deny-allowed-capabilities'],
    },
  },
  {
    field: ['requiredDropCapabilities'],
    wrong: ({ requiredDropCapabilities }) => listOf(requiredDropCapabilities).length === 0,
    ids: {
      checkov: ['CKV_K8S_36'],
      kics: ['k/not_limited_capabilities_for_pod_security_policy'],
      kubescape: ['C-0220', 'psp-required-drop-capabilities'],
    },
  },
  {
    field: ['requiredDropCapabilities'],
    wrong: ({ requiredDropCapabilities: drop }) =>
      !listOf(drop).includes('ALL') && !listOf(drop).includes('NET_RAW'),
    ids: { checkov: ['CKV_K8S_7'], kics: ['k/net_raw_capabilities_disabled_for_psp'] },
  },
  {
    field: ['allowedHostPaths', '0', 'readOnly'],
    wrong: ({ allowedHostPaths }) =>
      listOf(allowedHostPaths).some((path) => !isTrue(objectOf(path)['readOnly'])),
    ids: { kics: ['k/psp_with_unrestricted_access_to_host_path'] },
  },
  {
    field: ['runAsUser', 'rule'],
    wrong: ({ runAsUser }) => objectOf(runAsUser)['rule'] !== 'MustRunAsNonRoot',
    ids: { checkov: ['CKV_K8S_6'], kics: ['k/root_containers_admitted'] },
  },
  {
    field: ['runAsUser', 'rule'],
    wrong: ({ runAsUser }) => !noRoot(runAsUser),
    ids: { kubescape: ['C-0218', 'psp-deny-root-container'] },
  },
  ...['supplementalGroups', 'fsGroup'].map((name): Field => ({
    field: [name, 'rule'],
    wrong: (spec) => !noRoot(spec[name]),
    ids: { kics: ['k/root_containers_admitted'] },
  })),
];

/** PodSecurityPolicies allow nothing that takes over the node. */
export const podSecurityPolicy: KubernetesRule = {
  id: 'ADM-PSP',
  aliases: {
    checkov: [
      'CKV_K8S_1',
      'CKV_K8S_2',
      'CKV_K8S_3',
      'CKV_K8S_4',
      'CKV_K8S_5',
      'CKV_K8S_6',
      'CKV_K8S_7',
      'CKV_K8S_24',
      'CKV_K8S_32',
      'CKV_K8S_36',
    ],
    kics: [
      'k/psp_allows_privilege_escalation',
      'k/psp_allows_sharing_host_ipc',
      'k/psp_allows_sharing_host_pid',
      'k/psp_containers_share_host_network_namespace',
      'k/psp_set_to_privileged',
      'k/psp_with_added_capabilities',
      'k/psp_with_unrestricted_access_to_host_path',
      'k/net_raw_capabilities_disabled_for_psp',
      'k/not_limited_capabilities_for_pod_security_policy',
      'k/root_containers_admitted',
    ],
    kubescape: [
      'C-0068',
      'C-0213',
      'C-0214',
      'C-0215',
      'C-0216',
      'C-0217',
      'C-0218',
      'C-0219',
      'C-0220',
      'psp-deny-allowed-capabilities',
      'psp-deny-allowprivilegeescalation',
      'psp-deny-hostipc',
      'psp-deny-hostnetwork',
      'psp-deny-hostpid',
      'psp-deny-privileged-container',
      'psp-deny-root-container',
      'psp-required-drop-capabilities',
    ],
    'kube-linter': ['scc-deny-privileged-container'],
  },
  severity: 'low',
  level: 'strict',
  family: 'pss',
  title: { en: 'A PodSecurityPolicy allows too much', 'zh-CN': 'PodSecurityPolicy 过于宽松' },
  message: { en: 'The policy does not forbid {field}', 'zh-CN': '该策略未禁止 {field}' },
  why: {
    en: 'Clusters before 1.25 let pods in by it; what it allows is what a pod can take.',
    'zh-CN': '1.25 之前的集群以它准入 Pod；它允许什么，Pod 就能得到什么。',
  },
  advice: {
    en: 'Forbid what is named, and move to Pod Security admission: the kind is gone since 1.25.',
    'zh-CN': '禁止所指字段，并迁移到 Pod 安全准入：该类型自 1.25 起已删除。',
  },
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-policy/'],
  bad: [
    `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: a }
spec: { privileged: true, allowPrivilegeEscalation: false, requiredDropCapabilities: [ALL], runAsUser: { rule: MustRunAsNonRoot } }
`,
  ],
  good: [
    `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: a }
spec: { privileged: false, allowPrivilegeEscalation: false, requiredDropCapabilities: [ALL], runAsUser: { rule: MustRunAsNonRoot }, supplementalGroups: { rule: MustRunAs, ranges: [{ min: 1, max: 9 }] }, fsGroup: { rule: MustRunAs, ranges: [{ min: 1, max: 9 }] } }
`,
    settings,
  ],
  check: (view, answer) => {
    if (view.kind !== 'PodSecurityPolicy') {
      answer.notApplicable({ en: 'no PodSecurityPolicy', 'zh-CN': '没有 PodSecurityPolicy' });
      return;
    }
    const policies = view.set.ofKind('PodSecurityPolicy');
    for (const { field, wrong, ids } of fields) {
      // A cluster needs a lax policy for its own parts; what counts is that there is a strict one, too.
      if (!policies.every(({ spec }) => wrong(spec))) continue;
      failAt(view, answer, {
        path: ['spec', ...field],
        params: { field: field.join('.') },
        aliases: ids,
      });
    }
  },
};
