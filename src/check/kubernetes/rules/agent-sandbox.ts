import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, shown } from '../fields.ts';
import { eachContainer, eachPod, failAt, listed } from '../judge.ts';
import { podWith } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import { quantityOf } from '../../../formats/quantity.ts';
import { imageMatches, imageOf } from '../images.ts';
import { hardened, isSandbox } from '../sandbox.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Container, KubernetesView } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Aliases, Answer } from '../../contract.ts';

const runtime: Aliases = { kubescape: ['C-0297', 'agent-sandbox-hardened-runtime-class'] };
const provenance: Aliases = { kubescape: ['C-0304', 'agent-sandbox-image-tag-provenance'] };
const egress: Aliases = { kubescape: ['C-0301', 'agent-sandbox-egress-policy'] };
const registry: Aliases = { kubescape: ['C-0304', 'agent-sandbox-image-registry-allowlist'] };

/** Sandboxes for agents have a hardened runtime, ceilings and a known image. */
export const agentSandbox: KubernetesRule = {
  id: 'K8S-AGENT-SANDBOX',
  aliases: {
    kubescape: [
      'C-0297',
      'C-0301',
      'C-0303',
      'C-0304',
      'agent-sandbox-hardened-runtime-class',
      'agent-sandbox-image-tag-provenance',
      'resources-sandbox-cpu-limits',
      'resources-sandbox-memory-limits',
      'agent-sandbox-egress-policy',
    ],
  },
  severity: 'medium',
  title: { en: 'A sandbox for agents lacks bounds', 'zh-CN': '智能体沙箱缺少边界' },
  message: {
    en: 'The sandbox lacks a bound: {what} {container}',
    'zh-CN': '沙箱缺少边界：{what} {container}',
  },
  why: {
    en: 'Code that a model writes is code of a stranger: it needs a hardened runtime, ceilings, and an image that is known.',
    'zh-CN': '模型编写的代码等同陌生人的代码：需要加固的运行时、资源上限和可知的镜像。',
  },
  advice: {
    en: 'Set runtimeClassName to a sandboxed runtime, limits for CPU and memory, and an image with a version.',
    'zh-CN': '设置沙箱运行时的 runtimeClassName、CPU 与内存上限以及带版本的镜像。',
  },
  references: ['https://agent-sandbox.sigs.k8s.io/'],
  options: {
    runtimeClasses: [],
    registries: [],
    floatingTags: [],
    sandboxCpuMax: '',
    sandboxMemoryMax: '',
  },
  bad: [
    `apiVersion: extensions.agents.x-k8s.io/v1beta1
kind: SandboxTemplate
metadata: { name: agent }
spec: { podTemplate: { spec: { runtimeClassName: gvisor, containers: [{ name: a, image: 'b:1' }] } } }
`,
    `apiVersion: extensions.agents.x-k8s.io/v1beta1
kind: SandboxTemplate
metadata: { name: agent }
spec: { networkPolicy: { egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] } }
`,
  ],
  good: [
    podWith(),
    `apiVersion: extensions.agents.x-k8s.io/v1beta1
kind: SandboxTemplate
metadata: { name: agent }
spec:
  networkPolicy:
    egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/24 } }] }]
  podTemplate:
    spec:
      runtimeClassName: gvisor
      containers:
        - { name: a, image: 'b:1', resources: { limits: { cpu: 1, memory: 1Gi } } }
`,
  ],
  check: (view, answer) => {
    if (!isSandbox(view)) {
      answer.notApplicable({ en: 'no sandbox for agents', 'zh-CN': '没有智能体沙箱' });
      return;
    }
    const floating = listed(answer, 'floatingTags');
    const registries = listed(answer, 'registries');
    eachContainer(view, answer, (container) => {
      const image = imageOf(container);
      const faults: FieldFault[] = ['cpu', 'memory'].flatMap((name) =>
        ceiling(container, name, answer),
      );
      if (image === undefined) return faults;
      const moving =
        image.tag === undefined || image.tag === 'latest' || floating.includes(image.tag);
      if (image.digest === undefined && moving)
        faults.push({ path: image.path, params: { what: image.text }, aliases: provenance });
      if (registries.length > 0 && !registries.some((one) => imageMatches(image, one)))
        faults.push({ path: image.path, params: { what: image.text }, aliases: registry });
      return faults;
    });
    for (const fault of openEgress(view)) failAt(view, answer, fault);
    eachPod(view, answer, (pod) => {
      const name = shown(pod.spec['runtimeClassName']);
      const allowed = listed(answer, 'runtimeClasses');
      if ((allowed.length > 0 ? allowed : hardened).includes(name)) return undefined;
      const path = [...pod.path, 'spec', 'runtimeClassName'];
      return { path, params: { what: 'runtimeClassName', container: '' }, aliases: runtime };
    });
  },
};

/** Where a template lets its sandboxes reach everything. One that manages no policy is asked nothing. */
function openEgress({ kind, spec }: KubernetesView): readonly FieldFault[] {
  if (kind !== 'SandboxTemplate' || spec['networkPolicyManagement'] === 'Unmanaged') return [];
  const told = { params: { what: 'networkPolicy', container: '' }, aliases: egress };
  if (!isSet(spec['networkPolicy'])) return [{ path: ['spec', 'networkPolicy'], ...told }];
  return listOf(objectOf(spec['networkPolicy'])['egress']).flatMap((rule, index) => {
    const peers = listOf(objectOf(rule)['to']);
    const bounded = peers.length > 0 && !peers.some(isEverything);
    return bounded ? [] : [{ path: ['spec', 'networkPolicy', 'egress', index], ...told }];
  });
}

/** Whether a peer is every address: a block without a prefix, or with one of no bits. */
function isEverything(peer: unknown): boolean {
  const { ipBlock, podSelector, namespaceSelector } = objectOf(peer);
  if (podSelector !== undefined || namespaceSelector !== undefined) return false;
  const cidr = shown(objectOf(ipBlock)['cidr']);
  return cidr === '' || cidr.endsWith('/0');
}

function ceiling({ spec, path }: Container, name: string, answer: Answer): readonly FieldFault[] {
  const value = valueAt(spec, ['resources', 'limits', name]);
  const option = name === 'cpu' ? 'sandboxCpuMax' : 'sandboxMemoryMax';
  const most = quantityOf(String(answer.option(option))) ?? Infinity;
  const amount = quantityOf(value);
  if (amount !== undefined && amount > 0 && amount <= most) return [];
  const kubescape = ['C-0303', `resources-sandbox-${name}-limits`];
  return [
    {
      path: [...path, 'resources', 'limits', name],
      params: { what: name },
      aliases: { kubescape },
    },
  ];
}
