import { isSet } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container that stays has a livenessProbe. */
export const livenessProbe: KubernetesRule = {
  id: 'HYG-LIVENESS',
  aliases: {
    checkov: ['CKV_K8S_8'],
    kics: ['k/liveness_probe_is_not_defined'],
    kubescape: ['C-0056', 'configured-liveness-probe'],
    'kube-linter': ['no-liveness-probe'],
    polaris: ['livenessProbeMissing'],
    kyverno: ['require-pod-probes'],
    gatekeeper: ['k8srequiredprobes'],
  },
  severity: 'low',
  level: 'strict',
  family: 'probes',
  title: { en: 'No liveness probe', 'zh-CN': '没有存活探针' },
  message: {
    en: 'Container "{container}" has no livenessProbe',
    'zh-CN': '容器 "{container}" 没有 livenessProbe',
  },
  why: { en: 'A program that hangs is not restarted.', 'zh-CN': '程序卡死后不会被重启。' },
  advice: { en: 'Add a livenessProbe.', 'zh-CN': '添加 livenessProbe。' },
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
  bad: [podWith()],
  good: [podWith({ container: 'livenessProbe: { tcpSocket: { port: 80 } }' }), settings],
  check: (view, answer) => {
    if (view.kind === 'Job' || view.kind === 'CronJob') {
      answer.notApplicable({ en: 'a job', 'zh-CN': '是 Job' });
      return;
    }
    eachContainer(view, answer, (container) =>
      container.type === 'regular' && !isSet(container.spec['livenessProbe'])
        ? { path: [...container.path, 'livenessProbe'] }
        : undefined,
    );
  },
};
