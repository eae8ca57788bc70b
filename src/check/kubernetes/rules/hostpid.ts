import { isTrue } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** The pod has a namespace of its own. (process) */
export const hostPid: KubernetesRule = {
  id: 'K8S-HOSTPID',
  aliases: {
    psa: ['hostNamespaces'],
    trivy: ['KSV-0010'],
    checkov: ['CKV_K8S_17'],
    kics: ['k/shared_host_pid_namespace'],
    kubescape: ['C-0038', 'C-0275', 'host-pid-ipc-privileges'],
    'kube-linter': ['host-pid'],
    polaris: ['hostPIDSet'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['k8spsphostnamespace'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'host-pid',
  title: {
    en: 'The pod shares the process namespace of the node',
    'zh-CN': 'Pod 共享节点的进程命名空间',
  },
  why: {
    en: 'The pod sees every process of the node, with environment and file descriptors; with a little more it can enter them.',
    'zh-CN': 'Pod 可看到节点上所有进程及其环境变量与文件描述符，稍加权限即可进入。',
  },
  advice: { en: 'Remove hostPID.', 'zh-CN': '删除 hostPID。' },
  references: [podSecurityPage],
  bad: [podWith({ pod: 'hostPID: true' })],
  good: [podWith({ pod: 'hostPID: false' }), podWith()],
  check: (view, answer) => {
    eachPod(view, answer, (pod) =>
      isTrue(pod.spec['hostPID'])
        ? { path: [...pod.path, 'spec', 'hostPID'], wanted: false, review: true }
        : undefined,
    );
  },
};
