import { objectOf } from '../../../formats/json-values.ts';
import { inForce, isSet, shown } from '../fields.ts';
import { eachPod, isExempt, listed, matchesAny } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { PodView } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Aliases, Answer } from '../../contract.ts';
import { seccompAnnotations, seccompFields } from '../pod-security/seccomp-profile-baseline.ts';

/** Ids for the annotations of before Kubernetes 1.19: the others ask for the field. */
const byAnnotation: Aliases = {
  psa: ['seccompProfile_baseline'],
  trivy: ['KSV-0104'],
  kyverno: ['restrict-seccomp'],
  gatekeeper: ['k8spspseccomp', 'k8spspseccompv2'],
  checkov: ['CKV_K8S_31'],
};

/** seccomp is not switched off. */
export const seccompBaseline: KubernetesRule = {
  id: 'K8S-SECCOMP-BASELINE',
  aliases: {
    psa: ['seccompProfile_baseline', 'seccompProfile_restricted'],
    trivy: ['KSV-0104', 'KSV-0030'],
    kyverno: [
      'restrict-seccomp',
      'restrict-seccomp-strict',
      'podsecurity-subrule-restricted-seccomp',
    ],
    gatekeeper: ['k8spspseccomp', 'k8spspseccompv2'],
    checkov: ['CKV_K8S_31'],
    kics: ['k/seccomp_profile_is_not_configured'],
    kubescape: ['C-0210', 'set-seccomp-profile', 'linux-hardening'],
    'kube-bench': ['5.6.2'],
  },
  severity: 'medium',
  family: 'seccomp',
  title: { en: 'seccomp is switched off', 'zh-CN': 'seccomp 被关闭' },
  message: { en: 'seccomp: {text}', 'zh-CN': 'seccomp 配置：{text}' },
  why: {
    en: 'Without a filter every call of the kernel is open, among them those that escapes of the past years used.',
    'zh-CN': '没有过滤器时内核的所有调用都开放，包括近年逃逸漏洞用到的那些。',
  },
  advice: {
    en: 'Use the type RuntimeDefault, or Localhost with a profile of your own.',
    'zh-CN': '使用 RuntimeDefault，或以 Localhost 指定自己的配置文件。',
  },
  references: [podSecurityPage, 'https://kubernetes.io/docs/tutorials/security/seccomp/'],
  options: { allowedProfiles: [], exemptImages: [] },
  bad: [podWith({ pod: 'securityContext: { seccompProfile: { type: Unconfined } }' })],
  good: [
    podWith({ pod: 'securityContext: { seccompProfile: { type: RuntimeDefault } }' }),
    podWith(),
  ],
  check: (view, answer) => {
    const allowed = listed(answer, 'allowedProfiles');
    eachPod(view, answer, (pod) => {
      if (pod.containers.length > 0 && pod.containers.every((one) => isExempt(answer, one)))
        return [];
      const faults: FieldFault[] = [
        ...seccompFields(pod),
        ...seccompAnnotations(pod).map((one) => ({ ...one, aliases: byAnnotation })),
      ].map(({ text, ...rest }) => ({ ...rest, params: { text } }));
      return allowed.length === 0 ? faults : [...faults, ...unlisted(pod, answer, allowed)];
    });
  },
};

/** Containers whose profile is none of those that the option lists; `not configured` is one too. */
function unlisted(pod: PodView, answer: Answer, allowed: readonly string[]): readonly FieldFault[] {
  return pod.containers
    .filter((container) => !isExempt(answer, container))
    .flatMap((container) => {
      const { value, path } = inForce(pod, container, 'seccompProfile');
      const { type, localhostProfile } = objectOf(value);
      const name = isSet(value)
        ? profileName(shown(type), shown(localhostProfile))
        : annotatedName(pod, container.name);
      if (name.some((one) => matchesAny(one, allowed))) return [];
      const params = {
        text: `the profile is "${name[0] ?? ''}"; wanted one of ${allowed.join(', ')}`,
      };
      return [{ path, params, aliases: { gatekeeper: ['k8spspseccomp', 'k8spspseccompv2'] } }];
    });
}

/** A profile in the words of fields and in those of the older annotations. */
function profileName(type: string, file: string): readonly string[] {
  if (type === '') return ['not configured'];
  if (type === 'RuntimeDefault') return [type, 'runtime/default'];
  return type === 'Localhost' ? [type, `localhost/${file}`] : [type, type.toLowerCase()];
}

/** The profile of the older annotations, a container's own before the pod's. */
function annotatedName({ annotations }: PodView, container: string): readonly string[] {
  const own = annotations[`container.seccomp.security.alpha.kubernetes.io/${container}`];
  const value = shown(own ?? annotations['seccomp.security.alpha.kubernetes.io/pod']);
  return value === '' ? ['not configured'] : [value];
}
