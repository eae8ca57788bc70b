import { ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Secrets come from a store outside. */
export const secretExternal: KubernetesRule = {
  id: 'K8S-SECRET-EXTERNAL',
  aliases: {
    kubescape: ['C-0208', 'C-0234'],
    'kube-bench': ['5.4.2'],
    kics: ['k/using_kubernetes_native_secret_management'],
  },
  severity: 'low',
  level: 'strict',
  family: 'secrets',
  title: { en: 'Secrets are kept by Kubernetes alone', 'zh-CN': '密钥仅由 Kubernetes 保存' },
  why: {
    en: 'A Secret is base64 in etcd; who reads etcd, its backups or the API reads it, and nobody rotates it.',
    'zh-CN': 'Secret 在 etcd 中只是 base64；能读 etcd、其备份或 API 的人都能读到，且无人轮换。',
  },
  advice: {
    en: 'Take secrets from a store outside through the Secrets Store CSI driver or an operator.',
    'zh-CN': '通过 Secrets Store CSI 驱动或 operator 从外部密钥库取用。',
  },
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData: { a: b }
`,
  ],
  good: [
    settings,
    `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: db }
spec: {}
`,
  ],
  check: (view, answer) => {
    ofKinds(view, answer, ['Secret'], () =>
      view.object['type'] === 'kubernetes.io/service-account-token'
        ? undefined
        : { path: ['kind'] },
    );
  },
};
