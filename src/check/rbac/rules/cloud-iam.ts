import { textOf } from '../../../formats/json-values.ts';
import { goodPractices } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

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
    kubescape: ['C-0222', 'C-0223', 'C-0232', 'C-0241', 'C-0250', 'C-0251', 'C-0285', 'C-0308'],
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
    if (view.kind !== 'ServiceAccount') {
      answer.notApplicable('no service account');
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
