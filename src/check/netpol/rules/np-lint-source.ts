import { denyAll, webFromFront } from '../examples.ts';
import { listOf, objectOf } from '../../../formats/json-values.ts';
import type { Answer, Text } from '../../contract.ts';
import { isSet } from '../../kubernetes/fields.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import type { Policy } from '../policies.ts';
import { policyAt, policyPage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const messages = {
  namespace: {
    en: 'The policy names no namespace: it lands in the one that kubectl points to',
    'zh-CN': '策略未写 namespace，会落到 kubectl 当前的命名空间',
  },
  types: {
    en: 'The policy has no policyTypes: {types} follow from what it holds',
    'zh-CN': '策略未写 policyTypes，将按内容推断为 {types}',
  },
  unused: {
    en: 'The policy has rules for {direction}, but its policyTypes do not name it: they have no effect',
    'zh-CN': '策略含有 {direction} 规则，但 policyTypes 未列出，规则不会生效',
  },
  protocol: {
    en: 'A port without a protocol is TCP',
    'zh-CN': '未写 protocol 的端口按 TCP 处理',
  },
  duplicate: {
    en: 'The policy {name} is written twice: the later one replaces the other',
    'zh-CN': '策略 {name} 出现两次，后者会覆盖前者',
  },
  refused: {
    en: 'The API server refuses {what}; it is read as matching nothing',
    'zh-CN': 'API server 会拒绝 {what}；此处按不匹配任何对象处理',
  },
} satisfies Record<string, Text>;
const by = (id: string) => ({ cyclonus: [id] });

/** Policies that leave to defaults what they mean, or that the API server refuses. */
export const npLintSource: KubernetesRule = {
  id: 'NP-LINT-SOURCE',
  aliases: {
    cyclonus: [
      'CheckSourceMissingNamespace',
      'CheckSourcePortMissingProtocol',
      'CheckSourceMissingPolicyTypes',
      'CheckSourceMissingPolicyTypeIngress',
      'CheckSourceMissingPolicyTypeEgress',
      'CheckSourceDuplicatePolicyName',
    ],
  },
  severity: 'low',
  family: 'netpol',
  title: { en: 'A policy leaves to defaults what it means', 'zh-CN': '策略依赖默认值或无法生效' },
  why: {
    en: 'Without policyTypes the directions follow from what else is written, and without a namespace the policy lands where the user happens to be: both change without anybody changing the policy.',
    'zh-CN':
      '省略 policyTypes 时方向由其他字段推断；省略 namespace 时策略会落到使用者当时所在的命名空间；二者都可能在策略未变时改变含义。',
  },
  advice: {
    en: 'Write namespace, policyTypes and the protocol of each port; correct what is refused.',
    'zh-CN': '写明 namespace、policyTypes 以及每个端口的 protocol；改正会被拒绝的部分。',
  },
  references: [policyPage],
  bad: [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: {}
`,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: broken, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from: [{ ipBlock: { cidr: 10.0.0.0/99 } }]
`,
  ],
  good: [webFromFront, denyAll],
  check: (view, answer) => {
    const { policy, network } = policyAt(view, answer) ?? {};
    if (policy === undefined || network === undefined) return;
    for (const { path, text: what } of policy.faults) {
      const at = view.at(path);
      answer.fail({
        at,
        message: messages.refused,
        params: { what },
        severity: 'medium',
        aliases: {},
      });
    }
    if (policy.namespace === undefined) return;
    if (view.namespace === undefined) {
      const at = view.at(['metadata', 'name']);
      const aliases = by('CheckSourceMissingNamespace');
      answer.fail({ at, message: messages.namespace, level: 'strict', aliases });
    }
    checkTypes(view, policy, answer);
    checkPorts(view, policy, answer);
    const first = network.policies.find(
      (other) =>
        other.kind === policy.kind &&
        other.name === policy.name &&
        other.namespace === policy.namespace,
    );
    if (first === policy) return;
    answer.fail({
      at: view.at(['metadata', 'name']),
      message: messages.duplicate,
      params: { name: policy.name },
      aliases: by('CheckSourceDuplicatePolicyName'),
    });
  },
};

function checkTypes(view: KubernetesView, policy: Policy, answer: Answer): void {
  const types = listOf(view.spec['policyTypes']);
  if (types.length === 0) {
    const named = policy.egress === undefined ? 'Ingress' : 'Ingress, Egress';
    const aliases = by('CheckSourceMissingPolicyTypes');
    answer.fail({
      at: view.at(['spec']),
      message: messages.types,
      params: { types: named },
      aliases,
    });
    return;
  }
  for (const [direction, type] of [
    ['ingress', 'Ingress'],
    ['egress', 'Egress'],
  ] as const) {
    if (types.includes(type) || listOf(view.spec[direction]).length === 0) continue;
    const aliases = by(`CheckSourceMissingPolicyType${type}`);
    const at = view.at(['spec', direction]);
    answer.fail({
      at,
      message: messages.unused,
      params: { direction },
      severity: 'medium',
      aliases,
    });
  }
}

function checkPorts(view: KubernetesView, policy: Policy, answer: Answer): void {
  for (const direction of ['ingress', 'egress'] as const) {
    for (const rule of policy[direction] ?? []) {
      const ports = listOf(objectOf(listOf(view.spec[direction])[rule.number - 1])['ports']);
      ports.forEach((port, index) => {
        if (isSet(objectOf(port)['protocol'])) return;
        const at = view.at([...rule.path, 'ports', index]);
        answer.fail({
          at,
          message: messages.protocol,
          level: 'optional',
          aliases: by('CheckSourcePortMissingProtocol'),
        });
      });
    }
  }
}
