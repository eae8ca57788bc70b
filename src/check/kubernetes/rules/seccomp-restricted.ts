import { objectOf } from '../../../formats/json-values.ts';
import { inForce, isSet, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { PodView } from '../view.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const annotationOnly: Text = {
  en: 'The seccomp profile of container "{container}" is an annotation, which Kubernetes reads no more',
  'zh-CN': '容器 "{container}" 的 seccomp 配置写在注解中，Kubernetes 已不再读取',
};

/** Ids that ask for the field: annotations work no more since Kubernetes 1.27. */
const byField: Aliases = {
  psa: ['seccompProfile_restricted'],
  kubescape: ['C-0210', 'set-seccomp-profile', 'linux-hardening'],
  'kube-bench': ['5.6.2'],
  kyverno: ['restrict-seccomp-strict'],
};

/** Every container has a seccomp profile. */
export const seccompRestricted: KubernetesRule = {
  id: 'K8S-SECCOMP-RESTRICTED',
  aliases: {
    psa: ['seccompProfile_restricted'],
    trivy: ['KSV-0030', 'KSV-0104'],
    checkov: ['CKV_K8S_31'],
    kics: ['k/seccomp_profile_is_not_configured'],
    kubescape: ['C-0210', 'set-seccomp-profile', 'linux-hardening'],
    'kube-bench': ['5.6.2'],
    kyverno: ['restrict-seccomp-strict', 'podsecurity-subrule-restricted-seccomp'],
  },
  severity: 'medium',
  standards: ['nsa'],
  family: 'seccomp',
  title: { en: 'No seccomp profile', 'zh-CN': '没有 seccomp 配置' },
  message: {
    en: 'Container "{container}" has no seccomp profile',
    'zh-CN': '容器 "{container}" 没有 seccomp 配置',
  },
  why: {
    en: 'Kubernetes switches seccomp off unless it is asked for: without a profile every call of the kernel is open.',
    'zh-CN': 'Kubernetes 默认不启用 seccomp：没有配置时内核的所有调用都开放。',
  },
  advice: {
    en: 'Set securityContext.seccompProfile.type: RuntimeDefault on the pod.',
    'zh-CN': '在 Pod 上设置 securityContext.seccompProfile.type: RuntimeDefault。',
  },
  references: [podSecurityPage, 'https://kubernetes.io/docs/tutorials/security/seccomp/'],
  bad: [podWith()],
  good: [
    podWith({ pod: 'securityContext: { seccompProfile: { type: RuntimeDefault } }' }),
    podWith({
      container:
        'securityContext: { seccompProfile: { type: Localhost, localhostProfile: a.json } }',
    }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      const { value, path } = inForce(pod, container, 'seccompProfile');
      const { type } = objectOf(value);
      if (type === 'RuntimeDefault' || type === 'Localhost') return undefined;
      const annotation = annotated(pod, container.name);
      if (annotation === 'runtime/default' || annotation.startsWith('localhost/')) {
        return { path, aliases: byField, message: annotationOnly };
      }
      // A profile that is none is told by the rule about it, once for the pod.
      if (isSet(value)) return undefined;
      return { path, wanted: { type: 'RuntimeDefault' } };
    });
  },
};

function annotated({ annotations }: PodView, name: string): string {
  const own = annotations[`container.seccomp.security.alpha.kubernetes.io/${name}`];
  return shown(own ?? annotations['seccomp.security.alpha.kubernetes.io/pod']);
}
