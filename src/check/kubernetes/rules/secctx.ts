import { securityContextOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container has a security context, its own or the pod’s. */
export const securityContext: KubernetesRule = {
  id: 'K8S-SECCTX',
  aliases: {
    trivy: ['KSV-0118'],
    checkov: ['CKV_K8S_29', 'CKV_K8S_30'],
    kics: ['k/pod_or_container_without_security_context', 'a97a340a-0063-418e-b3a1-3028941d0995'],
    kubescape: ['C-0211'],
    'kube-bench': ['5.6.3'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'No security context', 'zh-CN': '没有安全上下文' },
  message: {
    en: 'Container "{container}" has no security context',
    'zh-CN': '容器 "{container}" 没有安全上下文',
  },
  why: {
    en: 'Nothing says as whom and how confined the container runs; the image and the cluster’s defaults decide.',
    'zh-CN': '没有说明以谁的身份、受何种限制运行，全凭镜像与集群默认值。',
  },
  advice: {
    en: 'Give the pod or the container a securityContext.',
    'zh-CN': '为 Pod 或容器设置 securityContext。',
  },
  references: [securityContextPage],
  bad: [podWith()],
  good: [podWith({ container: 'securityContext: { runAsNonRoot: true }' }), settings],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      const own = Object.keys(securityContextOf(container.spec)).length > 0;
      const inherited = Object.keys(securityContextOf(pod.spec)).length > 0;
      if (own || inherited) return undefined;
      return { path: [...container.path, 'securityContext'] };
    });
  },
};
