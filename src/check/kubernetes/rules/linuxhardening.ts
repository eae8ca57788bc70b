import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, securityContextOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** Something hardens every container. */
export const linuxhardening: KubernetesRule = {
  id: 'K8S-LINUXHARDENING',
  aliases: {
    kubescape: ['C-0055'],
    polaris: ['linuxHardening'],
  },
  severity: 'medium',
  // Whatever nothing hardens has no seccomp profile, which K8S-SECCOMP-RESTRICTED tells.
  level: 'optional',
  family: 'seccomp',
  title: {
    en: 'Nothing hardens the container: no AppArmor, seccomp, SELinux or dropped capability',
    'zh-CN': '容器没有任何加固：无 AppArmor、seccomp、SELinux，也未丢弃能力',
  },
  message: {
    en: 'Nothing hardens container "{container}"',
    'zh-CN': '容器 "{container}" 没有任何加固',
  },
  why: {
    en: 'An intruder in the container has the whole kernel to try.',
    'zh-CN': '入侵者可以尝试内核的全部接口。',
  },
  advice: {
    en: 'Set seccompProfile.type: RuntimeDefault and drop all capabilities.',
    'zh-CN': '设置 seccompProfile.type: RuntimeDefault 并丢弃全部能力。',
  },
  references: [securityContextPage],
  bad: [podWith()],
  good: [
    podWith({ pod: 'securityContext: { seccompProfile: { type: RuntimeDefault } }' }),
    podWith({ container: 'securityContext: { capabilities: { drop: [ALL] } }' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      const contexts = [securityContextOf(pod.spec), securityContextOf(container.spec)];
      const hardened = contexts.some(
        (context) =>
          ['seccompProfile', 'seLinuxOptions', 'appArmorProfile'].some((key) =>
            isSet(context[key]),
          ) || listOf(objectOf(context['capabilities'])['drop']).length > 0,
      );
      const annotated = Object.keys(pod.annotations).some((key) =>
        /^container\.(?:apparmor|seccomp)\.security\.|^seccomp\.security\./.test(key),
      );
      if (hardened || annotated) return undefined;
      const path = [...container.path, 'securityContext'];
      const profile = [...path, 'seccompProfile'];
      return { path, changes: [{ set: profile, to: { type: 'RuntimeDefault' } }] };
    });
  },
};
