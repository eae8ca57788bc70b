import { shown } from '../fields.ts';
import { eachPod, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import { hardened, isSandbox } from '../sandbox.ts';
import { notSet } from '../../words.ts';

/** Sandboxes of agents, and whatever users list, run under a hardened runtime. */
export const runtimeClass: KubernetesRule = {
  id: 'K8S-RUNTIMECLASS',
  aliases: {
    kyverno: ['restrict-runtimeclass'],
    kubescape: ['C-0297', 'agent-sandbox-hardened-runtime-class'],
  },
  severity: 'low',
  title: { en: 'The runtime class is not one of those allowed', 'zh-CN': '运行时类不在允许范围' },
  message: { en: 'The runtime class is {name}', 'zh-CN': '运行时类为 {name}' },
  why: {
    en: 'A sandboxed runtime puts a second kernel or a second filter between the workload and the node.',
    'zh-CN': '沙箱运行时在工作负载与节点之间多加一层内核或过滤。',
  },
  advice: {
    en: 'Set runtimeClassName to one of those that the option allowed names.',
    'zh-CN': '将 runtimeClassName 设为选项 allowed 中的一个。',
  },
  references: ['https://kubernetes.io/docs/concepts/containers/runtime-class/'],
  options: { allowed: [] },
  bad: [
    `apiVersion: extensions.agents.x-k8s.io/v1beta1
kind: SandboxTemplate
metadata: { name: agent }
spec: { podTemplate: { spec: { containers: [{ name: a, image: b }] } } }
`,
  ],
  good: [
    podWith(),
    `apiVersion: extensions.agents.x-k8s.io/v1beta1
kind: SandboxTemplate
metadata: { name: agent }
spec: { podTemplate: { spec: { runtimeClassName: gvisor, containers: [{ name: a, image: b }] } } }
`,
  ],
  check: (view, answer) => {
    const allowed = listed(answer, 'allowed');
    const sandbox = isSandbox(view);
    eachPod(view, answer, (pod) => {
      const name = shown(pod.spec['runtimeClassName']);
      const wanted = allowed.length > 0 ? allowed : sandbox ? hardened : undefined;
      if (wanted === undefined || wanted.includes(name)) return undefined;
      return {
        path: [...pod.path, 'spec', 'runtimeClassName'],
        params: { name: name === '' ? notSet : name },
        ...(!sandbox && { aliases: { kyverno: ['restrict-runtimeclass'] } }),
      };
    });
  },
};
