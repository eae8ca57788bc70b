import type { Aliases } from '../../contract.ts';
import { eachContainer, isExempt, listed } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';

/** Ids that look at the digest itself. */
const malformed: Aliases = { kubescape: ['C-0306', 'image-not-pinned-to-digest'] };

/** Images are pinned by digest. */
export const imageDigest: KubernetesRule = {
  id: 'K8S-IMG-DIGEST',
  aliases: {
    checkov: ['CKV_K8S_43'],
    kics: ['k/image_without_digest'],
    kubescape: ['C-0306', 'image-not-pinned-to-digest'],
    kyverno: ['require-image-checksum'],
    gatekeeper: ['k8simagedigests'],
  },
  severity: 'low',
  level: 'strict',
  family: 'image-tag',
  title: { en: 'The image is not pinned by digest', 'zh-CN': '镜像未按摘要固定' },
  message: {
    en: 'The image {image} of container "{container}" is not pinned by digest',
    'zh-CN': '容器 "{container}" 的镜像 {image} 未按摘要固定',
  },
  why: {
    en: 'A tag can be moved to other content by whoever may push.',
    'zh-CN': '有推送权限者可将标签指向其他内容。',
  },
  advice: { en: 'Add @sha256:… to the image.', 'zh-CN': '为镜像加上 @sha256:…。' },
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  options: { exemptImages: [], exemptRepositories: [] },
  bad: [podWith()],
  good: [
    podWith({
      image: 'nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    }),
    settings,
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      if (isExempt(answer, container)) return undefined;
      if (image === undefined || isDigest(image.digest)) return undefined;
      const exempt = listed(answer, 'exemptRepositories');
      if (exempt.some((one) => image.text.startsWith(`${one}/`))) return undefined;
      const given = image.digest !== undefined;
      return {
        path: image.path,
        params: { image: image.text },
        ...(given && { aliases: malformed }),
      };
    });
  },
};

/** Of the algorithms that registries use the length is known; of others it is only asked to be long. */
function isDigest(digest: string | undefined): boolean {
  const text = digest ?? '';
  if (/^sha(?:256|512):/.test(text))
    return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
  return /^[a-z][a-z0-9+._-]{0,30}:[\w=-]{32,256}$/.test(text);
}
