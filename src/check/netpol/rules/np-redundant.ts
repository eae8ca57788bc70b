import { webFromFront } from '../examples.ts';
import { implies, type Selector } from '../labels.ts';
import { isNothing, without } from '../connections.ts';
import { ruleConnections } from '../peers.ts';
import type { Policy, PolicyRule, RulePeer } from '../policies.ts';
import { addressesWithout } from '../addresses.ts';
import { policyTitle } from '../judge.ts';
import { policyAt, policyPage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Rules of policies that another rule makes superfluous. */
export const npRedundant: KubernetesRule = {
  id: 'NP-REDUNDANT',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'netpol',
  title: { en: 'Another rule allows what this one allows', 'zh-CN': '另一条规则已允许相同内容' },
  message: {
    en: 'Rule {rule} of {direction} allows nothing that rule {other} of {policy} does not',
    'zh-CN': '{direction} 的规则 {rule} 所允许的都已被 {policy} 的规则 {other} 允许',
  },
  why: {
    en: 'Deleting a rule that is covered by another closes nothing: whoever reviews the policy believes otherwise.',
    'zh-CN': '删除被其他规则覆盖的规则并不会关闭任何连接，但审查者会以为关闭了。',
  },
  advice: {
    en: 'Delete the rule, or narrow the other.',
    'zh-CN': '删除该规则，或收窄另一条规则。',
  },
  references: [policyPage],
  bad: [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: {} }]
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ protocol: TCP, port: 80 }]
`,
  ],
  good: [
    webFromFront,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: {} }]
      ports: [{ protocol: TCP, port: 81 }]
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ protocol: TCP, port: 80 }]
`,
  ],
  check: (view, answer) => {
    const { policy, network } = policyAt(view, answer) ?? {};
    if (policy?.kind !== 'NetworkPolicy' || network === undefined) return;
    const wider = network.policies.filter(
      (other) =>
        other.kind === 'NetworkPolicy' &&
        other.namespace === policy.namespace &&
        implies(policy.subject.pods, other.subject.pods),
    );
    for (const direction of ['ingress', 'egress'] as const) {
      for (const rule of policy[direction] ?? []) {
        const found = covering(rule, direction, wider);
        if (found === undefined) continue;
        answer.fail({
          at: view.at(rule.path),
          params: {
            rule: `#${rule.number}`,
            direction,
            other: `#${found.rule.number}`,
            policy: policyTitle(found.policy),
          },
        });
      }
    }
  },
};

function covering(
  rule: PolicyRule,
  direction: 'egress' | 'ingress',
  policies: readonly Policy[],
): { readonly policy: Policy; readonly rule: PolicyRule } | undefined {
  for (const policy of policies) {
    for (const other of policy[direction] ?? []) {
      if (other === rule || !covers(other, rule)) continue;
      // Of two that cover each other the first stays.
      if (covers(rule, other) && comesFirst(rule, other)) continue;
      return { policy, rule: other };
    }
  }
  return undefined;
}

function comesFirst(a: PolicyRule, b: PolicyRule): boolean {
  return a.number <= b.number;
}

function covers(wide: PolicyRule, narrow: PolicyRule): boolean {
  const unknown = { kind: 'absent', set: { namespaces: none, pods: none } } as const;
  const left = without(ruleConnections(narrow, unknown), ruleConnections(wide, unknown));
  if (!isNothing(left)) return false;
  if (wide.peers === undefined) return true;
  return (
    narrow.peers?.every((peer) => wide.peers?.some((other) => peerCovers(other, peer))) ?? false
  );
}

const none: Selector = { requirements: [], faults: [] };

function peerCovers(wide: RulePeer, narrow: RulePeer): boolean {
  if (wide.kind === 'addresses' && narrow.kind === 'addresses') {
    const left = addressesWithout(narrow.addresses, wide.addresses);
    return left[4].length === 0 && left[6].length === 0;
  }
  if (wide.kind !== 'pods' || narrow.kind !== 'pods') return false;
  const [outer, inner] = [wide.set.namespaces, narrow.set.namespaces];
  const places =
    typeof outer === 'string'
      ? inner === outer
      : typeof inner === 'string'
        ? outer.requirements.length === 0
        : implies(inner, outer);
  return places && implies(narrow.set.pods, wide.set.pods);
}
