import { boundToServiceAccount, goodPractices, roleRule } from '../rule.ts';
import { heldVerbs } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const reading = ['get', 'list', 'watch'];
const changing = ['create', 'update', 'patch', 'delete', 'deletecollection', 'impersonate'];
const readers = ['k/rbac_roles_with_read_secrets_permissions'];
/** The same, asked only of roles that a service account has. */
const accounts = ['k/service_account_allows_access_secrets'];

/** Roles that read or change Secrets. */
export const rbacSecrets: KubernetesRule = roleRule(
  {
    id: 'RBAC-SECRETS',
    aliases: {
      trivy: ['KSV-0041', 'KSV-0113'],
      checkov: ['CKV2_K8S_5'],
      kics: [
        'k/rbac_roles_with_read_secrets_permissions',
        'k/service_account_allows_access_secrets',
      ],
      kubescape: ['C-0015', 'C-0186', 'rule-can-list-get-secrets-v1'],
      'kube-bench': ['5.1.2'],
      'kube-linter': ['access-to-secrets'],
      'rbac-police': ['list_secrets', 'retrieve_token_secrets'],
      kubiscan: ['risky-get-secrets', 'risky-list-secrets'],
      kyverno: [
        'restrict-secret-role-verbs',
        'no-secrets',
        'restrict-secrets-by-label',
        'restrict-secrets-by-name',
      ],
    },
    severity: 'critical',
    title: { en: 'A role may read Secrets', 'zh-CN': '角色可以读取 Secret' },
    why: {
      en: 'Secrets hold passwords, keys and tokens of service accounts. Whoever lists or watches them reads every value, so one leaked token becomes all of them.',
      'zh-CN':
        'Secret 中保存密码、密钥和服务账号令牌。能 list 或 watch 就能读到全部内容，一个令牌泄露等于全部泄露。',
    },
    advice: {
      en: 'Allow get on the names that are needed (resourceNames), in one namespace, or mount the Secret instead of reading it through the API.',
      'zh-CN':
        '仅对所需名称（resourceNames）授予 get，并限定在单个命名空间；或改为挂载 Secret 而不是通过 API 读取。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [secrets]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
rules:
  - apiGroups: ['']
    resources: ['*']
    verbs: ['*']
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [configmaps]
    verbs: [get, list]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: maker, namespace: shop }
rules:
  - apiGroups: [apps]
    resources: [secrets]
    verbs: [get]
`,
    ],
  },
  (rule, role) => {
    const reads = heldVerbs(rule, { group: '', resource: 'secrets', verbs: reading });
    const changes = heldVerbs(rule, { group: '', resource: 'secrets', verbs: changing });
    const trivy = [role.kind === 'ClusterRole' ? 'KSV-0041' : 'KSV-0113'];
    if (reads.length === 0) {
      if (changes.length === 0) return [];
      return [{ what: `${changes.join(', ')} secrets`, aliases: { trivy }, severity: 'medium' }];
    }
    const named = rule.names.length > 0 && !reads.includes('list') && !reads.includes('watch');
    const what = `${reads.join(', ')} secrets${named ? ` ${rule.names.join(', ')}` : ''}`;
    return [
      {
        what,
        ...(named && { severity: 'medium' as const }),
        aliases: {
          trivy,
          checkov: ['CKV2_K8S_5'],
          kics: boundToServiceAccount(role) ? [...readers, ...accounts] : readers,
          kubescape: ['C-0015', 'C-0186', 'rule-can-list-get-secrets-v1'],
          'kube-bench': ['5.1.2'],
          'kube-linter': ['access-to-secrets'],
          'rbac-police': ['list_secrets', 'retrieve_token_secrets'],
          kubiscan: ['risky-get-secrets', 'risky-list-secrets'],
          kyverno: [
            'restrict-secret-role-verbs',
            'no-secrets',
            'restrict-secrets-by-label',
            'restrict-secrets-by-name',
          ],
        },
      },
    ];
  },
);
