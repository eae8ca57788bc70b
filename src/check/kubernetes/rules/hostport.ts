import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf, isSet, shown } from '../fields.ts';
import { eachContainer, isExempt } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** No port of the node is taken, save those allowed. */
export const hostPort: KubernetesRule = {
  id: 'K8S-HOSTPORT',
  aliases: {
    psa: ['hostPorts'],
    trivy: ['KSV-0024'],
    checkov: ['CKV_K8S_26'],
    kics: ['k/workload_host_port_not_specified'],
    kubescape: ['C-0044', 'container-hostPort'],
    polaris: ['hostPortSet'],
    kyverno: ['disallow-host-ports', 'disallow-host-ports-range'],
    gatekeeper: ['k8spsphostnetworkingports'],
  },
  severity: 'medium',
  family: 'ports',
  title: { en: 'A port of the node is taken', 'zh-CN': '占用了节点端口' },
  message: {
    en: 'Container "{container}" takes port {port} of the node',
    'zh-CN': '容器 "{container}" 占用节点端口 {port}',
  },
  why: {
    en: 'A host port is open on the node’s own address, past Services and NetworkPolicies.',
    'zh-CN': 'hostPort 直接开放在节点地址上，绕过 Service 与 NetworkPolicy。',
  },
  advice: { en: 'Use a Service, and remove hostPort.', 'zh-CN': '改用 Service 并删除 hostPort。' },
  references: [podSecurityPage],
  options: { min: 0, max: 0, exemptImages: [] },
  bad: [podWith({ container: 'ports: [{ containerPort: 80, hostPort: 80 }]' })],
  good: [
    podWith({ container: 'ports: [{ containerPort: 80 }]' }),
    podWith({ container: 'ports: [{ containerPort: 80, hostPort: 0 }]' }),
  ],
  check: (view, answer) => {
    const min = Number(answer.option('min'));
    const max = Number(answer.option('max'));
    eachContainer(view, answer, (container) =>
      isExempt(answer, container)
        ? []
        : listOf(container.spec['ports']).flatMap((item, index) => {
            const { hostPort } = objectOf(item);
            const port = integerOf(hostPort);
            if (!isSet(hostPort) || port === 0) return [];
            if (port !== undefined && port >= min && port <= max) return [];
            const path = [...container.path, 'ports', index, 'hostPort'];
            const ending = { changes: [{ remove: path }], review: true };
            return [{ path, params: { port: shown(hostPort) }, ...ending }];
          }),
    );
  },
};
