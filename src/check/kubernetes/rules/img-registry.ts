import { eachContainer, listed } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { imageMatches, imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';

/** Images come from the registries that users trust. Without options only names that nobody can own are refused. */
export const imageRegistry: KubernetesRule = {
  id: 'K8S-IMG-REGISTRY',
  aliases: {
    trivy: ['KSV-0125', 'KSV-0032', 'KSV-0033', 'KSV-0034', 'KSV-0035'],
    kubescape: [
      'C-0001',
      'C-0078',
      'C-0304',
      'container-image-repository',
      'rule-identify-blocklisted-image-registries',
      'agent-sandbox-image-registry-allowlist',
    ],
    kyverno: [
      'restrict-image-registries',
      'advanced-restrict-image-registries',
      'allowed-image-repos',
      'only-trustworthy-registries-set-root',
    ],
    gatekeeper: ['k8sallowedrepos', 'k8sallowedreposv2', 'k8sdisallowedrepos'],
  },
  severity: 'high',
  family: 'trusted-registry',
  title: {
    en: 'The image is not from a registry that is allowed',
    'zh-CN': '镜像不来自允许的仓库',
  },
  message: {
    en: 'The image {image} of container "{container}" is not from a registry that is allowed',
    'zh-CN': '容器 "{container}" 的镜像 {image} 不来自允许的仓库',
  },
  why: {
    en: 'Whoever runs a registry decides what runs in the cluster.',
    'zh-CN': '镜像仓库的运营者决定集群中运行什么。',
  },
  advice: {
    en: 'Name the registries that are trusted in the option registries, or those that are not in denied.',
    'zh-CN': '在选项 registries 中列出可信仓库，或在 denied 中列出禁用仓库。',
  },
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  options: { registries: [], denied: ['invalid'] },
  bad: [podWith({ image: 'untrusted.invalid/web:1' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    const allowed = listed(answer, 'registries');
    const denied = listed(answer, 'denied');
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      if (image === undefined) return undefined;
      const outside = allowed.length > 0 && !allowed.some((one) => imageMatches(image, one));
      const inside = denied.some((one) => imageMatches(image, one));
      if (!outside && !inside) return undefined;
      return { path: image.path, params: { image: image.text } };
    });
  },
};
