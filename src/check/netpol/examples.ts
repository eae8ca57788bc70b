/** A workload: what policies are for. */
export const webWorkload: string = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: registry.example/web:1.2, ports: [{ containerPort: 8080 }] }
`;

/** A policy that lets one workload in. */
export const webFromFront: string = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ protocol: TCP, port: 8080 }]
`;

/** A policy that closes a namespace. */
export const denyAll: string = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`;

/** A service inside the cluster. */
export const webService: string = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`;

/** The same, handed out by the cloud. */
export const webLoadBalancer: string = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`;

/** An ingress in plain HTTP, with more lines of its metadata and its spec. */
export function ingressWith({
  name = 'web',
  namespace = 'shop',
  host = 'shop.example.com',
  metadata = '',
  spec = '',
}: Readonly<Partial<Record<'name' | 'namespace' | 'host' | 'metadata' | 'spec', string>>>): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}
${metadata}spec:
${spec}  rules:
    - host: ${host}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
`;
}

/** An ingress in plain HTTP. */
export const webIngress: string = ingressWith({});

/** An object that no network rule is about. */
export const notes: string = `apiVersion: v1
kind: ConfigMap
metadata: { name: notes, namespace: shop }
`;
