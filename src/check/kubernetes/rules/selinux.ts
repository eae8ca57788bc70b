import { eachViolation } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { seLinuxOptions as check } from '../pod-security/se-linux-options.ts';

/** SELinux confines the pod as a container. */
export const seLinux: KubernetesRule = {
  id: 'K8S-SELINUX',
  aliases: {
    psa: ['seLinuxOptions'],
    trivy: ['KSV-0025'],
    kyverno: ['disallow-selinux'],
    gatekeeper: ['k8spspselinuxv2'],
  },
  severity: 'medium',
  family: 'selinux',
  title: { en: 'SELinux options loosen the confinement', 'zh-CN': 'SELinux 选项放松了限制' },
  message: { en: 'SELinux: {text}', 'zh-CN': 'SELinux 选项：{text}' },
  why: {
    en: 'A type of the host, or a user or role of one’s own, takes the container out of the confinement made for containers.',
    'zh-CN': '使用主机的类型或自定的用户、角色，会使容器脱离为容器设计的限制。',
  },
  advice: {
    en: 'Remove seLinuxOptions, or use container_t.',
    'zh-CN': '删除 seLinuxOptions，或使用 container_t。',
  },
  references: [podSecurityPage],
  bad: [podWith({ pod: 'securityContext: { seLinuxOptions: { type: spc_t } }' })],
  good: [podWith({ pod: 'securityContext: { seLinuxOptions: { type: container_t } }' }), podWith()],
  check: (view, answer) => {
    eachViolation(view, answer, check);
  },
};
