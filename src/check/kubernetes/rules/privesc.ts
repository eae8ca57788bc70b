import { isFalse, isTrue, securityContextOf } from '../fields.ts';
import { eachContainer, isExempt } from '../judge.ts';
import { escalationEnding } from '../pod-security/allow-privilege-escalation.ts';
import { podWith, settings } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every container forbids that privileges grow. */
export const privesc: KubernetesRule = {
  id: 'K8S-PRIVESC',
  aliases: {
    psa: ['allowPrivilegeEscalation'],
    trivy: ['KSV-0001'],
    checkov: ['CKV_K8S_20'],
    kics: ['k/privilege_escalation_allowed'],
    kubescape: ['C-0016', 'rule-allow-privilege-escalation'],
    'kube-linter': ['privilege-escalation-container'],
    polaris: ['privilegeEscalationAllowed'],
    kyverno: ['disallow-privilege-escalation'],
    gatekeeper: ['k8spspallowprivilegeescalationcontainer'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'privilege-escalation',
  title: {
    en: 'Privileges can grow: allowPrivilegeEscalation is not false',
    'zh-CN': '未禁止提权：allowPrivilegeEscalation 不为 false',
  },
  message: {
    en: 'Container "{container}" does not set allowPrivilegeEscalation to false',
    'zh-CN': '容器 "{container}" 未将 allowPrivilegeEscalation 设为 false',
  },
  why: {
    en: 'A setuid program in the image can make a process root, whatever user it was started as.',
    'zh-CN': '镜像中的 setuid 程序可以让进程变成 root，无论它以哪个用户启动。',
  },
  advice: {
    en: 'Set securityContext.allowPrivilegeEscalation: false on the container.',
    'zh-CN': '在容器上设置 securityContext.allowPrivilegeEscalation: false。',
  },
  references: [securityContextPage, podSecurityPage],
  options: { exemptImages: [] },
  bad: [podWith()],
  good: [podWith({ container: 'securityContext: { allowPrivilegeEscalation: false }' }), settings],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      if (isExempt(answer, container)) return undefined;
      if (isFalse(securityContextOf(container.spec)['allowPrivilegeEscalation'])) return undefined;
      // A privileged container has nothing left to gain, and is told to be one.
      const { privileged } = securityContextOf(container.spec);
      return { ...escalationEnding(container), ...(isTrue(privileged) && { level: 'strict' }) };
    });
  },
};
