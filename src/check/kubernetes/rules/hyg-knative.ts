import { integerOf } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** Requests to Knative end. */
export const knative: KubernetesRule = {
  id: 'HYG-KNATIVE',
  aliases: {
    kics: ['knative/serving_revision_spec_without_timeout_settings'],
  },
  severity: 'low',
  level: 'strict',
  title: { en: 'A Knative revision without a timeout', 'zh-CN': 'Knative 修订版未设置超时' },
  why: {
    en: 'A request that never ends keeps its container for as long as it likes.',
    'zh-CN': '永不结束的请求会一直占用容器。',
  },
  advice: { en: 'Set timeoutSeconds.', 'zh-CN': '设置 timeoutSeconds。' },
  references: ['https://knative.dev/docs/serving/'],
  bad: [
    `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec: { template: { spec: { containers: [{ image: b }] } } }
`,
  ],
  good: [
    `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec: { template: { spec: { timeoutSeconds: 30, containers: [{ image: b }] } } }
`,
    podWith(),
  ],
  check: (view, answer) => {
    if (view.group !== 'serving.knative.dev') {
      answer.notApplicable({ en: 'nothing of Knative', 'zh-CN': '没有 Knative 对象' });
      return;
    }
    eachPod(view, answer, (pod) =>
      (integerOf(pod.spec['timeoutSeconds']) ?? 0) > 0
        ? undefined
        : { path: [...pod.path, 'spec', 'timeoutSeconds'] },
    );
  },
};
