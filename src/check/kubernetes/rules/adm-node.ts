import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, shown } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Only parts of the cluster run on its control plane. */
export const controlPlaneNode: KubernetesRule = {
  id: 'ADM-NODE',
  aliases: {
    kyverno: [
      'restrict-controlplane-scheduling',
      'restrict-node-selection',
      'restrict-node-affinity',
      'protect-node-taints',
      'restrict-node-label-creation',
      'protect-node-label-foo',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'node',
  title: {
    en: 'The workload asks for nodes of the control plane',
    'zh-CN': '工作负载要求运行在控制平面节点',
  },
  why: {
    en: 'A node of the control plane holds the keys of the cluster; an escape there is the end of it.',
    'zh-CN': '控制平面节点持有集群密钥，在此逃逸即全盘失守。',
  },
  advice: { en: 'Remove the toleration or the node name.', 'zh-CN': '删除该容忍或 nodeName。' },
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/'],
  bad: [
    podWith({
      pod: 'tolerations: [{ key: node-role.kubernetes.io/control-plane, operator: Exists }]',
    }),
  ],
  good: [
    podWith({ pod: 'tolerations: [{ key: gpu, operator: Exists }]' }),
    podWith({ metadata: 'namespace: kube-system', pod: 'tolerations: [{ operator: Exists }]' }),
  ],
  check: (view, answer) => {
    if (view.namespace === 'kube-system') {
      answer.notApplicable({ en: 'a part of the cluster', 'zh-CN': '集群自身的组件' });
      return;
    }
    eachPod(view, answer, (pod) =>
      listOf(pod.spec['tolerations']).flatMap((item, index) => {
        const { key, operator } = objectOf(item);
        const all = operator === 'Exists' && !isSet(key);
        if (!all && !/^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(shown(key)))
          return [];
        const path = [...pod.path, 'spec', 'tolerations', index];
        // An agent of every node is on those of the control plane too.
        return [view.kind === 'DaemonSet' ? { path, level: 'optional' } : { path }];
      }),
    );
  },
};
