import { listOf } from '../../../formats/json-values.ts';
import { eachPod, failAt, isExempt } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { unmasked } from '../pod-security/proc-mount.ts';

/** /proc is masked. */
export const maskedProc: KubernetesRule = {
  id: 'K8S-PROCMOUNT',
  aliases: {
    psa: ['procMount', 'procMount_restricted'],
    trivy: ['KSV-0027'],
    kics: ['k/container_runs_unmasked'],
    'kube-linter': ['unsafe-proc-mount'],
    polaris: ['procMount'],
    kyverno: ['disallow-proc-mount'],
    gatekeeper: ['k8spspprocmount'],
    kubescape: ['set-procmount-default'],
  },
  severity: 'medium',
  family: 'proc',
  title: { en: '/proc is not masked', 'zh-CN': '/proc 未被屏蔽' },
  why: {
    en: 'Unmasked, /proc lets a container change kernel settings of the node.',
    'zh-CN': '未屏蔽的 /proc 可让容器修改节点的内核设置。',
  },
  advice: {
    en: 'Remove procMount, or set it to Default.',
    'zh-CN': '删除 procMount 或设为 Default。',
  },
  references: [podSecurityPage],
  bad: [podWith({ container: 'securityContext: { procMount: Unmasked }' })],
  good: [podWith({ container: 'securityContext: { procMount: Default }' }), podWith()],
  options: { exemptImages: [] },
  check: (view, answer) => {
    if (listOf(view.spec['allowedProcMountTypes']).includes('Unmasked'))
      failAt(view, answer, {
        path: ['spec', 'allowedProcMountTypes'],
        params: { text: 'Unmasked' },
      });
    eachPod(view, answer, (pod) => {
      const containers = pod.containers.filter((container) => !isExempt(answer, container));
      return unmasked({ ...pod, containers }).map(({ text, ...rest }) => ({
        ...rest,
        params: { text },
      }));
    });
  },
};
