import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** No pod listens on port 22. */
export const sshPort: KubernetesRule = {
  id: 'K8S-SSHPORT',
  aliases: {
    'kube-linter': ['ssh-port'],
    kubescape: ['C-0042'],
  },
  severity: 'medium',
  family: 'ssh',
  title: { en: 'An SSH server in a pod', 'zh-CN': 'Pod 中运行 SSH 服务' },
  message: {
    en: 'Container "{container}" listens on port {port}',
    'zh-CN': '容器 "{container}" 监听端口 {port}',
  },
  why: {
    en: 'It is a second way in, with keys and accounts that the cluster knows nothing of.',
    'zh-CN': '这是第二个入口，其密钥与账号不受集群管理。',
  },
  advice: {
    en: 'Use kubectl exec, which is authorised and audited; remove port 22.',
    'zh-CN': '使用经过授权与审计的 kubectl exec，删除 22 端口。',
  },
  references: [
    'https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/',
  ],
  bad: [podWith({ container: 'ports: [{ containerPort: 22 }]' })],
  good: [podWith({ container: 'ports: [{ containerPort: 8022 }]' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) =>
      listOf(container.spec['ports']).flatMap((item, index) => {
        const port = integerOf(objectOf(item)['containerPort']);
        if (port === undefined || !(port === 22)) return [];
        return [{ path: [...container.path, 'ports', index, 'containerPort'], params: { port } }];
      }),
    );
  },
};
