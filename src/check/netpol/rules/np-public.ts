import { webFromFront } from '../examples.ts';
import { policyAt, policyPage } from '../rule.ts';
import type { PolicyRule } from '../policies.ts';
import { sameIntervals } from '../intervals.ts';
import { wholeSpace } from '../addresses.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const ids = { ingress: { trivy: ['KUBE-0001'] }, egress: { trivy: ['KUBE-0002'] } };

/** Rules of policies that allow the whole world. */
export const npPublic: KubernetesRule = {
  id: 'NP-PUBLIC',
  aliases: { trivy: ['KUBE-0001', 'KUBE-0002'] },
  severity: 'high',
  family: 'netpol',
  title: { en: 'A policy allows every address of the world', 'zh-CN': '策略放行所有地址' },
  message: {
    en: 'Rule {rule} allows {direction} with every address',
    'zh-CN': '规则 {rule} 允许与任意地址的 {direction} 连接',
  },
  why: {
    en: 'A rule without peers, or with the block 0.0.0.0/0, allows the internet and every pod: what the policy seems to limit is open.',
    'zh-CN': '没有对端或使用 0.0.0.0/0 的规则等于放行整个互联网和所有 Pod，看似受限实则开放。',
  },
  advice: {
    en: 'Name the pods, namespaces or blocks that are meant; for egress, the blocks of the services that are used.',
    'zh-CN': '写明具体的 Pod、命名空间或网段；出站则写所用服务的网段。',
  },
  references: [policyPage],
  bad: [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
`,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress: [{}]
`,
  ],
  good: [
    webFromFront,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: net, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ ipBlock: { cidr: 10.0.0.0/8 } }]
`,
  ],
  check: (view, answer) => {
    const { policy } = policyAt(view, answer) ?? {};
    for (const direction of ['ingress', 'egress'] as const) {
      for (const rule of policy?.[direction] ?? []) {
        if (rule.action !== 'Allow' || !isPublic(rule)) continue;
        answer.fail({
          at: view.at(rule.path),
          params: { rule: rule.name ?? `#${rule.number}`, direction },
          severity: direction === 'ingress' ? 'high' : 'medium',
          aliases: ids[direction],
        });
      }
    }
  },
};

function isPublic({ peers }: PolicyRule): boolean {
  if (peers === undefined) return true;
  return peers.some(
    (peer) =>
      peer.kind === 'addresses' &&
      ([4, 6] as const).some((family) => sameIntervals(peer.addresses[family], wholeSpace[family])),
  );
}
