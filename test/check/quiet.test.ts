import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../src/index.ts';

/**
 * What careful engineers write: a rule that speaks here is wrong or says what another has said.
 * Beside each stands the same text with the fault that the rule is for.
 */
interface Row {
  readonly rule: string;
  readonly standard?: string;
  readonly path?: string;
  readonly quiet: string;
  readonly loud: string;
  /** Further files. */
  readonly beside?: Readonly<Record<string, string>>;
}

const now = new Date('2026-11-22T00:00:00Z');

function pod(container: string, spec = '', kind = 'Pod'): string {
  const fields = `${spec}containers: [{ name: a, image: 'registry.example/a:1.2', ${container} }]`;
  const own = `metadata: { name: a, namespace: shop, labels: { app: a } }`;
  if (kind === 'Pod') return `apiVersion: v1\nkind: Pod\n${own}\nspec: { ${fields} }\n`;
  return `apiVersion: apps/v1\nkind: ${kind}\n${own}\nspec: { selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { ${fields} } } }\n`;
}

const env = (name: string, value: string): string =>
  pod(`env: [{ name: ${name}, value: ${value} }]`);
const mounted = (path: string): string =>
  pod(`volumeMounts: [{ name: v, mountPath: ${path} }]`, 'volumes: [{ name: v, emptyDir: {} }], ');
const caps = (text: string): string => pod(`securityContext: { capabilities: { ${text} } }`);
const escalating = (text: string): string =>
  pod(`securityContext: { allowPrivilegeEscalation: true${text} }`);

const settings = (line: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\ndata:\n  a.ini: |\n    ${line}\n`;

const account = `apiVersion: v1
kind: ServiceAccount
metadata: { name: a, namespace: shop }
`;
const binding = (name: string): string => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: shop }]
`;
const ingress = (service: string): string => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: a, namespace: shop }
spec:
  tls: [{ hosts: [a.example], secretName: a }]
  rules: [{ host: a.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${service}, port: { number: 80 } } } }] } }]
`;
const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;
const claims = (spec: string): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: a, namespace: shop }
spec: { accessModes: [ReadWriteOnce], ${spec} resources: { requests: { storage: 1Gi } } }
`;
const layered = (keyword: string): string => `FROM registry.example/jre:21.0.5
${keyword} a ./
${keyword} b ./
`;

const rows: readonly Row[] = [
  {
    rule: 'K8S-SECRET-PLAIN',
    quiet: env('ALLOW_EMPTY_PASSWORD', '"no"'),
    loud: env('DB_PASSWORD', 'correct-horse-7'),
  },
  {
    rule: 'K8S-SECRET-PLAIN',
    quiet: env('DB_PASSWORD_FILE', '/run/secrets/db'),
    loud: env('DB_PASSWORD', 'changeme'),
  },
  {
    rule: 'K8S-CAPS-DROPALL',
    quiet: caps('drop: [ALL], add: [CHOWN, SETUID]'),
    loud: caps('add: [CHOWN]'),
  },
  {
    rule: 'K8S-CAPS-BASELINE',
    quiet: caps('drop: [ALL], add: [CHOWN, SETUID]'),
    loud: caps('drop: [ALL], add: [SYS_TIME]'),
  },
  { rule: 'K8S-PRIVESC', quiet: escalating(', privileged: true'), loud: escalating('') },
  {
    rule: 'K8S-SECCOMP-RESTRICTED',
    quiet: pod('securityContext: { seccompProfile: { type: Unconfined } }'),
    loud: pod('ports: [{ containerPort: 8080 }]'),
  },
  {
    rule: 'K8S-SECCOMP-BASELINE',
    quiet: pod('securityContext: { seccompProfile: { type: RuntimeDefault } }'),
    loud: pod('securityContext: { seccompProfile: { type: Unconfined } }'),
  },
  {
    rule: 'K8S-HOSTPATH-RW',
    quiet: mounted('/var/run/postgresql'),
    loud: pod(
      'volumeMounts: [{ name: v, mountPath: /host }]',
      'volumes: [{ name: v, hostPath: { path: /etc } }], ',
    ),
  },
  {
    rule: 'K8S-HOSTPATH-RW',
    standard: 'strict',
    quiet: mounted('/var/run/postgresql'),
    loud: mounted('/usr/bin'),
  },
  {
    rule: 'K8S-SA-TOKEN',
    quiet: `${account}${binding('a')}---\n${pod('tty: false', 'serviceAccountName: a, ')}`,
    loud: `${account}${binding('b')}---\n${pod('tty: false', 'serviceAccountName: a, ')}`,
  },
  ...['K8S-CAPS-DROPALL', 'K8S-PRIVESC', 'K8S-ROROOT', 'K8S-SECCOMP-RESTRICTED'].map((rule) => ({
    rule,
    quiet: pod('tty: false', 'os: { name: windows }, '),
    loud: pod('tty: false', 'os: { name: linux }, '),
  })),
  {
    rule: 'K8S-HOSTPATH-RW',
    standard: 'strict',
    quiet: mounted('/etc/ssl/a.pem').replace('emptyDir: {}', 'configMap: { name: a }'),
    loud: mounted('/etc/ssl/a.pem'),
  },
  {
    rule: 'K8S-SECRET-PLAIN',
    quiet: settings('client_secret = $__file{/etc/secrets/client}'),
    loud: settings('client_secret = 7hG5kQ2xWq'),
  },
  {
    rule: 'K8S-SECRET-PLAIN',
    quiet: settings('password: ref+vault://shop/db#password'),
    loud: settings('password: 7hG5kQ2xWq'),
  },
  {
    rule: 'NP-MISSING',
    standard: 'strict',
    quiet: pod('tty: false', 'hostNetwork: true, '),
    loud: pod('tty: false'),
  },
  {
    rule: 'ADM-NODE',
    standard: 'strict',
    quiet: pod('tty: false', 'tolerations: [{ operator: Exists }], ', 'DaemonSet'),
    loud: pod('tty: false', 'tolerations: [{ operator: Exists }], ', 'Deployment'),
  },
  {
    rule: 'HYG-STORAGE',
    standard: 'strict',
    quiet: claims(''),
    loud: claims('storageClassName: "",'),
  },
  {
    rule: 'HYG-DANGLING',
    standard: 'strict',
    quiet: ingress('web'),
    loud: `${service}${ingress('wbe')}`,
  },
  {
    rule: 'SVC-EXPOSED',
    quiet: `${service}${ingress('web')}`,
    loud: `${service.replace('ports:', 'type: NodePort, selector: { app: a }, ports:')}---\n${pod('tty: false').replace('registry.example/a:1.2', 'docker.io/library/phpmyadmin:5.2')}`,
  },
  {
    rule: 'DF-CONSECUTIVE-RUN',
    standard: 'strict',
    path: 'Dockerfile',
    quiet: layered('COPY'),
    loud: layered('RUN'),
  },
  {
    rule: 'CTX-NOT-EXCLUDED',
    path: 'Dockerfile',
    quiet: 'FROM registry.example/a:1.2\nCOPY . .\n',
    loud: 'FROM registry.example/a:1.2\nCOPY . /a/\n',
    beside: { '.dockerignore': '.git\n.env*\n' },
  },
];

for (const { rule, standard = 'default', path = 'manifest.yaml', quiet, loud, beside } of rows) {
  const found = async (text: string, around = beside): Promise<readonly string[]> => {
    const others = Object.entries(around ?? {}).map(([name, own]) => ({ path: name, text: own }));
    const { findings, errors } = await check(
      { files: [{ path, text }, ...others] },
      { standard, now },
    );
    assert.deepEqual(errors, []);
    return findings.filter((one) => one.rule === rule).map(({ message }) => message.text);
  };
  test(`${rule} keeps quiet where nothing is wrong (${standard})`, async () => {
    assert.deepEqual(await found(quiet), [], quiet);
    const ignoring = beside === undefined ? undefined : { '.dockerignore': 'dist\n' };
    assert.notDeepEqual(await found(loud, ignoring), [], loud);
  });
}
