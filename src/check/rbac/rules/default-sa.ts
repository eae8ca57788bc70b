import { webReads } from '../examples.ts';
import { bindingAt, goodPractices } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Roles given to the service account that every pod has. */
export const rbacDefaultSa: KubernetesRule = {
  id: 'RBAC-DEFAULT-SA',
  aliases: {
    checkov: ['CKV_K8S_42'],
    kics: ['k/role_binding_to_default_service_account'],
    kubescape: ['ensure-default-service-accounts-has-only-default-roles'],
  },
  severity: 'medium',
  family: 'rbac',
  title: {
    en: 'A role is given to the default service account',
    'zh-CN': '角色被授予 default 服务账号',
  },
  message: {
    en: '{role} is given to the default service account of {namespace}, which every pod there has unless it says otherwise',
    'zh-CN':
      '{role} 被授予 {namespace} 的 default 服务账号，该命名空间中未另行指定的 Pod 都会使用它',
  },
  why: {
    en: 'Pods that name no service account run as "default". A right it has, every one of them has, tomorrow’s included.',
    'zh-CN':
      '未指定服务账号的 Pod 都以 default 运行；授予它的权限，所有这些 Pod（包括以后的）都会拥有。',
  },
  advice: {
    en: 'Make a service account for the workload that needs the right, and bind that.',
    'zh-CN': '为需要该权限的工作负载创建专用服务账号并绑定。',
  },
  references: [goodPractices],
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: default, namespace: shop }
`,
  ],
  good: [
    webReads,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: User, name: default, apiGroup: rbac.authorization.k8s.io }
`,
  ],
  check: (view, answer) => {
    const binding = bindingAt(view, answer);
    for (const { kind, name, namespace, path } of binding?.subjects ?? []) {
      if (kind !== 'ServiceAccount' || name !== 'default') continue;
      answer.fail({
        at: view.at([...path, 'name']),
        params: { role: `${binding?.roleKind ?? ''} ${binding?.roleName ?? ''}`, namespace },
      });
    }
  },
};
