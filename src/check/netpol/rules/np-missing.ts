import { notes, webFromFront, webWorkload } from '../examples.ts';
import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isTrue } from '../../kubernetes/fields.ts';
import { namespaceOf } from '../../kubernetes/set.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { isProtected } from '../connectivity.ts';
import { labelsOf, selectorOf, selects } from '../labels.ts';
import { policyPage, workloadAt } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Workloads that no network policy selects. */
export const npMissing: KubernetesRule = {
  id: 'NP-MISSING',
  aliases: {
    checkov: ['CKV2_K8S_6'],
    kics: ['k/pod_misconfigured_network_policy'],
    kubescape: [
      'C-0260',
      'C-0206',
      'C-0049',
      'C-0054',
      'ensure_network_policy_configured_in_labels',
    ],
    'kube-bench': ['5.3.2'],
    'kube-linter': ['non-isolated-pod'],
    polaris: ['missingNetworkPolicy'],
    kyverno: ['require-network-policy'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'netpol',
  title: { en: 'No network policy selects the workload', 'zh-CN': '没有网络策略选中该工作负载' },
  why: {
    en: 'A pod that no policy selects takes connections from every pod of the cluster and may open them to every address: an intruder in any of them reaches all of it.',
    'zh-CN':
      '未被任何策略选中的 Pod 接受集群内所有 Pod 的连接，也可访问任意地址；入侵任一 Pod 即可触及全部。',
  },
  advice: {
    en: 'Add a policy that denies by default to the namespace, and one for each connection that is needed: plimsoll check network shows what is open.',
    'zh-CN':
      '在命名空间中添加默认拒绝的策略，再为每条必要的连接添加策略；可用 plimsoll check network 查看开放情况。',
  },
  references: [policyPage],
  bad: [
    webWorkload,
    `${webWorkload}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: other, namespace: shop }
spec:
  podSelector: { matchLabels: { app: other } }
`,
  ],
  good: [
    `${webWorkload}---
${webFromFront}`,
    notes,
  ],
  check: (view, answer) => {
    const found = workloadAt(view, answer);
    if (found === undefined) return;
    if (isTrue(view.pod?.spec['hostNetwork'])) {
      answer.notApplicable({
        en: 'its connections are those of the node, which no policy is about',
        'zh-CN': '其连接即节点的连接，不受任何网络策略约束',
      });
      return;
    }
    const { workload, part, network } = found;
    const covered = (['ingress', 'egress'] as const).some((direction) =>
      isProtected(part, workload, direction, network.context),
    );
    if (!covered && !hasCiliumPolicy(view)) answer.fail({ at: view.at(['metadata', 'name']) });
  },
};

/** Whether a policy of Cilium selects the pods: what it says is not judged, that it is there is seen. */
export function hasCiliumPolicy(view: KubernetesView): boolean {
  const labels = labelsOf(view.pod?.labels);
  const own = view.set
    .ofKind('CiliumNetworkPolicy')
    .filter((one) => namespaceOf(one) === namespaceOf(view));
  return [...own, ...view.set.ofKind('CiliumClusterwideNetworkPolicy')].some(({ object, spec }) =>
    [spec, ...listOf(object['specs']).map(objectOf)].some(
      (one) =>
        one['endpointSelector'] !== undefined &&
        selects(selectorOf(one['endpointSelector']), labels),
    ),
  );
}
