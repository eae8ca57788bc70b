import { objectOf } from '../../../formats/json-values.ts';
import { inForce, isSet, shown } from '../fields.ts';
import { eachContainer, isExempt, listed, matchesAny } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const missing: Text = {
  en: 'Container "{container}" asks for no AppArmor profile',
  'zh-CN': '容器 "{container}" 未指定 AppArmor 配置',
};

/** Ids that ask for a profile; the others are content when nothing is said. */
const unset: Aliases = {
  trivy: ['KSV-0002'],
  kics: ['k/missing_app_armor_config'],
};

/** Every container has an AppArmor profile. */
export const apparmor: KubernetesRule = {
  id: 'K8S-APPARMOR',
  aliases: {
    psa: ['appArmorProfile'],
    trivy: ['KSV-0002'],
    kics: ['k/missing_app_armor_config'],
    kyverno: ['restrict-apparmor-profiles'],
    gatekeeper: ['k8spspapparmor'],
  },
  severity: 'low',
  family: 'apparmor',
  title: { en: 'AppArmor is switched off or not asked for', 'zh-CN': 'AppArmor 被关闭或未启用' },
  message: {
    en: 'The AppArmor profile of container "{container}" is {profile}',
    'zh-CN': '容器 "{container}" 的 AppArmor 配置为 {profile}',
  },
  why: {
    en: 'AppArmor stops a process that broke out of its program from writing where the program never writes.',
    'zh-CN': 'AppArmor 能阻止被攻破的进程写入程序本不会写的位置。',
  },
  advice: {
    en: 'Set securityContext.appArmorProfile.type: RuntimeDefault (before 1.30: the annotation runtime/default).',
    'zh-CN':
      '设置 securityContext.appArmorProfile.type: RuntimeDefault（1.30 之前使用注解 runtime/default）。',
  },
  references: [podSecurityPage, 'https://kubernetes.io/docs/tutorials/security/apparmor/'],
  options: { allowedProfiles: ['runtime/default', 'localhost/*'], exemptImages: [] },
  bad: [podWith({ pod: 'securityContext: { appArmorProfile: { type: Unconfined } }' }), podWith()],
  good: [
    podWith({ pod: 'securityContext: { appArmorProfile: { type: RuntimeDefault } }' }),
    podWith({
      metadata:
        'annotations: { container.apparmor.security.beta.kubernetes.io/web: runtime/default }',
    }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      if (isExempt(answer, container)) return undefined;
      const key = `container.apparmor.security.beta.kubernetes.io/${container.name}`;
      const { value, path } = inForce(pod, container, 'appArmorProfile');
      const annotation = shown(pod.annotations[key]);
      const profile = nameOf(value) ?? annotation;
      const at =
        isSet(value) || annotation === '' ? path : [...pod.path, 'metadata', 'annotations', key];
      if (profile === '') {
        const alsoPaths = [
          [...pod.path, 'metadata'],
          [...pod.path, 'metadata', 'annotations'],
        ];
        // Runtimes give a profile of their own to whatever asks for none, where the node has AppArmor.
        return { path: at, alsoPaths, message: missing, level: 'strict', aliases: unset };
      }
      if (matchesAny(profile, listed(answer, 'allowedProfiles'))) return undefined;
      return { path: at, params: { profile }, severity: 'medium' };
    });
  },
};

function nameOf(value: unknown): string | undefined {
  if (!isSet(value)) return undefined;
  const { type, localhostProfile } = objectOf(value);
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' ? `localhost/${shown(localhostProfile)}` : shown(type).toLowerCase();
}
