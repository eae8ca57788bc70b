import { isSet } from '../fields.ts';
import { failAt } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Only parts of the cluster run in kube-system. */
export const kubeSystem: KubernetesRule = {
  id: 'ADM-KUBE-SYSTEM',
  aliases: {
    trivy: ['KSV-0037'],
  },
  severity: 'medium',
  family: 'namespace',
  title: { en: 'A workload of users in kube-system', 'zh-CN': '用户工作负载位于 kube-system' },
  why: {
    en: 'Policies leave kube-system out: what runs there is trusted as part of the cluster.',
    'zh-CN': '策略通常豁免 kube-system：其中的负载被当作集群自身的一部分。',
  },
  advice: { en: 'Move it to a namespace of its own.', 'zh-CN': '移到自己的命名空间。' },
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  bad: [podWith({ metadata: 'namespace: kube-system' })],
  good: [
    podWith({ metadata: 'namespace: shop' }),
    podWith({ metadata: 'namespace: kube-system\nlabels: { tier: control-plane }' }),
  ],
  check: (view, answer) => {
    if (view.pod === undefined || view.namespace !== 'kube-system') return;
    const labels = { ...view.labels, ...view.pod.labels };
    const own =
      labels['tier'] === 'control-plane' ||
      isSet(labels['k8s-app']) ||
      labels['component'] === 'kube-apiserver';
    if (!own) failAt(view, answer, { path: ['metadata', 'namespace'] });
  },
};
