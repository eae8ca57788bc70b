import { roleRule, goodPractices } from '../rule.ts';
import { heldText, writeVerbs, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const writes: readonly Power[] = [{ group: '', resource: 'secrets', verbs: writeVerbs }];
const reads: readonly Power[] = [
  { group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] },
];

/** Roles that can have tokens of service accounts issued through Secrets. */
export const rbacTokenSecrets: KubernetesRule = roleRule(
  {
    id: 'RBAC-TOKEN-SECRETS',
    aliases: { 'rbac-police': ['issue_token_secrets'] },
    severity: 'critical',
    title: {
      en: 'A role may have tokens of service accounts issued through Secrets',
      'zh-CN': '角色可以通过 Secret 签发服务账号令牌',
    },
    why: {
      en: 'A Secret of type kubernetes.io/service-account-token that names a service account is filled with a token of it. Whoever creates it and reads it back acts as that account, for ever.',
      'zh-CN':
        '创建 kubernetes.io/service-account-token 类型并指明服务账号的 Secret，集群会写入其令牌；能创建并读回的人即可长期冒充该账号。',
    },
    advice: {
      en: 'Do not allow create, update and patch on secrets together with reading them; a controller that writes Secrets gets a namespace of its own.',
      'zh-CN': '不要同时授予 secrets 的写入与读取；写入 Secret 的控制器应使用独立的命名空间。',
    },
    references: [
      goodPractices,
      'https://kubernetes.io/docs/concepts/configuration/secret/#service-account-token-secrets',
    ],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: writer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [secrets]
    verbs: [create, get]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: writer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [secrets]
    verbs: [create]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: writer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [create, get]
`,
    ],
  },
  (rule, role) => {
    const writing = heldText(rule, writes);
    const readable = role.rules.some((other) => heldText(other, reads) !== '');
    return writing !== '' && readable ? [{ what: `${writing} and read them` }] : [];
  },
);
