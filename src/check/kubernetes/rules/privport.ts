import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';

/** Containers listen above 1023. */
export const privilegedPort: KubernetesRule = {
  id: 'K8S-PRIVPORT',
  aliases: {
    trivy: ['KSV-0117'],
    'kube-linter': ['privileged-ports'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'ports',
  title: { en: 'A privileged port is listened on', 'zh-CN': '监听特权端口' },
  message: {
    en: 'Container "{container}" listens on the privileged port {port}',
    'zh-CN': '容器 "{container}" 监听特权端口 {port}',
  },
  why: {
    en: 'Ports below 1024 need a capability that most programs do without.',
    'zh-CN': '1024 以下端口需要多数程序不必拥有的能力。',
  },
  advice: {
    en: 'Listen above 1023, and let the Service map the port.',
    'zh-CN': '监听 1023 以上端口，由 Service 映射。',
  },
  references: [securityContextPage],
  bad: [podWith({ container: 'ports: [{ containerPort: 80 }]' })],
  good: [podWith({ container: 'ports: [{ containerPort: 8080 }]' }), podWith()],
  check: (view, answer) => {
    eachContainer(view, answer, (container) =>
      listOf(container.spec['ports']).flatMap((item, index) => {
        const port = integerOf(objectOf(item)['containerPort']);
        if (port === undefined || !(port < 1024)) return [];
        return [{ path: [...container.path, 'ports', index, 'containerPort'], params: { port } }];
      }),
    );
  },
};
