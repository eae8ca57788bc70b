import { shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';
import { notSet } from '../../words.ts';

/** Images are asked for at every start. */
export const imagePullPolicy: KubernetesRule = {
  id: 'K8S-IMG-PULL',
  aliases: {
    checkov: ['CKV_K8S_15'],
    kics: ['k/image_pull_policy_of_container_is_not_always'],
    kubescape: ['C-0075', 'image-pull-policy-is-not-set-to-always'],
    polaris: ['pullPolicyNotAlways'],
    kyverno: ['imagepullpolicy-always'],
  },
  severity: 'low',
  level: 'strict',
  family: 'image-tag',
  title: { en: 'imagePullPolicy is not Always', 'zh-CN': 'imagePullPolicy 不为 Always' },
  message: {
    en: 'imagePullPolicy of container "{container}" is {policy}',
    'zh-CN': '容器 "{container}" 的 imagePullPolicy 为 {policy}',
  },
  why: {
    en: 'An image that lies on the node runs without its registry being asked whether this pod may have it.',
    'zh-CN': '节点上已有的镜像会直接运行，不再向镜像仓库确认该 Pod 是否有权使用。',
  },
  advice: {
    en: 'Set imagePullPolicy: Always, or switch the admission plug-in AlwaysPullImages on.',
    'zh-CN': '设置 imagePullPolicy: Always，或启用 AlwaysPullImages 准入插件。',
  },
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  bad: [podWith({ container: 'imagePullPolicy: IfNotPresent' })],
  good: [
    podWith({ container: 'imagePullPolicy: Always' }),
    podWith({
      image: 'nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000',
    }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      const policy = shown(container.spec['imagePullPolicy']);
      if (policy === 'Always' || image?.digest !== undefined) return undefined;
      // Kubernetes itself always pulls what has no tag, or the tag latest.
      const implied = image === undefined || image.tag === undefined || image.tag === 'latest';
      if (policy === '' && implied) return undefined;
      const path = [...container.path, 'imagePullPolicy'];
      const alsoPaths = [[...container.path, 'image']];
      return { path, alsoPaths, params: { policy: policy === '' ? notSet : policy } };
    });
  },
};
