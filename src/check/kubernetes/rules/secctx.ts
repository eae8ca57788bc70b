import type { Aliases } from '../../contract.ts';
import { isSet, securityContextOf } from '../fields.ts';
import { eachContainer, listed } from '../judge.ts';
import type { FieldFault } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Container, PodView } from '../view.ts';

/** Every container has a security context, its own or the pod’s. */
export const securityContext: KubernetesRule = {
  id: 'K8S-SECCTX',
  aliases: {
    trivy: ['KSV-0118'],
    checkov: ['CKV_K8S_29', 'CKV_K8S_30'],
    kics: ['k/pod_or_container_without_security_context'],
    kubescape: ['C-0211', 'set-fsgroup-value', 'set-seLinuxOptions'],
    'kube-bench': ['5.6.3'],
  },
  severity: 'low',
  // What a security context would say is asked for rule by rule.
  level: 'optional',
  title: { en: 'No security context', 'zh-CN': '没有安全上下文' },
  message: {
    en: 'Container "{container}" has no security context',
    'zh-CN': '容器 "{container}" 没有安全上下文',
  },
  why: {
    en: 'Nothing says as whom and how confined the container runs; the image and the cluster’s defaults decide.',
    'zh-CN': '没有说明以谁的身份、受何种限制运行，全凭镜像与集群默认值。',
  },
  advice: {
    en: 'Give the pod or the container a securityContext.',
    'zh-CN': '为 Pod 或容器设置 securityContext。',
  },
  references: [securityContextPage],
  bad: [podWith()],
  good: [podWith({ container: 'securityContext: { runAsNonRoot: true }' }), settings],
  options: { required: [] },
  check: (view, answer) => {
    const required = listed(answer, 'required');
    eachContainer(view, answer, (container, pod) => {
      if (required.length > 0) return missingFields(container, pod, required);
      const own = Object.keys(securityContextOf(container.spec)).length > 0;
      const inherited = Object.keys(securityContextOf(pod.spec)).length > 0;
      if (own || inherited) return undefined;
      return { path: [...container.path, 'securityContext'] };
    });
  },
};

/** Fields of a security context that belong to the pod as a whole. */
const ofPods: ReadonlySet<string> = new Set([
  'fsGroup',
  'fsGroupChangePolicy',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
]);

/** With the option `required`, the user's fields stand for "any field". */
function missingFields(
  container: Container,
  pod: PodView,
  required: readonly string[],
): readonly FieldFault[] {
  return required.flatMap((field) => {
    const ofPod = ofPods.has(field);
    if (ofPod && container !== pod.containers[0]) return [];
    const inPod = isGiven(securityContextOf(pod.spec)[field]);
    if (inPod || (!ofPod && isGiven(securityContextOf(container.spec)[field]))) return [];
    const where = ofPod ? [...pod.path, 'spec'] : container.path;
    return [
      {
        path: [...where, 'securityContext', field],
        message: {
          en: 'The security context does not say {field}',
          'zh-CN': '安全上下文未设置 {field}',
        },
        params: { field },
        aliases: aliasesOf(field),
      },
    ];
  });
}

/** Identities and options that say something; the API server refuses negative ids. */
function isGiven(value: unknown): boolean {
  return isSet(value) && !(typeof value === 'number' && value < 0);
}

function aliasesOf(field: string): Aliases {
  const ids: Readonly<Record<string, string>> = {
    fsGroup: 'set-fsgroup-value',
    seLinuxOptions: 'set-seLinuxOptions',
  };
  return { kubescape: ['C-0211', ...(Object.hasOwn(ids, field) ? [ids[field] ?? ''] : [])] };
}
