import { eachViolation } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { windowsHostProcess } from '../pod-security/windows-host-process.ts';

/** No container is a process of a Windows host. */
export const hostProcess: KubernetesRule = {
  id: 'K8S-HOSTPROCESS',
  aliases: {
    psa: ['windowsHostProcess'],
    trivy: ['KSV-0103'],
    polaris: ['hostProcess'],
    kyverno: ['disallow-host-process'],
    gatekeeper: ['k8spsphostprocess'],
    kubescape: ['set-hostprocess-true'],
  },
  severity: 'high',
  family: 'host-process',
  title: { en: 'A container is a process of the Windows host', 'zh-CN': '容器是 Windows 主机进程' },
  why: {
    en: 'A host process container is not isolated at all.',
    'zh-CN': 'HostProcess 容器没有任何隔离。',
  },
  advice: {
    en: 'Remove windowsOptions.hostProcess.',
    'zh-CN': '删除 windowsOptions.hostProcess。',
  },
  references: [podSecurityPage],
  bad: [podWith({ container: 'securityContext: { windowsOptions: { hostProcess: true } }' })],
  good: [
    podWith({ container: 'securityContext: { windowsOptions: { hostProcess: false } }' }),
    podWith(),
  ],
  check: (view, answer) => {
    eachViolation(view, answer, windowsHostProcess);
  },
};
