import { podWith, settings } from '../examples.ts';
import { eachResource } from '../resources.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container sets a CPU request, within the bounds that users set. */
export const cpuRequest: KubernetesRule = {
  id: 'K8S-CPU-REQ',
  aliases: {
    trivy: ['KSV-0015'],
    checkov: ['CKV_K8S_10'],
    kics: ['k/cpu_requests_not_set'],
    kubescape: ['C-0050', 'C-0268', 'resources-cpu-requests', 'resources-cpu-limit-and-request'],
    'kube-linter': ['unset-cpu-requirements'],
    polaris: ['cpuRequestsMissing'],
    kyverno: ['require-requests-limits'],
    gatekeeper: ['k8scontainerrequests'],
  },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'No CPU request', 'zh-CN': '未设置CPU 请求' },
  message: {
    en: 'The CPU request of container "{container}" is {value}',
    'zh-CN': '容器 "{container}" 的CPU 请求为 {value}',
  },
  why: {
    en: 'Under load the container gets next to no processor time.',
    'zh-CN': '负载高时容器几乎得不到处理器时间。',
  },
  advice: { en: 'Set resources.requests.cpu.', 'zh-CN': '设置 resources.requests.cpu。' },
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  options: { cpuRequestRequired: true, cpuRequestMax: '', cpuRequestMin: '' },
  bad: [podWith()],
  good: [podWith({ container: 'resources: { requests: { cpu: 100m } }' }), settings],
  check: (view, answer) => {
    eachResource(view, answer, {
      kind: 'requests',
      name: 'cpu',
      required: 'cpuRequestRequired',
      max: 'cpuRequestMax',
      min: 'cpuRequestMin',
    });
  },
};
