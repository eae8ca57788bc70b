/** Fields of an example, in YAML; several lines are indented as they have to be. */
interface ExamplePod {
  /** Of the pod's spec. */
  readonly pod?: string;
  /** Of its only container. */
  readonly container?: string;
  /** Of the pod's metadata. */
  readonly metadata?: string;
  readonly image?: string;
}

/** A pod for the examples of rules. */
export function podWith({ pod, container, metadata, image }: ExamplePod = {}): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: web',
    ...indented(metadata, 2),
    'spec:',
    ...indented(pod, 2),
    '  containers:',
    '    - name: web',
    `      image: ${image ?? 'registry.example/web:1.2'}`,
    ...indented(container, 6),
    '',
  ].join('\n');
}

/** A deployment for the examples of rules. */
export function deploymentWith({ pod, container, metadata, image }: ExamplePod = {}): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: web',
    ...indented(metadata, 2),
    'spec:',
    '  selector: { matchLabels: { app: web } }',
    '  template:',
    '    metadata: { labels: { app: web } }',
    '    spec:',
    ...indented(pod, 6),
    '      containers:',
    '        - name: web',
    `          image: ${image ?? 'registry.example/web:1.2'}`,
    ...indented(container, 10),
    '',
  ].join('\n');
}

/** An API server with these flags, for the examples of rules. */
export function apiServerWith(...flags: readonly string[]): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata: { name: kube-apiserver, namespace: kube-system }',
    'spec:',
    '  containers:',
    '    - name: kube-apiserver',
    '      image: registry.k8s.io/kube-apiserver:v1.37.0',
    '      command:',
    ...['kube-apiserver', ...flags].map((word) => `        - ${word}`),
    '',
  ].join('\n');
}

function indented(lines: string | undefined, by: number): readonly string[] {
  return lines === undefined ? [] : lines.split('\n').map((line) => ' '.repeat(by) + line);
}

/** An object that has no pod, for the good examples of rules about pods. */
export const settings: string = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  greeting: hello
`;
