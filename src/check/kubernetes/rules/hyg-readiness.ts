import { isSet } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container that stays has a readinessProbe. */
export const readinessProbe: KubernetesRule = {
  id: 'HYG-READINESS',
  aliases: {
    checkov: ['CKV_K8S_9'],
    kics: ['k/readiness_probe_is_not_configured'],
    kubescape: ['C-0018', 'configured-readiness-probe'],
    'kube-linter': ['no-readiness-probe'],
    polaris: ['readinessProbeMissing'],
    kyverno: ['require-pod-probes'],
    gatekeeper: ['k8srequiredprobes'],
  },
  severity: 'low',
  level: 'strict',
  family: 'probes',
  title: { en: 'No readiness probe', 'zh-CN': '没有就绪探针' },
  message: {
    en: 'Container "{container}" has no readinessProbe',
    'zh-CN': '容器 "{container}" 没有 readinessProbe',
  },
  why: {
    en: 'A pod gets traffic before it can answer.',
    'zh-CN': 'Pod 尚不能响应时就会收到流量。',
  },
  advice: { en: 'Add a readinessProbe.', 'zh-CN': '添加 readinessProbe。' },
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
  bad: [podWith()],
  good: [podWith({ container: 'readinessProbe: { tcpSocket: { port: 80 } }' }), settings],
  check: (view, answer) => {
    if (view.kind === 'Job' || view.kind === 'CronJob') {
      answer.notApplicable({ en: 'a job', 'zh-CN': '是 Job' });
      return;
    }
    eachContainer(view, answer, (container) =>
      container.type === 'regular' && !isSet(container.spec['readinessProbe'])
        ? { path: [...container.path, 'readinessProbe'] }
        : undefined,
    );
  },
};
