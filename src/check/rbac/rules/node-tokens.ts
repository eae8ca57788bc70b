import { isFalse } from '../../kubernetes/fields.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { namespaceOf } from '../../kubernetes/set.ts';
import type { KubernetesSet, KubernetesView } from '../../kubernetes/view.ts';
import { accountKey, pathFromAll, pathText, pathToAdmin, type Step, type Way } from '../paths.ts';
import { goodPractices } from '../rule.ts';

/**
 * Tokens that lie on every node lead to no rights over the cluster, alone or together: whoever gets
 * out of a container has those of all DaemonSets.
 */
export const rbacNodeTokens: KubernetesRule = {
  id: 'RBAC-NODE-TOKENS',
  aliases: {},
  severity: 'high',
  family: 'rbac',
  title: {
    en: 'A token that lies on every node leads to rights over the cluster',
    'zh-CN': '每个节点上的令牌都可通向整个集群的权限',
  },
  message: {
    en: 'Its token lies on every node, and leads to the whole cluster: {path}',
    'zh-CN': '其令牌位于每个节点，并可通向整个集群：{path}',
  },
  why: {
    en: 'A DaemonSet brings the token of its service account to every node: a way out of any container, however unimportant, is then the loss of the cluster and not of one node.',
    'zh-CN':
      'DaemonSet 会把服务账号的令牌带到每个节点：从任意一个无关紧要的容器逃逸，失去的就不是一个节点而是整个集群。',
  },
  advice: {
    en: 'Give the DaemonSet the rights that it needs on its own node, and move what needs more into a Deployment on nodes of its own; set automountServiceAccountToken: false where it asks nothing of the API.',
    'zh-CN':
      '只授予 DaemonSet 在本节点所需的权限，将需要更多权限的部分移到专用节点上的 Deployment；不访问 API 时设置 automountServiceAccountToken: false。',
  },
  references: [goodPractices, 'https://kubernetes.io/docs/reference/access-authn-authz/node/'],
  bad: [
    agent(`
  - { apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }
  - { apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create] }`),
  ],
  good: [
    agent(`
  - { apiGroups: [''], resources: [nodes, pods], verbs: [get, list, watch] }`),
    agent(
      `
  - { apiGroups: [''], resources: [nodes/proxy], verbs: [create] }`,
      'automountServiceAccountToken: false',
    ),
  ],
  check: (view, answer) => {
    if (view.kind !== 'DaemonSet' || !hasToken(view)) {
      answer.notApplicable({ en: 'no DaemonSet with a token', 'zh-CN': '没有带令牌的 DaemonSet' });
      return;
    }
    const way = wayOf(view);
    if (way === 'unknown') {
      answer.couldNotRead({
        en: 'too many subjects to search for a way to cluster-admin',
        'zh-CN': '主体过多，无法查找通往 cluster-admin 的途径',
      });
    } else if (way !== undefined && way.length > 0) {
      answer.fail({
        at: view.at([...(view.pod?.path ?? []), 'spec', 'serviceAccountName']),
        also: way.map(({ binding }) => binding.view.at([])),
        params: { path: pathText(way) },
      });
    }
  },
};

/** Its own way; else the one of all DaemonSets together, told where it begins. Administrators are told by another rule. */
function wayOf(view: KubernetesView): Way {
  const own = accountKey(view);
  const alone = pathToAdmin(view.set, own);
  if (alone !== undefined) return alone;
  const together = pathFromAll(view.set, nodeAccounts(view.set));
  if (together === undefined || together === 'unknown') return together;
  return begins(together, own) ? together : undefined;
}

function begins([first]: readonly Step[], account: string): boolean {
  return first?.by === account;
}

function nodeAccounts(set: KubernetesSet): readonly string[] {
  const keys = set.ofKind('DaemonSet').filter(hasToken).map(accountKey);
  return [...new Set(keys)].toSorted();
}

/** A pod's own word on its token outweighs that of its account. */
function hasToken(view: KubernetesView): boolean {
  const key = accountKey(view);
  const name = key.slice(key.indexOf('/') + 1);
  const account = view.set.find('ServiceAccount', name, namespaceOf(view));
  const field = 'automountServiceAccountToken';
  return !isFalse(view.pod?.spec[field] ?? account?.object[field]);
}

function agent(rules: string, pod = 'hostNetwork: false'): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: tools }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      serviceAccountName: agent
      ${pod}
      containers:
        - { name: agent, image: 'registry.example/agent:1.2' }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: agent }
rules:${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: agent }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent }
subjects:
  - { kind: ServiceAccount, name: agent, namespace: tools }
`;
}
