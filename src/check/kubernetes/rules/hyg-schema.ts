import { listOf, objectOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { failAt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const twice: Text = { en: '{what} is given twice', 'zh-CN': '{what} 重复出现' };
const ofLabel: Aliases = {
  kics: ['k/metadata_label_is_invalid'],
  'kube-linter': ['schema-validation'],
};
const ofEnv: Aliases = {
  'kube-linter': ['duplicate-env-var'],
  kubescape: ['C-0295', 'duplicate-env-var'],
};

/** Keys and variables are given once, and labels are valid. */
export const schema: KubernetesRule = {
  id: 'HYG-SCHEMA',
  aliases: {
    'kube-linter': ['schema-validation', 'duplicate-env-var', 'sorted-keys'],
    kics: ['k/metadata_label_is_invalid'],
    kubescape: ['C-0295', 'C-0076', 'C-0077', 'duplicate-env-var'],
  },
  severity: 'low',
  family: 'schema',
  title: {
    en: 'The object is not what the API server accepts',
    'zh-CN': '对象不符合 API 服务器的要求',
  },
  message: { en: 'The label {what} is not valid', 'zh-CN': '标签 {what} 无效' },
  why: {
    en: 'A key or variable given twice is lost silently, and a label that is invalid is refused when it is applied.',
    'zh-CN': '重复的键或变量会被悄悄覆盖，无效标签在应用时被拒绝。',
  },
  advice: { en: 'Correct the field named.', 'zh-CN': '更正所指字段。' },
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  ],
  bad: [
    podWith({ container: 'env: [{ name: A, value: x }, { name: A, value: y }]' }),
    podWith({ metadata: 'labels: { app: "not valid!" }' }),
  ],
  good: [podWith({ container: 'env: [{ name: A, value: x }, { name: B, value: y }]' }), settings],
  check: (view, answer) => {
    for (const { key, at } of view.duplicates())
      answer.fail({
        at,
        params: { what: `key ${key}` },
        message: twice,
        aliases: { 'kube-linter': ['schema-validation'] },
      });
    for (const [name, value] of Object.entries(view.labels)) {
      if (!validLabel(value))
        failAt(view, answer, {
          path: ['metadata', 'labels', name],
          params: { what: name },
          aliases: ofLabel,
        });
    }
    for (const { spec, path } of view.pod?.containers ?? []) {
      const env = listOf(spec['env']).map((item) => shown(objectOf(item)['name']));
      env.forEach((name, index) => {
        if (env.indexOf(name) !== index || env.lastIndexOf(name) !== index)
          failAt(view, answer, {
            path: [...path, 'env', index, 'name'],
            params: { what: name },
            message: twice,
            aliases: ofEnv,
          });
      });
    }
  },
};

function validLabel(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return false;
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/.test(shown(value));
}
