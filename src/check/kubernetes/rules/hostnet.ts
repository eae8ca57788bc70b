import { isTrue } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** The pod has a namespace of its own. (network) */
export const hostNetwork: KubernetesRule = {
  id: 'K8S-HOSTNET',
  aliases: {
    psa: ['hostNamespaces'],
    trivy: ['KSV-0009'],
    checkov: ['CKV_K8S_19'],
    kics: ['k/shared_host_network_namespace'],
    kubescape: ['C-0041', 'host-network-access'],
    'kube-linter': ['host-network'],
    polaris: ['hostNetworkSet'],
    kyverno: ['disallow-host-namespaces'],
    gatekeeper: ['k8spsphostnetworkingports'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'host-network',
  title: {
    en: 'The pod shares the network namespace of the node',
    'zh-CN': 'Pod 共享节点的网络命名空间',
  },
  why: {
    en: 'The pod sees the traffic of the node and reaches what listens on its loopback, past every NetworkPolicy.',
    'zh-CN': 'Pod 可看到节点流量并访问其回环接口上的服务，绕过所有 NetworkPolicy。',
  },
  advice: { en: 'Remove hostNetwork.', 'zh-CN': '删除 hostNetwork。' },
  references: [podSecurityPage],
  options: { allowed: false },
  bad: [podWith({ pod: 'hostNetwork: true' })],
  good: [podWith({ pod: 'hostNetwork: false' }), podWith()],
  check: (view, answer) => {
    if (answer.option('allowed') === true) return;
    eachPod(view, answer, (pod) => {
      if (!isTrue(pod.spec['hostNetwork'])) return undefined;
      return { path: [...pod.path, 'spec', 'hostNetwork'], wanted: false, review: true };
    });
  },
};
