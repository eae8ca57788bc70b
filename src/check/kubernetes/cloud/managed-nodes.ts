import { textOf } from '../../../formats/json-values.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesSet } from '../view.ts';
import { valueAt } from '../workloads.ts';

/** Systems that are made to run containers and nothing else. */
const containerSystems =
  /bottlerocket|container-optimized|flatcar|talos|coreos|k3os|kairos|azure container linux/i;

/** Nodes run a system made for containers, and strangers' workloads have a kernel of their own. */
export const managedNodes: KubernetesRule = {
  id: 'API-MANAGED-NODES',
  aliases: {
    kubescape: [
      'C-0226',
      'C-0233',
      'alert-container-optimized-os-not-in-use',
      'alert-fargate-not-in-use',
    ],
  },
  severity: 'low',
  level: 'optional',
  family: 'cloud',
  title: {
    en: 'A node runs a system of general purpose',
    'zh-CN': '节点使用通用操作系统',
  },
  message: {
    en: 'Node "{node}" runs {system}, which is not made for containers alone',
    'zh-CN': '节点 "{node}" 运行 {system}，并非容器专用系统',
  },
  why: {
    en: 'A system made for containers has no package manager and no shell to misuse and can be replaced whole.',
    'zh-CN': '容器专用系统没有可被滥用的包管理器与 shell，并可整体替换。',
  },
  advice: {
    en: 'Use an image of nodes made for containers: Bottlerocket, Container-Optimized OS, Flatcar, Talos.',
    'zh-CN': '使用容器专用的节点镜像：Bottlerocket、Container-Optimized OS、Flatcar、Talos。',
  },
  references: ['https://kubernetes.io/docs/concepts/security/multi-tenancy/'],
  bad: [node('worker-1', 'Ubuntu 24.04.3 LTS')],
  good: [
    node('fargate-ip-192-0-2-1.compute.internal', 'Bottlerocket OS 1.44.0 (aws-k8s-1.33)'),
    `${node('worker-1', 'Talos (v1.11.2)')}---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: gvisor }
handler: runsc
`,
  ],
  check: (view, answer) => {
    if (view.kind !== 'Node' || view.group !== '') {
      answer.notApplicable({ en: 'no node', 'zh-CN': '没有节点' });
      return;
    }
    const path = ['status', 'nodeInfo', 'osImage'];
    const system = textOf(valueAt(view.object, path));
    if (system !== undefined && !containerSystems.test(system)) {
      const aliases = {
        kubescape: ['C-0226', 'alert-container-optimized-os-not-in-use'],
      };
      failAt(view, answer, { path, params: { node: view.name, system }, aliases });
    }
    if (view.set.ofKind('Node')[0] === view && !isolates(view.set)) {
      failAt(view, answer, {
        path: ['kind'],
        message: {
          en: 'Pods share the kernel of their node: nothing here runs one apart from the others',
          'zh-CN': 'Pod 共享节点内核：没有任何节点或运行时将其隔离',
        },
        aliases: { kubescape: ['C-0233', 'alert-fargate-not-in-use'] },
      });
    }
  },
};

/** A node of Fargate has one pod; a runtime class of its own brings a sandbox. */
function isolates(set: KubernetesSet): boolean {
  return (
    set.ofKind('RuntimeClass').length > 0 ||
    set.ofKind('Node').some(({ name }) => name.startsWith('fargate-'))
  );
}

function node(name: string, system: string): string {
  return `apiVersion: v1
kind: Node
metadata: { name: ${name} }
status: { nodeInfo: { osImage: '${system}' } }
`;
}
