import { listOf } from '../../../formats/json-values.ts';
import { eachPod } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Names are resolved by DNS. */
export const hostAliases: KubernetesRule = {
  id: 'K8S-HOSTALIASES',
  aliases: {
    trivy: ['KSV-0007'],
  },
  severity: 'low',
  title: {
    en: '/etc/hosts is changed by hostAliases',
    'zh-CN': '通过 hostAliases 修改 /etc/hosts',
  },
  why: {
    en: 'Names that a manifest binds to addresses go past DNS, and stay when the address belongs to somebody else.',
    'zh-CN': '清单把名称绑定到地址会绕过 DNS，地址易主后依然生效。',
  },
  advice: { en: 'Use a Service or a DNS record.', 'zh-CN': '使用 Service 或 DNS 记录。' },
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  bad: [podWith({ pod: 'hostAliases: [{ ip: 10.0.0.1, hostnames: [db] }]' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      listOf(pod.spec['hostAliases']).length > 0
        ? { path: [...pod.path, 'spec', 'hostAliases'] }
        : undefined,
    );
  },
};
