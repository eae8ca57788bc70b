import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const verbs = ['delete', 'deletecollection'];
const logs: readonly Power[] = [{ group: '', resource: 'pods/log', verbs }];
const powers: readonly Power[] = [
  ...['pods', 'secrets', 'services', 'namespaces', 'persistentvolumeclaims', 'events'].map(
    (resource) => ({ group: '', resource, verbs }),
  ),
  ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].map((resource) => ({
    group: 'apps',
    resource,
    verbs,
  })),
  ...['jobs', 'cronjobs'].map((resource) => ({ group: 'batch', resource, verbs })),
  { group: 'events.k8s.io', resource: 'events', verbs },
];

/** Roles that delete workloads, events or logs. */
export const rbacDelete: KubernetesRule = roleRule(
  {
    id: 'RBAC-DELETE',
    aliases: {
      trivy: ['KSV-0042'],
      kubescape: ['C-0007', 'C-0031', 'rule-excessive-delete-rights-v1'],
    },
    severity: 'medium',
    title: { en: 'A role may delete workloads or traces', 'zh-CN': '角色可以删除工作负载或痕迹' },
    why: {
      en: 'Deleting workloads stops the service; deleting events and logs removes what an investigation would start from.',
      'zh-CN': '删除工作负载会中断服务；删除事件与日志会抹去调查线索。',
    },
    advice: {
      en: 'Allow delete where a controller owns the objects; nobody needs it on events and pods/log.',
      'zh-CN': '仅在控制器拥有对象时授予 delete；events 与 pods/log 无需删除权限。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: cleaner, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods/log]
    verbs: [delete]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: events, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [events]
    verbs: [deletecollection]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods, events]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: cleaner, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [controllerrevisions]
    verbs: [delete]
`,
    ],
  },
  (rule) => {
    const log = heldText(rule, logs);
    const rest = heldText(rule, powers);
    if (log === '' && rest === '') return [];
    return [
      {
        what: [rest, log].filter((text) => text !== '').join('; '),
        aliases: {
          ...(log !== '' && { trivy: ['KSV-0042'] }),
          ...(rest !== '' && {
            kubescape: ['C-0007', 'C-0031', 'rule-excessive-delete-rights-v1'],
          }),
        },
      },
    ];
  },
);
