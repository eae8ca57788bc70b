import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

/** Ids that count a single variable; kubescape's for plain credentials counts whole Secrets only. */
const single: Aliases = {
  checkov: ['CKV_K8S_35'],
  kics: ['k/secrets_as_environment_variables'],
  kubescape: ['C-0207', 'rule-secrets-in-env-var'],
  'kube-bench': ['5.4.1'],
  'kube-linter': ['env-var-secret', 'read-secret-from-env-var'],
  kyverno: ['secrets-not-from-env-vars'],
};

/** Secrets reach containers as files. */
export const secretEnv: KubernetesRule = {
  id: 'K8S-SECRET-ENV',
  aliases: {
    checkov: ['CKV_K8S_35'],
    kics: ['k/secrets_as_environment_variables'],
    kubescape: ['C-0207', 'rule-secrets-in-env-var', 'rule-credentials-in-env-var', 'C-0012'],
    'kube-bench': ['5.4.1'],
    'kube-linter': ['env-var-secret', 'read-secret-from-env-var'],
    kyverno: ['secrets-not-from-env-vars'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'secrets',
  title: {
    en: 'A secret is handed over in an environment variable',
    'zh-CN': '通过环境变量传递密钥',
  },
  message: {
    en: 'Container "{container}" takes a Secret as environment variables',
    'zh-CN': '容器 "{container}" 以环境变量方式使用 Secret',
  },
  why: {
    en: 'Variables are read by every child process, and end in crash reports and in kubectl describe.',
    'zh-CN': '环境变量会被所有子进程读取，并出现在崩溃报告与 kubectl describe 中。',
  },
  advice: { en: 'Mount the Secret as a file.', 'zh-CN': '以文件方式挂载 Secret。' },
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
  bad: [
    podWith({ container: 'env: [{ name: P, valueFrom: { secretKeyRef: { name: db, key: p } } }]' }),
    podWith({ container: 'envFrom: [{ secretRef: { name: db } }]' }),
  ],
  good: [
    podWith({ container: 'env: [{ name: P, value: x }]' }),
    podWith({ container: 'envFrom: [{ configMapRef: { name: db } }]' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, ({ spec, path }) => [
      ...listOf(spec['env']).flatMap((item, index) =>
        isSet(valueAt(item, ['valueFrom', 'secretKeyRef']))
          ? [
              {
                path: [...path, 'env', index, 'valueFrom', 'secretKeyRef'],
                alsoPaths: [[...path, 'env', index, 'name']],
                aliases: single,
              },
            ]
          : [],
      ),
      ...listOf(spec['envFrom']).flatMap((item, index) =>
        isSet(objectOf(item)['secretRef'])
          ? [{ path: [...path, 'envFrom', index, 'secretRef'] }]
          : [],
      ),
    ]);
  },
};
