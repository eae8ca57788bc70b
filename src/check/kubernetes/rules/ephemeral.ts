import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** No ephemeral container stands in a manifest. */
export const ephemeralContainer: KubernetesRule = {
  id: 'K8S-EPHEMERAL',
  aliases: {
    kyverno: ['block-ephemeral-containers'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'exec',
  title: { en: 'Ephemeral containers are in the manifest', 'zh-CN': '清单中含有临时容器' },
  message: { en: '"{container}" is an ephemeral container', 'zh-CN': '"{container}" 是临时容器' },
  why: {
    en: 'A container for debugging shares the pod’s processes and credentials, and cannot be removed again.',
    'zh-CN': '调试容器共享 Pod 的进程与凭据，且无法移除。',
  },
  advice: {
    en: 'Add them by kubectl debug when they are needed, and delete the pod afterwards.',
    'zh-CN': '需要时用 kubectl debug 添加，事后删除该 Pod。',
  },
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/'],
  bad: [podWith({ pod: 'ephemeralContainers: [{ name: d, image: b }]' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    eachContainer(view, answer, (container) =>
      container.type === 'ephemeral' ? { path: container.path } : undefined,
    );
  },
};
