import { settings } from '../examples.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';
import { aksCluster, eksCluster, gkeCluster } from './examples.ts';
import { clusterOf, commandFor } from './clusters.ts';

const endpointIds = [
  'C-0228',
  'C-0229',
  'C-0247',
  'C-0248',
  'C-0252',
  'ensure-clusters-are-created-with-private-endpoint-enabled-and-public-access-disabled',
  'ensure-clusters-are-created-with-private-nodes',
  'ensure-endpointprivateaccess-is-enabled-and-endpointpublicaccess-is-disabled-eks',
  'ensure-endpointpublicaccess-is-disabled-on-private-nodes-eks',
];
const privateIds = ['C-0227', 'ensure-endpointprivateaccess-is-enabled'];
const nodeIds = ['C-0229', 'C-0248', 'ensure-clusters-are-created-with-private-nodes'];

/** Clusters that a cloud runs keep their API server and their nodes to their own network. */
export const managed: KubernetesRule = {
  id: 'API-MANAGED',
  aliases: {
    kubescape: [...endpointIds, ...privateIds, 'C-0226', 'C-0233', 'C-0242', 'C-0249'],
  },
  severity: 'low',
  family: 'cloud',
  title: {
    en: 'A managed cluster can be reached from outside its network',
    'zh-CN': '托管集群可从其网络之外访问',
  },
  message: {
    en: 'The API server of {service} answers from outside its network ({ranges})',
    'zh-CN': '{service} 的 API server 可从其网络之外访问（{ranges}）',
  },
  why: {
    en: 'A stolen token or a flaw of the API server is enough from anywhere; with a private address one has to be in the network first.',
    'zh-CN': '令牌失窃或 API server 漏洞即可从任意位置利用；使用私有地址则须先进入该网络。',
  },
  advice: {
    en: 'Give the API server a private address, and the public one to the ranges that need it, or to none; keep public addresses off nodes.',
    'zh-CN': '为 API server 启用私有地址，公网地址只对必要网段开放或关闭；节点不要使用公网地址。',
  },
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    'https://learn.microsoft.com/azure/aks/private-clusters',
    'https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation',
  ],
  bad: [
    eksCluster(
      '"resourcesVpcConfig": { "endpointPublicAccess": true, "endpointPrivateAccess": true, "publicAccessCidrs": ["0.0.0.0/0"] }',
    ),
    aksCluster('"apiServerAccessProfile": null'),
    gkeCluster('privateClusterConfig: { enablePrivateNodes: false, enablePrivateEndpoint: true }'),
  ],
  good: [
    eksCluster(
      '"resourcesVpcConfig": { "endpointPublicAccess": false, "endpointPrivateAccess": true }',
    ),
    aksCluster('"apiServerAccessProfile": { "enablePrivateCluster": true }'),
    gkeCluster('privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true }'),
    settings,
  ],
  check: (view, answer) => {
    const cluster = clusterOf(view);
    if (cluster === undefined) {
      answer.notApplicable({
        en: 'no description of a managed cluster',
        'zh-CN': '没有托管集群的描述',
      });
      return;
    }
    const { service, publicEndpoint, publicRanges, privateEndpoint, privateNodes } = cluster;
    if (publicEndpoint?.value === true) {
      const ranges = publicRanges?.value ?? 'anybody';
      failAt(view, answer, {
        ...commandFor(view, 'publicEndpoint'),
        path: publicEndpoint.path,
        alsoPaths: publicRanges === undefined ? [] : [publicRanges.path],
        params: { service, ranges: ranges === 'anybody' ? 'anybody' : ranges.join(', ') },
        severity: ranges === 'anybody' ? 'medium' : 'low',
        aliases: { kubescape: endpointIds },
      });
    }
    if (privateEndpoint?.value === false) {
      failAt(view, answer, {
        ...commandFor(view, 'privateEndpoint'),
        path: privateEndpoint.path,
        message: {
          en: 'Nodes of {service} reach their API server through the internet',
          'zh-CN': '{service} 的节点经公网访问 API server',
        },
        params: { service },
        aliases: { kubescape: privateIds },
      });
    }
    if (privateNodes?.value === false) {
      failAt(view, answer, {
        path: privateNodes.path,
        message: {
          en: 'Nodes of {service} have public addresses',
          'zh-CN': '{service} 的节点拥有公网地址',
        },
        params: { service },
        aliases: { kubescape: nodeIds },
      });
    }
  },
};
