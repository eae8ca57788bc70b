import { objectOf, textsOf } from '../../../formats/json-values.ts';
import { securityContextOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** NET_RAW is dropped. */
export const netraw: KubernetesRule = {
  id: 'K8S-NETRAW',
  aliases: {
    checkov: ['CKV_K8S_28'],
    kics: ['k/net_raw_capabilities_not_being_dropped'],
    'kube-linter': ['drop-net-raw-capability'],
    kyverno: ['drop-cap-net-raw'],
    kubescape: ['drop-capability-netraw'],
  },
  severity: 'medium',
  // Whatever keeps NET_RAW does not drop ALL, which K8S-CAPS-DROPALL tells.
  level: 'optional',
  family: 'caps',
  title: { en: 'NET_RAW is not dropped', 'zh-CN': '未丢弃 NET_RAW' },
  message: {
    en: 'Container "{container}" does not drop NET_RAW',
    'zh-CN': '容器 "{container}" 未丢弃 NET_RAW',
  },
  why: {
    en: 'With NET_RAW a container can forge packets on its node’s network and impersonate its neighbours.',
    'zh-CN': '持有 NET_RAW 的容器可在节点网络上伪造数据包、冒充邻居。',
  },
  advice: { en: 'Drop ALL, or NET_RAW at least.', 'zh-CN': '丢弃 ALL，至少丢弃 NET_RAW。' },
  references: [securityContextPage],
  bad: [podWith()],
  good: [
    podWith({ container: 'securityContext: { capabilities: { drop: [NET_RAW] } }' }),
    podWith({ container: 'securityContext: { capabilities: { drop: [ALL] } }' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      const { drop } = objectOf(securityContextOf(container.spec)['capabilities']);
      const dropped = new Set(
        textsOf(drop).map((name) => name.replace(/^CAP_/i, '').toUpperCase()),
      );
      if (dropped.has('ALL') || dropped.has('NET_RAW')) return undefined;
      const path = [...container.path, 'securityContext', 'capabilities', 'drop'];
      return { path, changes: [{ append: path, item: 'NET_RAW' }], review: true };
    });
  },
};
