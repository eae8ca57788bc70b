import { listOf, objectOf, textsOf } from '../../../formats/json-values.ts';
import type { Answer } from '../../contract.ts';
import { failAt, ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';

/** Secrets come from a store outside. */
export const secretExternal: KubernetesRule = {
  id: 'K8S-SECRET-EXTERNAL',
  aliases: {
    kubescape: ['C-0208', 'C-0234', 'external-secret-storage'],
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
    encryption('secretbox: { keys: [] }'),
  ],
  good: [
    settings,
    encryption('kms: { apiVersion: v2, name: vault, endpoint: unix:///run/kms.sock }'),
    `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: db }
spec: {}
`,
  ],
  check: (view, answer) => {
    if (view.kind === 'EncryptionConfiguration') {
      localKeys(view, answer);
      return;
    }
    ofKinds(view, answer, ['Secret'], () =>
      view.object['type'] === 'kubernetes.io/service-account-token'
        ? undefined
        : { path: ['kind'] },
    );
  },
};

/** Where no provider is a KMS, the keys lie in the file, on the disk of the API server. */
function localKeys(view: KubernetesView, answer: Answer): void {
  listOf(view.object['resources']).forEach((item, index) => {
    const { resources, providers } = objectOf(item);
    if (!textsOf(resources).some((one) => ['secrets', '*.', '*.*'].includes(one))) return;
    if (listOf(providers).some((provider) => 'kms' in objectOf(provider))) return;
    failAt(view, answer, {
      path: ['resources', index, 'providers'],
      message: {
        en: 'The keys of Secrets lie beside the API server: no provider is a KMS',
        'zh-CN': 'Secret 的密钥存放在 API server 本机：没有使用 KMS',
      },
      aliases: { kubescape: ['C-0234', 'external-secret-storage'] },
    });
  });
}

function encryption(provider: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers: [{ ${provider} }]
`;
}
