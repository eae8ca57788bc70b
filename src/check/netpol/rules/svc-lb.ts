import { webLoadBalancer, webService } from '../examples.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { ofKind, servicePage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Annotations that keep a load balancer inside, and the values that do. */
const internal: ReadonlyMap<string, RegExp> = new Map([
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', /^intranet$/],
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?:true|0\.0\.0\.0\/0)$/],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/],
]);

/** Services that ask the cloud for a public address. */
export const svcLb: KubernetesRule = {
  id: 'SVC-LB',
  aliases: {
    kics: ['k/service_with_external_load_balancer'],
    'kube-linter': ['exposed-services'],
    kyverno: ['no-loadbalancer-service', 'require-encryption-aws-loadbalancers'],
    gatekeeper: ['k8sblockloadbalancer'],
    kubescape: [
      'C-0231',
      'C-0245',
      'encrypt-traffic-to-https-load-balancers-with-tls-certificates',
      'ensure-https-loadbalancers-encrypted-with-tls-aws',
    ],
  },
  severity: 'medium',
  family: 'exposure',
  title: { en: 'A Service asks for a public load balancer', 'zh-CN': 'Service 请求公网负载均衡器' },
  why: {
    en: 'Most clouds give such a Service a public address that the whole world may ask, unless an annotation or source ranges say otherwise.',
    'zh-CN': '若无注解或来源限制，多数云会为其分配公网地址，任何人都可访问。',
  },
  advice: {
    en: 'Say that it is internal by the annotation of your cloud, or set loadBalancerSourceRanges.',
    'zh-CN': '使用云厂商的内部负载均衡注解，或设置 loadBalancerSourceRanges。',
  },
  references: [servicePage],
  bad: [webLoadBalancer],
  good: [
    webService,
    `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: { service.beta.kubernetes.io/azure-load-balancer-internal: 'true' }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80 }]
`,
    `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [192.0.2.0/24]
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  ],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Service') || view.spec['type'] !== 'LoadBalancer') return;
    const inside = [...internal].some(([key, value]) =>
      value.test(textOf(view.annotations[key]) ?? ''),
    );
    const ranges = listOf(view.spec['loadBalancerSourceRanges']);
    const limited = ranges.length > 0 && !ranges.includes('0.0.0.0/0');
    if (inside || limited) return;
    answer.fail({ at: view.at(['spec', 'type']), aliases: aliasesOf(view) });
  },
};

function aliasesOf(view: KubernetesView): Readonly<Record<string, readonly string[]>> {
  const https = listOf(view.spec['ports']).some((port) => objectOf(port)['port'] === 443);
  const certificate = 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert';
  const plain = https && textOf(view.annotations[certificate]) === undefined;
  return {
    kics: ['k/service_with_external_load_balancer'],
    'kube-linter': ['exposed-services'],
    kyverno: [
      'no-loadbalancer-service',
      ...(plain ? ['require-encryption-aws-loadbalancers'] : []),
    ],
    gatekeeper: ['k8sblockloadbalancer'],
    kubescape: [
      'C-0245',
      'encrypt-traffic-to-https-load-balancers-with-tls-certificates',
      ...(plain ? ['C-0231', 'ensure-https-loadbalancers-encrypted-with-tls-aws'] : []),
    ],
  };
}
