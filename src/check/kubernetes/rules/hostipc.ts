import { isTrue } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** The pod has an namespace of its own. (IPC) */
export const hostIpc: KubernetesRule = {
  id: 'K8S-HOSTIPC',
  aliases: {
    psa: ['hostNamespaces'],
    trivy: ['KSV-0008'],
    checkov: ['CKV_K8S_18'],
    kics: ['k/shared_host_ipc_namespace'],
    kubescape: ['C-0038', 'C-0276', 'host-pid-ipc-privileges'],
    'kube-linter': ['host-ipc'],
    polaris: ['hostIPCSet'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['k8spsphostnamespace'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'host-ipc',
  title: {
    en: 'The pod shares the IPC namespace of the node',
    'zh-CN': 'Pod 共享节点的IPC命名空间',
  },
  why: {
    en: 'The pod reads and writes the shared memory of the node’s processes.',
    'zh-CN': 'Pod 可读写节点进程的共享内存。',
  },
  advice: { en: 'Remove hostIPC.', 'zh-CN': '删除 hostIPC。' },
  references: [podSecurityPage],
  bad: [podWith({ pod: 'hostIPC: true' })],
  good: [podWith({ pod: 'hostIPC: false' }), podWith()],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      isTrue(pod.spec['hostIPC'])
        ? { path: [...pod.path, 'spec', 'hostIPC'], wanted: false, review: true }
        : undefined,
    );
  },
};
