import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [{ group: '', resource: 'pods/attach', verbs: ['create', 'get'] }];

/** Roles that attach to containers. */
export const rbacAttach: KubernetesRule = roleRule(
  {
    id: 'RBAC-ATTACH',
    aliases: {
      trivy: ['KSV-0054'],
      kics: ['k/rbac_roles_with_attach_permission'],
      kubiscan: ['risky-attach-pods'],
    },
    severity: 'high',
    title: { en: 'A role may attach to running containers', 'zh-CN': '角色可以附加到运行中的容器' },
    why: {
      en: 'attach reads and writes the streams of a process that runs: what it prints, and, where it has a terminal, commands to it.',
      'zh-CN': 'attach 可读写运行中进程的输入输出；若其有终端，还能向其输入命令。',
    },
    advice: {
      en: 'Take pods/attach out of the role; logs are pods/log.',
      'zh-CN': '从角色中移除 pods/attach；查看日志只需 pods/log。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: attacher, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods, pods/attach]
    verbs: [get, create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods, pods/log]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: maker, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [create]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
