import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';

/** No image comes from a registry that is no longer kept. */
export const oldRegistry: KubernetesRule = {
  id: 'K8S-IMG-OLDREGISTRY',
  aliases: {
    kubescape: ['C-0253', 'rule-identify-old-k8s-registry'],
    kyverno: ['restrict-deprecated-registry'],
  },
  severity: 'low',
  family: 'trusted-registry',
  title: {
    en: 'The image comes from the frozen registry k8s.gcr.io',
    'zh-CN': '镜像来自已冻结的 k8s.gcr.io',
  },
  message: {
    en: 'The image {image} of container "{container}" comes from a frozen registry',
    'zh-CN': '容器 "{container}" 的镜像 {image} 来自已冻结的仓库',
  },
  why: {
    en: 'k8s.gcr.io gets no new images since April 2023, repairs of vulnerabilities among them.',
    'zh-CN': 'k8s.gcr.io 自 2023 年 4 月起不再更新，包括漏洞修复。',
  },
  advice: { en: 'Use registry.k8s.io.', 'zh-CN': '改用 registry.k8s.io。' },
  references: ['https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/'],
  bad: [podWith({ image: 'k8s.gcr.io/pause:3.2' })],
  good: [podWith({ image: 'registry.k8s.io/pause:3.9' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      if (image?.registry !== 'k8s.gcr.io') return undefined;
      return { path: image.path, params: { image: image.text } };
    });
  },
};
