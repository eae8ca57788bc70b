import { objectOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import { failAt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { needsInNamespace } from '../namespace-needs.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import type { Aliases, Answer } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const missing: Aliases = {
  kics: ['k/pod_or_container_without_resource_quota'],
};

/** Every namespace that is used has a ResourceQuota. */
export const quota: KubernetesRule = {
  id: 'ADM-QUOTA',
  aliases: {
    trivy: ['KSV-0040'],
    kics: ['k/pod_or_container_without_resource_quota'],
    kyverno: ['add-ns-quota'],
  },
  severity: 'low',
  level: 'strict',
  family: 'limits',
  title: { en: 'The namespace has no ResourceQuota', 'zh-CN': '命名空间没有 ResourceQuota' },
  message: {
    en: 'The namespace {namespace} has no ResourceQuota',
    'zh-CN': '命名空间 {namespace} 没有 ResourceQuota',
  },
  why: {
    en: 'One workload can take what all others in the cluster need.',
    'zh-CN': '单个工作负载可耗尽集群中其他负载所需的资源。',
  },
  advice: {
    en: 'Add a ResourceQuota to the namespace.',
    'zh-CN': '为命名空间添加 ResourceQuota。',
  },
  references: ['https://kubernetes.io/docs/concepts/policy/'],
  bad: [podWith({ metadata: 'namespace: shop' })],
  good: [
    `apiVersion: v1
kind: ResourceQuota
metadata: { name: a, namespace: shop }
spec: { hard: { pods: '1' } }
---
apiVersion: v1
kind: Pod
metadata: { name: b, namespace: shop }
spec: { containers: [{ name: c, image: d }] }
`,
    settings,
  ],
  check: needsInNamespace({ kind: 'ResourceQuota', aliases: missing, complete }),
};

const bounds = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const partly: Text = {
  en: 'The ResourceQuota does not bound {namespace}',
  'zh-CN': 'ResourceQuota 未限制 {namespace}',
};

function complete(view: KubernetesView, answer: Answer): void {
  const hard = objectOf(view.spec['hard']);
  const open = bounds.filter((name) => !isSet(hard[name]));
  if (open.length > 0 && !isSet(hard['pods']))
    failAt(view, answer, {
      path: ['spec', 'hard'],
      params: { namespace: open.join(', ') },
      message: partly,
      aliases: { trivy: ['KSV-0040'] },
    });
}
