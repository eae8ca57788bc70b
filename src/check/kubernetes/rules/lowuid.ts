import { inForce, integerOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Container, PodView } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Text } from '../../../model/index.ts';
import type { Aliases } from '../../contract.ts';

const userIds: Aliases = {
  trivy: ['KSV-0020'],
  checkov: ['CKV_K8S_40'],
  kics: ['k/containers_run_with_low_uid'],
  kyverno: ['validate-userid-groupid-fsgroup', 'require-unique-uid-per-workload'],
};
const groupIds: Aliases = { trivy: ['KSV-0021'], kyverno: ['validate-userid-groupid-fsgroup'] };

/** Users and groups are none of the node’s. */
export const lowuid: KubernetesRule = {
  id: 'K8S-LOWUID',
  aliases: {
    trivy: ['KSV-0020', 'KSV-0021'],
    checkov: ['CKV_K8S_40'],
    kics: ['k/containers_run_with_low_uid'],
    kyverno: ['validate-userid-groupid-fsgroup', 'require-unique-uid-per-workload'],
  },
  severity: 'low',
  level: 'strict',
  family: 'non-root',
  title: { en: 'User or group id is not above 10000', 'zh-CN': '用户或组 ID 不大于 10000' },
  message: {
    en: '{field} of container "{container}" is {value}, not above 10000',
    'zh-CN': '容器 "{container}" 的 {field} 为 {value}，不大于 10000',
  },
  why: {
    en: 'Low ids are those of the node’s own users: what leaves the container then owns their files.',
    'zh-CN': '低位 ID 与节点自身的用户重合：离开容器的进程便拥有其文件。',
  },
  advice: {
    en: 'Set runAsUser and runAsGroup to numbers above 10000.',
    'zh-CN': '将 runAsUser 与 runAsGroup 设为大于 10000 的数字。',
  },
  references: [securityContextPage],
  bad: [podWith({ pod: 'securityContext: { runAsUser: 1000, runAsGroup: 20000 }' })],
  good: [podWith({ pod: 'securityContext: { runAsUser: 20000, runAsGroup: 20000 }' }), settings],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => [
      ...lowId({ container, pod, field: 'runAsUser', aliases: userIds }),
      ...lowId({ container, pod, field: 'runAsGroup', aliases: groupIds }),
    ]);
  },
};

const unset: Text = {
  en: '{field} of container "{container}" is not set: the image decides',
  'zh-CN': '容器 "{container}" 未设置 {field}，由镜像决定',
};

function lowId(of: {
  readonly container: Container;
  readonly pod: PodView;
  readonly field: string;
  readonly aliases: Aliases;
}): readonly FieldFault[] {
  const { value, path } = inForce(of.pod, of.container, of.field);
  const id = integerOf(value);
  if (id !== undefined && id > 10_000) return [];
  const { field, aliases } = of;
  if (id === undefined) return [{ path, params: { field }, message: unset, aliases }];
  return [{ path, params: { field, value: id }, aliases }];
}
