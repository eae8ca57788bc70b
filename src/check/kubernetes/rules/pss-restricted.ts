import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { judgeLevel } from './pss.ts';

/** The whole level "restricted" of the Pod Security Standards, by version. */
export const pssRestricted: KubernetesRule = {
  id: 'K8S-PSS-RESTRICTED',
  aliases: { psa: ['level-restricted'], kyverno: ['podsecurity-subrule-restricted'] },
  severity: 'medium',
  level: 'optional',
  standards: ['pss:restricted'],
  family: 'pss',
  title: {
    en: 'The pod is not allowed at the Pod Security level restricted',
    'zh-CN': 'Pod 不符合 Pod 安全标准的 restricted 级别',
  },
  message: {
    en: 'Pod Security restricted ({check}): {text}',
    'zh-CN': 'Pod 安全标准 restricted（{check}）：{text}',
  },
  why: {
    en: 'Restricted is what Kubernetes advises for workloads nobody vouches for: no root, no capabilities, seccomp on. What it stops is what an intruder in the container tries first.',
    'zh-CN':
      'restricted 是 Kubernetes 对不可信工作负载的建议：非 root、无特权能力、启用 seccomp，正好挡住入侵者的第一步。',
  },
  advice: {
    en: 'Set the fields named; most images run under restricted when they start as a user other than root.',
    'zh-CN': '设置所指出的字段；大多数镜像只要不以 root 启动，就能在 restricted 下运行。',
  },
  references: [podSecurityPage],
  options: { version: 'latest' },
  bad: [
    `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: registry.example/web:1.2 }
`,
  ],
  good: [
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: web
          image: registry.example/web:1.2
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
`,
    `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  ],
  check: (view, answer) => {
    judgeLevel('restricted', view, answer);
  },
};
