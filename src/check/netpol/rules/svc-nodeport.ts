import { webLoadBalancer, webService } from '../examples.ts';
import { ofKind, servicePage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Services that open a port on every node. */
export const svcNodeport: KubernetesRule = {
  id: 'SVC-NODEPORT',
  aliases: {
    kics: ['k/service_type_is_nodeport'],
    'kube-linter': ['exposed-services'],
    kyverno: ['restrict-nodeport', 'restrict-service-port-range'],
    gatekeeper: ['k8sblocknodeport'],
  },
  severity: 'medium',
  family: 'exposure',
  title: { en: 'A Service opens a port on every node', 'zh-CN': 'Service 在每个节点上开放端口' },
  why: {
    en: 'A node port listens on all addresses of all nodes, firewalls of a load balancer do not stand before it, and it lies in a range that scanners know.',
    'zh-CN':
      'NodePort 在所有节点的所有地址上监听，绕过负载均衡器的防护，且端口范围为扫描器所熟知。',
  },
  advice: {
    en: 'Use ClusterIP with an Ingress or a Gateway, or a load balancer with source ranges.',
    'zh-CN': '改用 ClusterIP 配合 Ingress 或 Gateway，或带来源限制的负载均衡器。',
  },
  references: [servicePage],
  bad: [
    `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  ],
  good: [webService, webLoadBalancer],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Service') || view.spec['type'] !== 'NodePort') return;
    answer.fail({ at: view.at(['spec', 'type']) });
  },
};
