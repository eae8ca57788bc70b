import { eachViolation } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { runAsUser } from '../pod-security/run-as-user.ts';

/** Nobody asks for user 0. */
export const runAsUserRoot: KubernetesRule = {
  id: 'K8S-RUNASUSER0',
  aliases: {
    psa: ['runAsUser'],
    trivy: ['KSV-0105'],
    kyverno: ['require-run-as-non-root-user'],
    gatekeeper: ['k8spspallowedusers'],
  },
  severity: 'high',
  family: 'non-root',
  title: { en: 'runAsUser is 0', 'zh-CN': 'runAsUser 为 0' },
  why: {
    en: 'The manifest itself asks for root, whatever user the image was built for.',
    'zh-CN': '清单自身要求以 root 运行，无论镜像为哪个用户构建。',
  },
  advice: {
    en: 'Remove runAsUser: 0, or name the user that the program needs.',
    'zh-CN': '删除 runAsUser: 0，或指定程序所需的用户。',
  },
  references: [securityContextPage, podSecurityPage],
  bad: [podWith({ pod: 'securityContext: { runAsUser: 0 }' })],
  good: [podWith({ pod: 'securityContext: { runAsUser: 1000 }' }), podWith()],
  check: (view, answer) => {
    eachViolation(view, answer, runAsUser);
  },
};
