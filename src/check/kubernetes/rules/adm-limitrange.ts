import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import { failAt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { needsInNamespace } from '../namespace-needs.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import type { Aliases, Answer } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const missing: Aliases = {
  kics: ['k/pod_or_container_without_limit_range'],
};

/** Every namespace that is used has a LimitRange. */
export const limitRange: KubernetesRule = {
  id: 'ADM-LIMITRANGE',
  aliases: {
    trivy: ['KSV-0039'],
    kics: ['k/pod_or_container_without_limit_range'],
  },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'The namespace has no LimitRange', 'zh-CN': '命名空间没有 LimitRange' },
  message: {
    en: 'The namespace {namespace} has no LimitRange',
    'zh-CN': '命名空间 {namespace} 没有 LimitRange',
  },
  why: {
    en: 'One workload can take what all others in the cluster need.',
    'zh-CN': '单个工作负载可耗尽集群中其他负载所需的资源。',
  },
  advice: { en: 'Add a LimitRange to the namespace.', 'zh-CN': '为命名空间添加 LimitRange。' },
  references: ['https://kubernetes.io/docs/concepts/policy/'],
  bad: [podWith({ metadata: 'namespace: shop' })],
  good: [
    `apiVersion: v1
kind: LimitRange
metadata: { name: a, namespace: shop }
spec: { limits: [{ type: Container, default: { cpu: 1, memory: 1Gi }, defaultRequest: { cpu: 1, memory: 1Gi } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: b, namespace: shop }
spec: { containers: [{ name: c, image: d }] }
`,
    settings,
  ],
  check: needsInNamespace({ kind: 'LimitRange', aliases: missing, complete }),
};

const partly: Text = {
  en: 'The LimitRange gives containers no defaults',
  'zh-CN': 'LimitRange 未给容器设置默认值',
};

function complete(view: KubernetesView, answer: Answer): void {
  const items = listOf(view.spec['limits']).map(objectOf);
  const full = items.some((item) =>
    ['type', 'default', 'defaultRequest'].every((key) => isSet(item[key])),
  );
  if (!full)
    failAt(view, answer, {
      path: ['spec', 'limits'],
      message: partly,
      params: { namespace: '' },
      aliases: { trivy: ['KSV-0039'] },
    });
}
