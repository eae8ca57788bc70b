import { podWith, settings } from '../examples.ts';
import { eachResource } from '../resources.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container sets a memory request, within the bounds that users set. */
export const memoryRequest: KubernetesRule = {
  id: 'K8S-MEM-REQ',
  aliases: {
    trivy: ['KSV-0016'],
    checkov: ['CKV_K8S_12'],
    kics: ['k/memory_requests_not_defined'],
    kubescape: [
      'C-0004',
      'C-0269',
      'resources-memory-requests',
      'resources-memory-limit-and-request',
    ],
    'kube-linter': ['unset-memory-requirements'],
    polaris: ['memoryRequestsMissing'],
    kyverno: ['require-requests-limits', 'require-qos-burstable', 'require-qos-guaranteed'],
    gatekeeper: ['k8scontainerrequests', 'k8srequiredresources'],
  },
  severity: 'low',
  family: 'limits',
  title: { en: 'No memory request', 'zh-CN': '未设置内存请求' },
  message: {
    en: 'The memory request of container "{container}" is {value}',
    'zh-CN': '容器 "{container}" 的内存请求为 {value}',
  },
  why: {
    en: 'The scheduler packs pods as if this one needed nothing, and it is the first to be evicted.',
    'zh-CN': '调度器会当作该 Pod 不需要内存，且它最先被驱逐。',
  },
  advice: { en: 'Set resources.requests.memory.', 'zh-CN': '设置 resources.requests.memory。' },
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  options: { memoryRequestRequired: true, memoryRequestMax: '', memoryRequestMin: '' },
  bad: [podWith()],
  good: [podWith({ container: 'resources: { requests: { memory: 64Mi } }' }), settings],
  check: (view, answer) => {
    eachResource(view, answer, {
      kind: 'requests',
      name: 'memory',
      required: 'memoryRequestRequired',
      max: 'memoryRequestMax',
      min: 'memoryRequestMin',
    });
  },
};
