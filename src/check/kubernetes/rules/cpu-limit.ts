import { podWith, settings } from '../examples.ts';
import { eachResource } from '../resources.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container sets a CPU limit, within the bounds that users set. */
export const cpuLimit: KubernetesRule = {
  id: 'K8S-CPU-LIMIT',
  aliases: {
    trivy: ['KSV-0011'],
    checkov: ['CKV_K8S_11'],
    kics: ['k/cpu_limits_not_set'],
    kubescape: [
      'C-0050',
      'C-0009',
      'C-0270',
      'C-0303',
      'resources-cpu-limits',
      'resources-cpu-limit-and-request',
      'resource-policies',
    ],
    'kube-linter': ['unset-cpu-requirements'],
    polaris: ['cpuLimitsMissing'],
    kyverno: ['require-cpu-limits', 'forbid-cpu-limits'],
    gatekeeper: ['k8scontainerlimits'],
  },
  severity: 'low',
  level: 'strict',
  standards: ['nsa'],
  family: 'limits',
  title: { en: 'No CPU limit', 'zh-CN': '未设置CPU 上限' },
  message: {
    en: 'The CPU limit of container "{container}" is {value}',
    'zh-CN': '容器 "{container}" 的CPU 上限为 {value}',
  },
  why: {
    en: 'One container can take the processors of the node from its neighbours.',
    'zh-CN': '单个容器可抢占节点上邻居的处理器。',
  },
  advice: { en: 'Set resources.limits.cpu.', 'zh-CN': '设置 resources.limits.cpu。' },
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  options: { cpuLimitRequired: true, cpuLimitMax: '', cpuLimitMin: '' },
  bad: [podWith()],
  good: [podWith({ container: 'resources: { limits: { cpu: 100m } }' }), settings],
  check: (view, answer) => {
    eachResource(view, answer, {
      kind: 'limits',
      name: 'cpu',
      required: 'cpuLimitRequired',
      max: 'cpuLimitMax',
      min: 'cpuLimitMin',
    });
  },
};
