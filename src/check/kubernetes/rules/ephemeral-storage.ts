import { objectOf } from '../../../formats/json-values.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { quantityOf } from '../../../formats/quantity.ts';
import { eachResource } from '../resources.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Container } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Aliases, Answer } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const disproportionate: Text = {
  en: 'The {name} limit of container "{container}" is more than {most} times its request',
  'zh-CN': '容器 "{container}" 的 {name} 上限超过其请求的 {most} 倍',
};

/** Every container bounds its ephemeral storage, and its limits stand in proportion to its requests. */
export const ephemeralStorage: KubernetesRule = {
  id: 'K8S-EPHEMERAL-STORAGE',
  aliases: {
    gatekeeper: ['k8scontainerephemeralstoragelimit', 'k8scontainerratios'],
    kyverno: ['require-emptydir-requests-and-limits', 'enforce-resources-as-ratio'],
  },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'No limit for ephemeral storage', 'zh-CN': '未限制临时存储' },
  message: {
    en: 'The ephemeral storage limit of container "{container}" is {value}',
    'zh-CN': '容器 "{container}" 的临时存储上限为 {value}',
  },
  why: {
    en: 'Logs and scratch files of one pod can fill the disk of the node, and all pods on it are evicted.',
    'zh-CN': '单个 Pod 的日志与临时文件可写满节点磁盘，导致其上所有 Pod 被驱逐。',
  },
  advice: {
    en: 'Set resources.limits.ephemeral-storage, and a sizeLimit on every emptyDir.',
    'zh-CN': '设置 resources.limits.ephemeral-storage，并为每个 emptyDir 设置 sizeLimit。',
  },
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  options: { ephemeralStorageLimitMax: '', ratio: 0, cpuRatio: 0 },
  bad: [podWith()],
  good: [podWith({ container: 'resources: { limits: { ephemeral-storage: 1Gi } }' }), settings],
  check: (view, answer) => {
    eachResource(view, answer, {
      kind: 'limits',
      name: 'ephemeral-storage',
      max: 'ephemeralStorageLimitMax',
      aliases: {
        gatekeeper: ['k8scontainerephemeralstoragelimit'],
        kyverno: ['require-emptydir-requests-and-limits'],
      },
    });
    eachContainer(view, answer, (container) => ratios(container, answer));
  },
};

/** Limits without a request, and limits that are more than a multiple of it. 0 asks for no ratio. */
function ratios({ spec, path, type }: Container, answer: Answer): readonly FieldFault[] {
  const ratio = Number(answer.option('ratio'));
  if (ratio === 0 || type === 'ephemeral') return [];
  const cpuRatio = Number(answer.option('cpuRatio'));
  const { limits, requests } = objectOf(spec['resources']);
  return ['cpu', 'memory'].flatMap((name) => {
    const most = name === 'cpu' && cpuRatio > 0 ? cpuRatio : ratio;
    const limit = quantityOf(objectOf(limits)[name]);
    const request = quantityOf(objectOf(requests)[name]);
    if (limit !== undefined && request !== undefined && limit <= request * most) return [];
    const at = [...path, 'resources', 'limits', name];
    const aliases: Aliases = { gatekeeper: ['k8scontainerratios'] };
    return [{ path: at, params: { name, most }, message: disproportionate, aliases }];
  });
}
