import { denyAll, webFromFront, webWorkload } from '../examples.ts';
import type { Text } from '../../contract.ts';
import { isProtected } from '../connectivity.ts';
import { isEverything, isNothing } from '../connections.ts';
import { reachOf } from '../reach.ts';
import { policyPage, workloadAt } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const messages = {
  blocked: {
    en: 'The policies of this workload allow no {direction} at all',
    'zh-CN': '该工作负载的策略不允许任何 {direction}',
  },
  allowed: {
    en: 'The policies of this workload allow all {direction}',
    'zh-CN': '该工作负载的策略允许全部 {direction}',
  },
} satisfies Record<string, Text>;
const ids = { ingress: 'Ingress', egress: 'Egress' };

/** Workloads whose policies together block or allow everything. */
export const npLintAll: KubernetesRule = {
  id: 'NP-LINT-ALL',
  aliases: {
    cyclonus: [
      'CheckTargetAllIngressBlocked',
      'CheckTargetAllEgressBlocked',
      'CheckTargetAllIngressAllowed',
      'CheckTargetAllEgressAllowed',
    ],
  },
  severity: 'medium',
  level: 'strict',
  family: 'netpol',
  title: {
    en: 'Policies together block or allow everything',
    'zh-CN': '策略整体等于全部阻断或全部放行',
  },
  why: {
    en: 'Policies that end up allowing everything only look like protection; those that block everything are a mistake for a workload that serves or calls somebody.',
    'zh-CN': '最终放行一切的策略只是看似防护；阻断一切的策略对需要通信的工作负载则是错误。',
  },
  advice: {
    en: 'plimsoll check network --explain shows which policy is the reason.',
    'zh-CN': '用 plimsoll check network --explain 查看是哪条策略造成的。',
  },
  references: [policyPage],
  bad: [
    `${webWorkload}---
${denyAll}`,
  ],
  good: [
    `${webWorkload}---
${webFromFront}`,
    webWorkload,
  ],
  check: (view, answer) => {
    const found = workloadAt(view, answer);
    if (found === undefined) return;
    const { workload, part, network } = found;
    for (const direction of ['ingress', 'egress'] as const) {
      if (!isProtected(part, workload, direction, network.context)) continue;
      const reach = reachOf(found, direction);
      const state = isNothing(reach) ? 'blocked' : isEverything(reach) ? 'allowed' : undefined;
      if (state === undefined) continue;
      const word = state === 'blocked' ? 'Blocked' : 'Allowed';
      answer.fail({
        at: view.at(['metadata', 'name']),
        message: messages[state],
        params: { direction },
        aliases: { cyclonus: [`CheckTargetAll${ids[direction]}${word}`] },
      });
    }
  },
};
