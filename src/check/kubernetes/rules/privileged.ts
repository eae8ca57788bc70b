import { isTrue, securityContextOf } from '../fields.ts';
import { eachContainer, isExempt } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** No container is privileged. */
export const privileged: KubernetesRule = {
  id: 'K8S-PRIVILEGED',
  aliases: {
    psa: ['privileged'],
    trivy: ['KSV-0017'],
    checkov: ['CKV_K8S_16'],
    kics: ['k/container_is_privileged'],
    kubescape: ['C-0057', 'rule-privileged-container'],
    'kube-linter': ['privileged-container'],
    polaris: ['runAsPrivileged'],
    kyverno: ['disallow-privileged-containers'],
    gatekeeper: ['k8spspprivilegedcontainer'],
  },
  severity: 'critical',
  standards: ['nsa'],
  family: 'privileged',
  title: { en: 'A container is privileged', 'zh-CN': '容器以特权模式运行' },
  message: {
    en: 'Container "{container}" is privileged',
    'zh-CN': '容器 "{container}" 以特权模式运行',
  },
  why: {
    en: 'A privileged container has every capability and every device of the node and no seccomp or AppArmor: root in it is root on the node.',
    'zh-CN':
      '特权容器拥有节点的全部能力和设备，且没有 seccomp 与 AppArmor：容器内的 root 就是节点的 root。',
  },
  advice: {
    en: 'Remove privileged, and give the one capability or device that is needed.',
    'zh-CN': '删除 privileged，只授予真正需要的能力或设备。',
  },
  references: [securityContextPage, podSecurityPage],
  options: { exemptImages: [] },
  bad: [podWith({ container: 'securityContext: { privileged: true }' })],
  good: [podWith({ container: 'securityContext: { privileged: false }' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      if (isExempt(answer, container)) return undefined;
      if (!isTrue(securityContextOf(container.spec)['privileged'])) return undefined;
      const path = [...container.path, 'securityContext', 'privileged'];
      return { path, wanted: false, review: true };
    });
  },
};
