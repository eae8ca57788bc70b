import { denyAll, notes, webWorkload } from '../examples.ts';
import { entryTitle } from '../entry.ts';
import { isNothing } from '../connections.ts';
import { rangeText } from '../connectivity.ts';
import { explainPair } from '../explain.ts';
import { opennessOf, type Exposure } from '../exposure.ts';
import { policyTitle } from '../judge.ts';
import { connectionsText, policyPage, workloadAt, type WorkloadOnNetwork } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { filled, joined, semicolon } from '../../words.ts';
import type { Text } from '../../../model/index.ts';

/** What of the outside reaches a workload. */
export const npConnectivity: KubernetesRule = {
  id: 'NP-CONNECTIVITY',
  aliases: { 'netpol-analyzer': ['list', 'exposure', 'explain', 'diff', 'evaluate'] },
  severity: 'low',
  level: 'optional',
  family: 'netpol',
  title: {
    en: 'The workload can be reached from outside its own manifests',
    'zh-CN': '该工作负载可从外部访问',
  },
  message: { en: 'It can be reached from {who}', 'zh-CN': '可从 {who} 访问' },
  why: {
    en: 'What can be reached is what can be attacked. plimsoll check network draws the whole map.',
    'zh-CN': '可达即可攻击。plimsoll check network 可列出完整的连通图。',
  },
  advice: {
    en: 'Compare with what is meant to be reachable, and close the rest with policies.',
    'zh-CN': '与预期的可达范围比较，其余用策略关闭。',
  },
  references: [policyPage],
  bad: [webWorkload],
  good: [
    `${webWorkload}---
${denyAll}`,
    notes,
  ],
  check: (view, answer) => {
    const found = workloadAt(view, answer);
    if (found === undefined) return;
    const { workload, part, network } = found;
    const open = opennessOf({ ...part, members: [workload] }, network.context).exposures.filter(
      ({ direction, connections }) => direction === 'ingress' && !isNothing(connections),
    );
    const outside = open.flatMap(({ stranger, connections }) =>
      stranger.kind === 'outside'
        ? [filled(reach, { from: rangeText(stranger.range), on: connectionsText(connections) })]
        : [],
    );
    const entries = (part.entries.get(workload) ?? []).map((entry) =>
      filled(reach, { from: entryTitle(entry), on: connectionsText(entry.connections) }),
    );
    const who = [...outside, ...entries];
    if (who.length === 0) return;
    answer.fail({
      at: view.at(['metadata', 'name']),
      params: { who: joined(who.slice(0, 3), semicolon) },
      evidence: [...who.slice(0, 20), ...allowing(found, open)],
    });
  },
};

const reach: Text = { en: '{from} on {on}', 'zh-CN': '{from}（{on}）' };

/** The policies that let the outside in; none where none selects the workload. */
function allowing(
  { workload, part, network }: WorkloadOnNetwork,
  open: readonly Exposure[],
): Text[] {
  const to = { kind: 'workload', workload } as const;
  const policies = open.flatMap(({ stranger }) => {
    if (stranger.kind !== 'outside') return [];
    const { rulings } = explainPair(part, stranger, to, network.context);
    return rulings
      .filter(({ allowed }) => allowed)
      .flatMap(({ ingress }) => ingress.reasons.map(({ policy }) => policyTitle(policy)));
  });
  return [...new Set(policies)].slice(0, 20).map((policy) => ({
    en: `allowed by ${policy}`,
    'zh-CN': `由 ${policy} 允许`,
  }));
}
