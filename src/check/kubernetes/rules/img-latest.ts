import { eachContainer, isExempt, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

/** A container without an image is left to be filled in; only KICS counts that. */
const absent: Aliases = { kics: ['k/invalid_image'] };

/** Images are named by version. */
export const imageLatest: KubernetesRule = {
  id: 'K8S-IMG-LATEST',
  aliases: {
    trivy: ['KSV-0013'],
    checkov: ['CKV_K8S_14'],
    kics: ['k/invalid_image'],
    'kube-linter': ['latest-tag'],
    polaris: ['tagNotSpecified'],
    kyverno: ['disallow-latest-tag'],
    gatekeeper: ['k8sdisallowedtags'],
    kubescape: ['C-0075'],
  },
  severity: 'medium',
  family: 'image-tag',
  title: { en: 'The image has no tag, or the tag latest', 'zh-CN': '镜像没有标签或使用 latest' },
  message: {
    en: 'The image {image} of container "{container}" names no version',
    'zh-CN': '容器 "{container}" 的镜像 {image} 未指定版本',
  },
  why: {
    en: 'What runs changes without a change of the manifest, and nobody can say later what ran.',
    'zh-CN': '清单未变而运行内容改变，事后也无法得知运行过什么。',
  },
  advice: { en: 'Name a version, better a digest.', 'zh-CN': '指定版本，最好使用摘要。' },
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  options: { tags: ['latest'], exemptImages: [] },
  bad: [podWith({ image: 'nginx' }), podWith({ image: 'nginx:latest' })],
  good: [
    podWith(),
    podWith({
      image: 'nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    }),
  ],
  check: (view, answer) => {
    const tags = listed(answer, 'tags');
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      if (isExempt(answer, container)) return undefined;
      if (image === undefined)
        return { path: container.path, params: { image: '' }, aliases: absent };
      if (image.digest !== undefined) return undefined;
      if (image.tag !== undefined && !tags.includes(image.tag)) return undefined;
      return { path: image.path, params: { image: image.text } };
    });
  },
};
