import { listOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { namespaceOf } from '../set.ts';
import type { KubernetesRule } from '../rule.ts';

/** Every pod names its credentials for the registry. */
export const imagePullSecret: KubernetesRule = {
  id: 'K8S-IMG-PULLSECRET',
  aliases: {
    kyverno: ['require-imagepullsecrets'],
  },
  severity: 'low',
  level: 'optional',
  family: 'trusted-registry',
  title: { en: 'No credentials for the registry are named', 'zh-CN': '未指定镜像仓库凭据' },
  why: {
    en: 'Without imagePullSecrets the node’s own credentials are used, and every pod may use every image on it.',
    'zh-CN': '没有 imagePullSecrets 时使用节点自身的凭据，任何 Pod 都能使用其上所有镜像。',
  },
  advice: {
    en: 'Name imagePullSecrets, here or on the service account.',
    'zh-CN': '在此处或服务账号上指定 imagePullSecrets。',
  },
  references: ['https://kubernetes.io/docs/concepts/containers/images/'],
  bad: [podWith()],
  good: [podWith({ pod: 'imagePullSecrets: [{ name: registry }]' }), settings],
  check: (view, answer) => {
    eachPod(view, answer, (pod) => {
      if (listOf(pod.spec['imagePullSecrets']).length > 0) return undefined;
      const account = shown(pod.spec['serviceAccountName']) || 'default';
      const known = view.set.find('ServiceAccount', account, namespaceOf(view));
      if (listOf(known?.object['imagePullSecrets']).length > 0) return undefined;
      return { path: [...pod.path, 'spec', 'imagePullSecrets'] };
    });
  },
};
