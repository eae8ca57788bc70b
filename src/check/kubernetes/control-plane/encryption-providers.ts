import { listOf, objectOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { failAt } from '../judge.ts';
import type { KubernetesRule } from '../rule.ts';

const strong = ['aescbc', 'kms', 'secretbox'];

/** The first provider of each resource encrypts, and encrypts well. */
export const encryptionProviders: KubernetesRule = {
  id: 'API-ENCRYPT-PROV',
  aliases: {
    kics: ['k/encryption_provider_not_properly_configured'],
    checkov: ['CKV_K8S_104'],
    'kube-bench': ['1.2.28'],
    kubescape: [
      'C-0142',
      'ensure-that-the-api-server-encryption-providers-are-appropriately-configured',
    ],
  },
  severity: 'medium',
  title: {
    en: 'Secrets are not encrypted well in etcd',
    'zh-CN': 'etcd 中的 Secret 加密不当',
  },
  why: {
    en: 'The first provider encrypts what is written: identity writes it in the clear, aesgcm breaks when its key is not changed often.',
    'zh-CN': '写入由首个 provider 加密：identity 以明文写入，aesgcm 不频繁换钥就会失去保护。',
  },
  advice: {
    en: 'Put kms, secretbox or aescbc first.',
    'zh-CN': '将 kms、secretbox 或 aescbc 放在首位。',
  },
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
  bad: [example('identity: {}')],
  good: [
    example('secretbox: { keys: [{ name: k, secret: c2VjcmV0 }] }'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  ],
  check: (view, answer) => {
    if (view.kind !== 'EncryptionConfiguration' && view.kind !== 'EncryptionConfig') {
      answer.notApplicable({
        en: 'no EncryptionConfiguration',
        'zh-CN': '没有 EncryptionConfiguration',
      });
      return;
    }
    for (const index of weakResources(view.object)) {
      failAt(view, answer, { path: ['resources', index, 'providers'] });
    }
  },
};

/** Indexes of the resources whose first provider does not encrypt well. */
function weakResources(config: JsonObject): readonly number[] {
  return listOf(config['resources']).flatMap((resource, index) => {
    const [first] = listOf(objectOf(resource)['providers']);
    return strong.some((name) => name in objectOf(first)) ? [] : [index];
  });
}

function example(provider: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - ${provider}
`;
}
