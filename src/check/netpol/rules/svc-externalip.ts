import { webService } from '../examples.ts';
import { textsOf } from '../../../formats/json-values.ts';
import { ofKind, servicePage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Services that claim addresses (CVE-2020-8554). */
export const svcExternalip: KubernetesRule = {
  id: 'SVC-EXTERNALIP',
  aliases: {
    trivy: ['KSV-0108'],
    kyverno: ['restrict-external-ips'],
    gatekeeper: ['k8sexternalips'],
  },
  severity: 'high',
  family: 'exposure',
  title: { en: 'A Service claims external addresses', 'zh-CN': 'Service 占用外部地址' },
  message: {
    en: 'The Service claims {address}: nodes send it all traffic to that address',
    'zh-CN': 'Service 占用地址 {address}：节点会把发往该地址的流量都转给它',
  },
  why: {
    en: 'Nodes route every packet for such an address to the Service, whoever owns the address: that is how traffic of others is taken (CVE-2020-8554).',
    'zh-CN':
      '节点会把发往这些地址的数据包转给该 Service，不论地址归谁，从而可劫持他人流量（CVE-2020-8554）。',
  },
  advice: {
    en: 'Use a load balancer, or turn externalIPs off for everybody (DenyServiceExternalIPs).',
    'zh-CN': '改用负载均衡器，或启用 DenyServiceExternalIPs 禁用 externalIPs。',
  },
  references: [servicePage, 'https://github.com/kubernetes/kubernetes/issues/97076'],
  options: { allowedIPs: [] as readonly string[] },
  bad: [
    `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  externalIPs: [203.0.113.7]
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  ],
  good: [
    webService,
    `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  loadBalancerIP: 203.0.113.7
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  ],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Service')) return;
    const allowed = textsOf(answer.option('allowedIPs'));
    textsOf(view.spec['externalIPs']).forEach((address, index) => {
      if (allowed.includes(address)) return;
      answer.fail({ at: view.at(['spec', 'externalIPs', index]), params: { address } });
    });
  },
};
