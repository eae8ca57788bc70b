import { webFromFront, webWorkload } from '../examples.ts';
import { policyPage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const kinds = new Set([
  'CiliumClusterwideNetworkPolicy',
  'CiliumNetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
]);

/** Policies of other plug-ins, whose effect is not counted. */
export const npCilium: KubernetesRule = {
  id: 'NP-CILIUM',
  aliases: { 'netpol-analyzer': ['anp'] },
  severity: 'low',
  level: 'strict',
  family: 'netpol',
  title: { en: 'A policy of another kind is not counted', 'zh-CN': '其他类型的策略未计入' },
  message: {
    en: 'What this {kind} allows or denies is not part of what Plimsoll says about connections',
    'zh-CN': '该 {kind} 的放行与拒绝未计入 Plimsoll 的连通性结论',
  },
  why: {
    en: 'Cilium and Calico have policies of their own with other rules: the map of connections leaves them out, so it may show as open what they close, and the other way round.',
    'zh-CN':
      'Cilium 与 Calico 有各自的策略与规则；连通图未包含它们，可能把已关闭的显示为开放，反之亦然。',
  },
  advice: {
    en: 'Look at the effect with the tools of the plug-in; AdminNetworkPolicy and NetworkPolicy are counted.',
    'zh-CN': '用该插件自带的工具查看效果；AdminNetworkPolicy 与 NetworkPolicy 已计入。',
  },
  references: [policyPage, 'https://docs.cilium.io/en/stable/security/policy/'],
  bad: [
    `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec: { endpointSelector: {} }
`,
  ],
  good: [webFromFront, webWorkload],
  check: (view, answer) => {
    const calico = view.kind === 'NetworkPolicy' && view.group.endsWith('projectcalico.org');
    if (!kinds.has(view.kind) && !calico)
      answer.notApplicable({ en: 'no policy of another kind', 'zh-CN': '没有其他类型的策略' });
    else
      answer.fail({
        at: view.at(['metadata', 'name']),
        params: { kind: `${view.group} ${view.kind}` },
      });
  },
};
