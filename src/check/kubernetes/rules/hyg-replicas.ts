import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf, isSet } from '../fields.ts';
import { failAt, listed } from '../judge.ts';
import { settings } from '../examples.ts';
import { labelSelects } from '../selectors.ts';
import { namespaceOf } from '../set.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView, Path, PodView } from '../view.ts';
import type { Aliases, Answer } from '../../contract.ts';
import type { JsonObject } from '../../../formats/json-values.ts';

const sentences = {
  affinity: {
    en: 'Nothing keeps the replicas on different nodes',
    'zh-CN': '没有规则使副本分布在不同节点',
  },
  budget: {
    en: 'No PodDisruptionBudget selects the pods',
    'zh-CN': '没有 PodDisruptionBudget 选中这些 Pod',
  },
  scaled: {
    en: 'replicas is set, and an autoscaler sets it too',
    'zh-CN': '既设置了 replicas，又由自动伸缩器设置',
  },
  stuck: {
    en: 'The PodDisruptionBudget lets no pod go: nodes cannot be drained',
    'zh-CN': 'PodDisruptionBudget 不允许任何中断：节点无法排空',
  },
  few: { en: 'Fewer replicas than {min}', 'zh-CN': '副本数少于 {min}' },
  range: { en: 'The autoscaler is outside the bounds allowed', 'zh-CN': '自动伸缩器超出允许范围' },
} as const;

/** Workloads survive the loss of a node, and nodes can be drained. */
export const replicas: KubernetesRule = {
  id: 'HYG-REPLICAS',
  aliases: {
    kics: [
      'k/deployment_has_no_pod_anti_affinity',
      'k/statefulset_has_no_pod_anti_affinity',
      'k/deployment_without_pod_disruption_budget',
      'k/statefulset_without_pod_disruption_budget',
      'k/hpa_targeted_deployments_with_configured_replica_count',
    ],
    'kube-linter': [
      'minimum-three-replicas',
      'hpa-minimum-three-replicas',
      'no-anti-affinity',
      'no-node-affinity',
      'pdb-max-unavailable',
      'pdb-min-available',
      'pdb-unhealthy-pod-eviction-policy',
      'no-rolling-update-strategy',
    ],
    polaris: [
      'deploymentMissingReplicas',
      'hpaMaxAvailability',
      'hpaMinAvailability',
      'missingPodDisruptionBudget',
      'pdbDisruptionsIsZero',
      'pdbMinAvailableGreaterThanHPAMinReplicas',
      'topologySpreadConstraint',
    ],
    gatekeeper: ['k8spoddisruptionbudget', 'k8sreplicalimits', 'k8shorizontalpodautoscaler'],
    kubescape: ['C-0305'],
    kyverno: [
      'deployment-has-multiple-replicas',
      'require-pdb',
      'require-reasonable-pdbs',
      'require-replicas-allow-disruption',
      'pdb-maxunavailable',
      'pdb-maxunavailable-with-deployments',
      'pdb-minavailable-check',
      'deployment-replicas-higher-than-pdb',
      'topologyspreadconstraints-policy',
      'check-hpa-exists',
      'prevent-duplicate-hpa',
      'prevent-duplicate-vpa',
      'check-vpa-configuration',
      'verify-vpa-target',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'availability',
  title: { en: 'The workload is not made to stay available', 'zh-CN': '工作负载未按高可用配置' },
  why: {
    en: 'One node that fails or is drained takes the service with it, or cannot be drained at all.',
    'zh-CN': '一个节点故障或排空就会使服务中断，或者节点根本无法排空。',
  },
  advice: {
    en: 'Run several replicas apart from each other, and give them a PodDisruptionBudget that lets one go.',
    'zh-CN': '运行多个分散的副本，并配置允许逐个中断的 PodDisruptionBudget。',
  },
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  options: { minReplicas: 0, hpaRanges: [], hpaSpread: 0 },
  bad: [
    `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 0, selector: { matchLabels: { app: web } } }
`,
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: b }] } }
`,
  ],
  good: [
    settings,
    `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`,
  ],
  check: (view, answer) => {
    switch (view.kind) {
      case 'Deployment':
      case 'StatefulSet':
        ofReplicas(view, answer);
        break;
      case 'PodDisruptionBudget':
        ofBudget(view, answer);
        break;
      case 'HorizontalPodAutoscaler':
        ofAutoscaler(view, answer);
        break;
      default:
        answer.notApplicable({ en: 'no replicas', 'zh-CN': '没有副本' });
    }
  },
};

function ofReplicas(view: KubernetesView, answer: Answer): void {
  const { pod, spec, kind } = view;
  const replicas = integerOf(spec['replicas']) ?? 1;
  const slug = kind.toLowerCase();
  const min = Number(answer.option('minReplicas'));
  if (min > 0 && replicas < min)
    failAt(view, answer, {
      path: ['spec', 'replicas'],
      message: sentences.few,
      params: { min },
      aliases: { gatekeeper: ['k8sreplicalimits'], polaris: ['deploymentMissingReplicas'] },
    });
  if (scaledBy(view) && isSet(spec['replicas']) && kind === 'Deployment')
    failAt(view, answer, {
      path: ['spec', 'replicas'],
      message: sentences.scaled,
      aliases: {
        kics: ['k/hpa_targeted_deployments_with_configured_replica_count'],
      },
    });
  if (replicas < 2 || pod === undefined) return;
  if (replicas > 2 && !spread(pod))
    failAt(view, answer, {
      path: [...pod.path, 'spec', 'affinity', 'podAntiAffinity'],
      alsoPaths: [
        [
          ...antiAffinity(pod),
          'requiredDuringSchedulingIgnoredDuringExecution',
          0,
          'labelSelector',
          'matchLabels',
        ],
      ],
      message: sentences.affinity,
      aliases: {
        kics: [`k/${slug}_has_no_pod_anti_affinity`],
        'kube-linter': ['no-anti-affinity'],
        polaris: ['topologySpreadConstraint'],
      },
    });
  const budgets = budgetsOf(view);
  if (budgets.length === 0)
    failAt(view, answer, {
      path: ['metadata', 'name'],
      message: sentences.budget,
      aliases: {
        kics: [`k/${slug}_without_pod_disruption_budget`],
        polaris: ['missingPodDisruptionBudget'],
        kyverno: ['require-pdb'],
      },
    });
  const stuck = budgets.some(
    ({ spec: budget }) =>
      minAvailableOf(budget, replicas) >= replicas || isZero(budget['maxUnavailable']),
  );
  if (stuck)
    failAt(view, answer, {
      path: ['spec', 'replicas'],
      message: sentences.stuck,
      aliases: budgetIds,
    });
}

const budgetIds: Aliases = {
  gatekeeper: ['k8spoddisruptionbudget'],
  'kube-linter': ['pdb-max-unavailable', 'pdb-min-available'],
  polaris: ['pdbDisruptionsIsZero'],
  kyverno: ['pdb-maxunavailable', 'pdb-minavailable-check', 'require-reasonable-pdbs'],
};

function ofBudget(view: KubernetesView, answer: Answer): void {
  const { maxUnavailable, minAvailable } = view.spec;
  const field = isZero(maxUnavailable) ? 'maxUnavailable' : 'minAvailable';
  if (isZero(maxUnavailable) || minAvailable === '100%')
    failAt(view, answer, { path: ['spec', field], message: sentences.stuck, aliases: budgetIds });
}

function ofAutoscaler(view: KubernetesView, answer: Answer): void {
  const min = integerOf(view.spec['minReplicas']) ?? 1;
  const max = integerOf(view.spec['maxReplicas']) ?? 0;
  const ranges = listed(answer, 'hpaRanges').map((range) => range.split('-').map(Number));
  const inside =
    ranges.length === 0 || ranges.some(([from = 0, to = from]) => min >= from && max <= to);
  if (inside && max - min >= Number(answer.option('hpaSpread'))) return;
  const aliases: Aliases = { gatekeeper: ['k8shorizontalpodautoscaler'] };
  failAt(view, answer, { path: ['spec', 'maxReplicas'], message: sentences.range, aliases });
}

function spread(pod: PodView): boolean {
  if (listOf(pod.spec['topologySpreadConstraints']).length > 0) return true;
  const anti = objectOf(objectOf(pod.spec['affinity'])['podAntiAffinity']);
  const terms = [
    ...listOf(anti['requiredDuringSchedulingIgnoredDuringExecution']),
    ...listOf(anti['preferredDuringSchedulingIgnoredDuringExecution']).map(
      (one) => objectOf(one)['podAffinityTerm'],
    ),
  ];
  // Terms that do not select the workload's own pods keep them apart from others, not from each other.
  return terms.some((term) => labelSelects(objectOf(term)['labelSelector'], pod.labels));
}

function budgetsOf(view: KubernetesView): readonly KubernetesView[] {
  const { pod, set } = view;
  if (pod === undefined) return [];
  return set
    .ofKind('PodDisruptionBudget')
    .filter(
      (budget) =>
        namespaceOf(budget) === namespaceOf(view) &&
        labelSelects(budget.spec['selector'], pod.labels),
    );
}

function scaledBy(view: KubernetesView): boolean {
  return view.set.ofKind('HorizontalPodAutoscaler').some((one) => {
    const target = objectOf(one.spec['scaleTargetRef']);
    return (
      target['kind'] === view.kind &&
      target['name'] === view.name &&
      namespaceOf(one) === namespaceOf(view)
    );
  });
}

function isZero(value: unknown): boolean {
  return value === 0 || value === '0' || value === '0%';
}

function minAvailableOf(budget: JsonObject, replicas: number): number {
  const value = budget['minAvailable'];
  const percent = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value)?.[1] : undefined;
  return percent === undefined
    ? (integerOf(value) ?? 0)
    : Math.ceil((Number(percent) / 100) * replicas);
}

function antiAffinity(pod: PodView): Path {
  return [...pod.path, 'spec', 'affinity', 'podAntiAffinity'];
}
