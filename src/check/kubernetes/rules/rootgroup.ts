import { listOf } from '../../../formats/json-values.ts';
import { integerOf, isSet, securityContextOf, securityContexts } from '../fields.ts';
import { eachPod, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { PodView } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Answer } from '../../contract.ts';
import { notSet } from '../../words.ts';

/** No group is root’s, and fsGroup is one of those allowed. */
export const rootgroup: KubernetesRule = {
  id: 'K8S-ROOTGROUP',
  aliases: {
    trivy: ['KSV-0116'],
    kyverno: ['require-non-root-groups', 'psp-check-supplemental-groups'],
    gatekeeper: ['k8spspfsgroup'],
    kubescape: ['set-supplementalgroups-values'],
  },
  severity: 'low',
  family: 'non-root',
  title: { en: 'A root group is asked for', 'zh-CN': '要求使用 root 组' },
  message: { en: '{field} is {value}', 'zh-CN': '{field} 为 {value}' },
  why: {
    en: 'Files that group 0 may read or write are many, on volumes and in images.',
    'zh-CN': '卷和镜像中有许多文件对 0 组可读写。',
  },
  advice: {
    en: 'Set runAsGroup, fsGroup and supplementalGroups to groups other than 0.',
    'zh-CN': '将 runAsGroup、fsGroup 与 supplementalGroups 设为非 0 的组。',
  },
  references: [securityContextPage],
  options: { fsGroupRule: 'RunAsAny', fsGroupRanges: [] },
  bad: [
    podWith({ pod: 'securityContext: { fsGroup: 0 }' }),
    podWith({ pod: 'securityContext: { supplementalGroups: [0] }' }),
  ],
  good: [podWith({ pod: 'securityContext: { runAsGroup: 1000, fsGroup: 1000 }' }), podWith()],
  check: (view, answer) => {
    eachPod(view, answer, (pod) => [...rootGroups(pod), ...outOfRange(pod, answer)]);
  },
};

function rootGroups(pod: PodView): readonly FieldFault[] {
  return securityContexts(pod).flatMap(({ context, path }) => {
    const groups = listOf(context['supplementalGroups']).map((value, index) => ({
      value,
      at: ['supplementalGroups', index],
    }));
    return [
      { value: context['runAsGroup'], at: ['runAsGroup'] },
      { value: context['fsGroup'], at: ['fsGroup'] },
      ...groups,
    ]
      .filter(({ value }) => integerOf(value) === 0)
      .map(({ at }) => ({ path: [...path, ...at], params: { field: at[0] ?? '', value: 0 } }));
  });
}

/** `fsGroupRule` as in admission policies: RunAsAny, MayRunAs or MustRunAs one of `1-1000`. */
function outOfRange(pod: PodView, answer: Answer): readonly FieldFault[] {
  const rule = answer.option('fsGroupRule');
  if (rule === 'RunAsAny') return [];
  const value = securityContextOf(pod.spec)['fsGroup'];
  if (!isSet(value) && rule === 'MayRunAs') return [];
  const id = integerOf(value);
  const ranges = listed(answer, 'fsGroupRanges').map((range) => range.split('-').map(Number));
  if (id !== undefined && ranges.some(([min = 0, max = min]) => id >= min && id <= max)) return [];
  return [
    {
      path: [...pod.path, 'spec', 'securityContext', 'fsGroup'],
      params: { field: 'fsGroup', value: id ?? notSet },
      aliases: { gatekeeper: ['k8spspfsgroup'] },
    },
  ];
}
