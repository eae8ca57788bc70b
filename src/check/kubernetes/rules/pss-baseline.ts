import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { judgeLevel } from './pss.ts';

/** The whole level "baseline" of the Pod Security Standards, by version. */
export const pssBaseline: KubernetesRule = {
  id: 'K8S-PSS-BASELINE',
  aliases: { psa: ['level-baseline'], kyverno: ['podsecurity-subrule-baseline'] },
  severity: 'high',
  // Each of its checks is a rule of its own; this one answers for the level as a whole.
  level: 'optional',
  standards: ['pss:baseline'],
  family: 'pss',
  title: {
    en: 'The pod is not allowed at the Pod Security level baseline',
    'zh-CN': 'Pod 不符合 Pod 安全标准的 baseline 级别',
  },
  message: {
    en: 'Pod Security baseline ({check}): {text}',
    'zh-CN': 'Pod 安全标准 baseline（{check}）：{text}',
  },
  why: {
    en: 'Baseline forbids only known ways to take over a node. A pod that needs less protection than that runs as part of the node.',
    'zh-CN': 'baseline 仅禁止已知的接管节点的途径；连它都不满足的 Pod 等同于节点的一部分。',
  },
  advice: {
    en: 'Remove the field named, or move the workload to a namespace of its own with the level privileged, and say why.',
    'zh-CN': '删除所指出的字段，或将该工作负载移到单独的、级别为 privileged 的命名空间并说明原因。',
  },
  references: [podSecurityPage],
  options: { version: 'latest' },
  bad: [
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  hostPID: true
  containers:
    - { name: web, image: registry.example/web:1.2 }
`,
  ],
  good: [
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: registry.example/web:1.2 }
`,
    `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { hostPID: 'true' }
`,
  ],
  check: (view, answer) => {
    judgeLevel('baseline', view, answer);
  },
};
