import { podWith, settings } from '../examples.ts';
import { eachResource } from '../resources.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container sets a memory limit, within the bounds that users set. */
export const memoryLimit: KubernetesRule = {
  id: 'K8S-MEM-LIMIT',
  aliases: {
    trivy: ['KSV-0018'],
    checkov: ['CKV_K8S_13'],
    kics: ['k/memory_limits_not_defined'],
    kubescape: [
      'C-0004',
      'C-0009',
      'C-0271',
      'C-0303',
      'resources-memory-limits',
      'resources-memory-limit-and-request',
      'resource-policies',
    ],
    'kube-linter': ['unset-memory-requirements'],
    polaris: ['memoryLimitsMissing'],
    kyverno: ['require-requests-limits', 'memory-requests-equal-limits'],
    gatekeeper: ['k8scontainerlimits', 'k8srequiredresources'],
  },
  severity: 'medium',
  standards: ['nsa'],
  family: 'limits',
  title: { en: 'No memory limit', 'zh-CN': '未设置内存上限' },
  message: {
    en: 'The memory limit of container "{container}" is {value}',
    'zh-CN': '容器 "{container}" 的内存上限为 {value}',
  },
  why: {
    en: 'One container can take the memory of the node, and the kernel then ends whichever process it likes.',
    'zh-CN': '单个容器可占尽节点内存，内核随后会任意终止进程。',
  },
  advice: { en: 'Set resources.limits.memory.', 'zh-CN': '设置 resources.limits.memory。' },
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  options: { memoryLimitRequired: true, memoryLimitMax: '', memoryLimitMin: '' },
  bad: [podWith()],
  good: [podWith({ container: 'resources: { limits: { memory: 64Mi } }' }), settings],
  check: (view, answer) => {
    eachResource(view, answer, {
      kind: 'limits',
      name: 'memory',
      required: 'memoryLimitRequired',
      max: 'memoryLimitMax',
      min: 'memoryLimitMin',
    });
  },
};
