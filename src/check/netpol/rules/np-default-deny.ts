import { denyAll, notes, webFromFront, webWorkload } from '../examples.ts';
import { isProtected } from '../connectivity.ts';
import { policyPage, workloadAt } from '../rule.ts';
import { hasCiliumPolicy } from './np-missing.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Workloads whose connections of a direction nothing limits. */
export const npDefaultDeny: KubernetesRule = {
  id: 'NP-DEFAULT-DENY',
  aliases: { kubescape: ['C-0030', 'ingress-and-egress-blocked'], kyverno: ['add-networkpolicy'] },
  severity: 'medium',
  level: 'strict',
  family: 'netpol',
  title: { en: 'Connections are allowed unless something denies them', 'zh-CN': '连接默认放行' },
  message: {
    en: 'Nothing limits the {directions} of this workload',
    'zh-CN': '该工作负载的 {directions} 没有任何限制',
  },
  why: {
    en: 'Without a policy for a direction every connection of it is allowed, those of tomorrow included. Egress is how data leaves and how an intruder fetches tools.',
    'zh-CN':
      '某方向没有策略时，该方向的一切连接（包括将来的）都被允许；出站是数据外泄和入侵者下载工具的途径。',
  },
  advice: {
    en: 'Add a policy to the namespace with podSelector {} and policyTypes [Ingress, Egress] and no rules, then allow what is needed.',
    'zh-CN':
      '在命名空间中添加 podSelector 为 {}、policyTypes 为 [Ingress, Egress] 且无规则的策略，再逐条放行。',
  },
  references: [policyPage],
  bad: [
    `${webWorkload}---
${webFromFront}`,
    webWorkload,
  ],
  good: [
    `${webWorkload}---
${denyAll}`,
    notes,
  ],
  check: (view, answer) => {
    const found = workloadAt(view, answer);
    if (found === undefined) return;
    const { workload, part, network } = found;
    const open = (['ingress', 'egress'] as const).filter(
      (direction) => !isProtected(part, workload, direction, network.context),
    );
    if (open.length === 0 || hasCiliumPolicy(view)) return;
    answer.fail({
      at: view.at(['metadata', 'name']),
      params: { directions: open.join(', ') },
      // Where no policy is at all, NP-MISSING tells it.
      ...(open.length === 2 && { level: 'optional' }),
    });
  },
};
