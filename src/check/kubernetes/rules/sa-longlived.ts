import { listOf } from '../../../formats/json-values.ts';
import { failAt, ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Tokens of service accounts expire. */
export const longLivedToken: KubernetesRule = {
  id: 'K8S-SA-LONGLIVED',
  aliases: {
    kyverno: ['check-serviceaccount-secrets', 'deny-secret-service-account-token-type'],
  },
  severity: 'medium',
  family: 'sa-token',
  title: { en: 'A token that never expires', 'zh-CN': '永不过期的令牌' },
  why: {
    en: 'A Secret of the type service-account-token is a key to the API server until somebody deletes it.',
    'zh-CN': 'service-account-token 类型的 Secret 在被删除前一直是 API 服务器的钥匙。',
  },
  advice: {
    en: 'Use kubectl create token, or a projected volume.',
    'zh-CN': '使用 kubectl create token 或投射卷。',
  },
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  bad: [
    `apiVersion: v1
kind: Secret
metadata: { name: t, annotations: { kubernetes.io/service-account.name: web } }
type: kubernetes.io/service-account-token
`,
  ],
  good: [
    `apiVersion: v1
kind: Secret
metadata: { name: t }
type: Opaque
`,
    settings,
  ],
  check: (view, answer) => {
    if (view.kind === 'ServiceAccount') {
      if (listOf(view.object['secrets']).length > 0) failAt(view, answer, { path: ['secrets'] });
      return;
    }
    ofKinds(view, answer, ['Secret'], () =>
      view.object['type'] === 'kubernetes.io/service-account-token'
        ? { path: ['type'] }
        : undefined,
    );
  },
};
