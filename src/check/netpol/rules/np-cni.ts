import { webWorkload } from '../examples.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { Answer } from '../../contract.ts';
import { clusterOf, switchedOff } from '../../kubernetes/cloud/clusters.ts';
import { failAt } from '../../kubernetes/judge.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { policyPage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const enforcing = /calico|cilium|antrea|kube-router|kube-network-policies|ovn/;

/** Network plug-ins that do not enforce policies. */
export const npCni: KubernetesRule = {
  id: 'NP-CNI',
  aliases: {
    kics: ['k/cni_plugin_does_not_support_network_policies'],
    kubescape: [
      'C-0205',
      'C-0230',
      'C-0240',
      'ensure-that-the-cni-in-use-supports-network-policies',
      'ensure-network-policy-is-enabled-eks',
      'rule-cni-enabled-aks',
    ],
    'kube-bench': ['5.3.1'],
  },
  severity: 'medium',
  family: 'netpol',
  title: {
    en: 'The network plug-in does not enforce network policies',
    'zh-CN': '网络插件不执行网络策略',
  },
  message: {
    en: '{what} does not enforce network policies: they are stored and have no effect',
    'zh-CN': '{what} 不执行网络策略：策略会被保存但没有任何作用',
  },
  why: {
    en: 'The API server takes every NetworkPolicy; only the plug-in makes it count. With Flannel alone, everything talks to everything.',
    'zh-CN':
      'API server 会接受任何 NetworkPolicy，但只有网络插件能使其生效；单独使用 Flannel 时所有 Pod 互通。',
  },
  advice: {
    en: 'Use a plug-in that enforces policies (Calico, Cilium, Antrea, kube-router, OVN-Kubernetes, Canal).',
    'zh-CN':
      '使用支持网络策略的插件（Calico、Cilium、Antrea、kube-router、OVN-Kubernetes、Canal）。',
  },
  references: [policyPage],
  bad: [
    '{ "cniVersion": "1.0.0", "name": "cbr0", "plugins": [{ "type": "flannel" }] }',
    `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-flannel-ds, namespace: kube-flannel }
spec:
  selector: { matchLabels: { app: flannel } }
  template:
    metadata: { labels: { app: flannel } }
    spec:
      containers:
        - { name: kube-flannel, image: 'ghcr.io/flannel-io/flannel:v0.27.0' }
`,
  ],
  good: [
    '{ "cniVersion": "1.0.0", "name": "net", "plugins": [{ "type": "calico" }, { "type": "portmap" }] }',
    `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: canal, namespace: kube-system }
spec:
  selector: { matchLabels: { app: canal } }
  template:
    metadata: { labels: { app: canal } }
    spec:
      containers:
        - { name: calico-node, image: 'docker.io/calico/node:v3.30.0' }
        - { name: kube-flannel, image: 'docker.io/flannel/flannel:v0.27.0' }
`,
    webWorkload,
  ],
  check: (view, answer) => {
    if (view.kind === 'CNIInfo') {
      // A description of a cluster that another tool collects.
      // The plug-in of Amazon's VPC enforces policies only where its agent for them is switched on.
      const names = textsOf(objectOf(view.object['data'])['CNINames']);
      const [only = ''] = names;
      if (names.length === 1 && /^(?:flannel|aws)$/i.test(only)) {
        answer.fail({ at: view.at(['data', 'CNINames']), params: { what: only } });
      }
      return;
    }
    if (view.kind === 'CNIConfig') {
      judgeConfiguration(view, answer);
      return;
    }
    if (clusterOf(view) !== undefined) {
      const off = switchedOff(view, 'networkPolicies');
      if (off === undefined) return;
      const { service, ...rest } = off;
      failAt(view, answer, { ...rest, params: { what: service } });
      return;
    }
    if (view.kind !== 'DaemonSet') {
      answer.notApplicable({ en: 'no network plug-in', 'zh-CN': '没有网络插件' });
      return;
    }
    const images = imagesOf(view);
    const at = images.findIndex(
      (image) =>
        /(?:^|\/)(?:mirrored-)?flannel[:@]/.test(image) || image.includes('/flannel-io-flannel'),
    );
    if (at < 0)
      answer.notApplicable({
        en: 'no network plug-in known not to enforce policies',
        'zh-CN': '没有已知不执行策略的网络插件',
      });
    else if (!enforcers(view).some((image) => enforcing.test(image))) {
      answer.fail({
        at: view.at(['spec', 'template', 'spec', 'containers', at, 'image']),
        params: { what: 'Flannel' },
      });
    }
  },
};

function imagesOf(view: KubernetesView): string[] {
  return listOf(view.pod?.spec['containers']).map((one) => textOf(objectOf(one)['image']) ?? '');
}

/** Images of every DaemonSet of the run: the enforcer may stand beside. */
function enforcers(view: KubernetesView): string[] {
  return view.set.ofKind('DaemonSet').flatMap(imagesOf);
}

/** The plug-ins that a node runs for each pod, in a file of /etc/cni/net.d. */
function judgeConfiguration(view: KubernetesView, answer: Answer): void {
  const plugins = listOf(view.object['plugins']);
  const types = plugins.map((one) => textOf(objectOf(one)['type']) ?? '');
  const at = types.indexOf('flannel');
  if (types.some((type) => enforcing.test(type))) return;
  if (at >= 0) answer.fail({ at: view.at(['plugins', at, 'type']), params: { what: 'Flannel' } });
  else if (view.object['type'] === 'flannel')
    answer.fail({ at: view.at(['type']), params: { what: 'Flannel' } });
}
