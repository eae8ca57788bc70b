import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { Answer } from '../../contract.ts';
import { clusterOf, switchedOff } from '../../kubernetes/cloud/clusters.ts';
import { failAt } from '../../kubernetes/judge.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { valueAt } from '../../kubernetes/workloads.ts';
import { goodPractices } from '../rule.ts';

/** Annotations by which each cloud finds the identity of a service account. */
const annotations = [
  'azure.workload.identity/client-id',
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'iam.gke.io/service-account',
];

/** Service accounts that are identities of a cloud. */
export const rbacCloudIam: KubernetesRule = {
  id: 'RBAC-CLOUD-IAM',
  aliases: {
    'rbac-police': ['providerIAM'],
    kubescape: [
      'C-0222',
      'C-0223',
      'C-0232',
      'C-0241',
      'C-0250',
      'C-0251',
      'C-0285',
      'C-0308',
      'ensure-azure-rbac-is-set',
      'list-iam-policies-in-gcp',
    ],
    kyverno: ['require-aws-node-irsa'],
  },
  severity: 'low',
  level: 'strict',
  family: 'rbac',
  title: { en: 'A service account is an identity of a cloud', 'zh-CN': '服务账号关联了云身份' },
  message: {
    en: 'Pods that run as it act in the cloud as {identity}',
    'zh-CN': '以其运行的 Pod 在云中的身份为 {identity}',
  },
  why: {
    en: 'Who may create pods in the namespace, or run commands in one, has the rights of that role outside the cluster, too.',
    'zh-CN': '能在该命名空间创建 Pod 或在其中执行命令的人，也就拥有该云角色在集群外的权限。',
  },
  advice: {
    en: 'Keep the role to what the workload does, and the namespace to those who may do it; "default" is no account for this.',
    'zh-CN': '云角色仅授予工作负载所需权限，命名空间仅限相关人员；不要使用 default 账号。',
  },
  references: [
    goodPractices,
    'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
  ],
  bad: [
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: uploader
  annotations: { eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/uploader' }
`,
  ],
  good: [
    `apiVersion: v1
kind: ServiceAccount
metadata: { name: uploader }
`,
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
  annotations: { eks.amazonaws.com/role-arn: none }
`,
  ],
  check: (view, answer) => {
    if (clusterOf(view) !== undefined) {
      directoryRoles(view, answer);
      return;
    }
    if (view.kind === 'ListEntitiesForPolicies' && view.group === 'container.googleapis.com') {
      basicRoles(view, answer);
      return;
    }
    if (view.kind !== 'ServiceAccount') {
      answer.notApplicable({ en: 'no service account', 'zh-CN': '没有服务账号' });
      return;
    }
    for (const key of annotations) {
      const identity = textOf(view.annotations[key]);
      if (identity === undefined || identity === '') continue;
      const severity = view.name === 'default' ? 'medium' : 'low';
      answer.fail({
        at: view.at(['metadata', 'annotations', key]),
        params: { identity },
        severity,
      });
    }
  },
};

/** Where the directory's roles do not decide, leaving the directory does not end access to the cluster. */
function directoryRoles(view: KubernetesView, answer: Answer): void {
  const off = switchedOff(view, 'directoryRoles');
  if (off === undefined) return;
  const { service, ...rest } = off;
  failAt(view, answer, {
    ...rest,
    message: {
      en: 'Roles of the directory do not decide who may do what in the cluster of {service}',
      'zh-CN': '{service} 集群未由目录角色决定授权',
    },
    params: { service },
    aliases: { kubescape: ['C-0241', 'ensure-azure-rbac-is-set'] },
  });
}

/** Google's own advice is to grant none of the three basic roles: each is thousands of permissions. */
function basicRoles(view: KubernetesView, answer: Answer): void {
  const path = ['data', 'rolesPolicies', 'bindings'];
  listOf(valueAt(view.object, path)).forEach((item, index) => {
    const { role, members } = objectOf(item);
    if (!/^roles\/(?:owner|editor|viewer)$/.test(textOf(role) ?? '')) return;
    failAt(view, answer, {
      path: [...path, index, 'role'],
      message: {
        en: '{members} hold {role}, which is good for every service of the project',
        'zh-CN': '{members} 拥有 {role}，对项目的所有服务有效',
      },
      params: { members: textsOf(members).join(', '), role: textOf(role) ?? '' },
      aliases: { kubescape: ['C-0222', 'C-0223', 'C-0250', 'C-0251', 'list-iam-policies-in-gcp'] },
    });
  });
}
