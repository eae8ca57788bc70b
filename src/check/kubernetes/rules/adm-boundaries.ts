import { failAt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';

/** A list of the namespaces in use, for a person to judge. */
export const boundaries: KubernetesRule = {
  id: 'ADM-BOUNDARIES',
  aliases: {
    kics: ['k/ensure_administrative_boundaries_between_resources'],
    kubescape: ['C-0209'],
    'kube-bench': ['5.6.1'],
  },
  severity: 'low',
  level: 'optional',
  family: 'namespace',
  title: { en: 'Which namespace an object belongs to', 'zh-CN': '对象所属的命名空间' },
  message: {
    en: 'The object is in the namespace {namespace}',
    'zh-CN': '对象位于命名空间 {namespace}',
  },
  why: {
    en: 'Namespaces part teams and applications; a person has to judge whether the parting is right.',
    'zh-CN': '命名空间用于隔离团队与应用，划分是否合理须由人判断。',
  },
  advice: {
    en: 'Look at the namespaces that are used: kubectl get namespaces.',
    'zh-CN': '检查所用命名空间：kubectl get namespaces。',
  },
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  bad: [podWith({ metadata: 'namespace: shop' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    if (view.namespace === undefined) return;
    if (view.set.inNamespace(view.namespace)[0] !== view) return;
    failAt(view, answer, {
      path: ['metadata', 'namespace'],
      params: { namespace: view.namespace },
    });
  },
};
