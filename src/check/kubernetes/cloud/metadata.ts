import { objectOf } from '../../../formats/json-values.ts';
import { collectorGroup } from '../control-plane/reports.ts';
import { settings } from '../examples.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';

/** Pods do not reach the address at which a cloud tells a machine who it is. */
export const metadataAccess: KubernetesRule = {
  id: 'ESC-METADATA',
  aliases: {
    kubescape: ['C-0052', 'instance-metadata-api-access'],
    cdk: ['cloud.metadata_api'],
    botb: ['metadata'],
  },
  severity: 'high',
  family: 'escape',
  title: {
    en: 'Pods of the node reach the cloud’s metadata service',
    'zh-CN': '节点上的 Pod 可访问云元数据服务',
  },
  message: {
    en: 'Node "{node}": a pod reached the cloud’s metadata service',
    'zh-CN': '节点 "{node}"：Pod 可访问云元数据服务',
  },
  why: {
    en: 'The service hands out the credentials of the node: an intruder in any pod acts in the cloud as the machine.',
    'zh-CN': '该服务会给出节点的云凭据：任一 Pod 中的入侵者都能以节点身份操作云资源。',
  },
  advice: {
    en: 'Ask for session tokens with a hop limit of 1, or deny 169.254.169.254 to pods by a NetworkPolicy, and give workloads identities of their own.',
    'zh-CN':
      '要求会话令牌并将跳数限制为 1，或用 NetworkPolicy 禁止 Pod 访问 169.254.169.254，并为工作负载配置独立身份。',
  },
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://attack.mitre.org/techniques/T1552/005/',
  ],
  bad: [answerOf('providerMetaDataAPIAccess: true')],
  good: [answerOf('providerMetaDataAPIAccess: false'), settings],
  check: (view, answer) => {
    // What kubescape's collector found out by trying, from a pod of each node.
    if (view.group !== collectorGroup || !/^cloudProviderInfo$/i.test(view.kind)) {
      answer.notApplicable({ en: 'no report of a node', 'zh-CN': '没有节点的报告' });
      return;
    }
    if (objectOf(view.object['data'])['providerMetaDataAPIAccess'] === true) {
      const path = ['data', 'providerMetaDataAPIAccess'];
      failAt(view, answer, { path, params: { node: view.name } });
    }
  },
};

function answerOf(data: string): string {
  return `apiVersion: hostdata.kubescape.cloud/v1beta0
kind: cloudProviderInfo
metadata: { name: worker-1 }
data: { ${data} }
`;
}
