import { goodPractices, roleRule } from '../rule.ts';
import { heldText, heldVerbs, podMakers } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const kics = ['k/permissive_access_to_create_pods'];
const deleting = ['deletecollection'];

/** Roles that create or change what runs. */
export const rbacCreatePods: KubernetesRule = roleRule(
  {
    id: 'RBAC-CREATE-PODS',
    aliases: {
      trivy: ['KSV-0048'],
      kics: ['k/permissive_access_to_create_pods'],
      kubescape: ['C-0188', 'rule-can-create-pod'],
      'kube-bench': ['5.1.4'],
      'kube-linter': ['access-to-create-pods'],
      'rbac-police': ['assign_sa', 'modify_pods'],
      kubiscan: ['risky-create-pod', 'risky-create-*', 'risky-update-*'],
    },
    severity: 'high',
    title: { en: 'A role may create or change what runs', 'zh-CN': '角色可以创建或修改工作负载' },
    why: {
      en: 'A pod runs as any service account of its namespace and mounts any Secret there, and where no admission control stops it, the root of the node. Creating pods, or what makes pods, is having all of that.',
      'zh-CN':
        'Pod 可以使用所在命名空间的任意服务账号、挂载任意 Secret；若无准入控制，还能挂载节点根目录。能创建 Pod 或其控制器，就等于拥有这些。',
    },
    advice: {
      en: 'Give deployers a namespace of their own with Pod Security "restricted", keep powerful service accounts out of it, and leave pods to controllers.',
      'zh-CN':
        '为部署者提供单独的命名空间并启用 Pod 安全级别 restricted，不要在其中放置高权限服务账号，Pod 交由控制器创建。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [create, patch]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: runner, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['', apps]
    resources: [pods, deployments]
    verbs: [get, list, watch]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: scaler, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [deployments/scale]
    verbs: [update, patch]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, podMakers);
    if (what === '') {
      // One tool counts clearing a kind of workload among these.
      const cleared = podMakers.filter(
        (power) => heldVerbs(rule, { ...power, verbs: deleting }).length > 0,
      );
      if (cleared.length === 0) return [];
      const text = cleared.map(({ resource }) => resource).join(', ');
      return [
        { what: `deletecollection ${text}`, aliases: { trivy: ['KSV-0048'] }, severity: 'medium' },
      ];
    }
    const makes = heldVerbs(rule, { group: '', resource: 'pods', verbs: ['create'] }).length > 0;
    return [
      {
        what,
        aliases: {
          trivy: ['KSV-0048'],
          'rbac-police': ['assign_sa', 'modify_pods'],
          kubiscan: ['risky-create-pod', 'risky-create-*', 'risky-update-*'],
          ...(makes && {
            kics,
            kubescape: ['C-0188', 'rule-can-create-pod'],
            'kube-bench': ['5.1.4'],
            'kube-linter': ['access-to-create-pods'],
          }),
        },
      },
    ];
  },
);
