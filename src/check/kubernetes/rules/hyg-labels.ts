import { compileRe2 } from '../../../formats/re2.ts';
import { isSet, shown } from '../fields.ts';
import { failAt, listed } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import type { Aliases, Answer } from '../../contract.ts';

/** Labels say what an object belongs to. */
export const requiredLabels: KubernetesRule = {
  id: 'HYG-LABELS',
  aliases: {
    kubescape: ['C-0077', 'k8s-common-labels-usage', 'label-usage-for-resources'],
    'kube-linter': [
      'required-annotation-email',
      'required-label-owner',
      'priority-class-name',
      'dnsconfig-options',
      'restart-policy',
      'job-ttl-seconds-after-finished',
    ],
    polaris: ['priorityClassNotSet'],
    kyverno: [
      'require-labels',
      'require-annotations',
      'allowed-annotations',
      'allowed-label-changes',
      'metadata-match-regex',
      'require-pod-priorityclassname',
      'allowed-podpriorities',
      'require-container-port-names',
    ],
    gatekeeper: ['k8srequiredannotations', 'k8srequiredlabels'],
  },
  severity: 'low',
  level: 'optional',
  family: 'labels',
  title: { en: 'No label says what the object belongs to', 'zh-CN': '没有标签说明对象归属' },
  message: {
    en: 'The label or annotation {what} is missing or wrong',
    'zh-CN': '缺少标签或注解 {what}，或其值不符',
  },
  why: {
    en: 'Nobody can tell whose the object is when it matters.',
    'zh-CN': '出事时无法得知对象归谁所有。',
  },
  advice: {
    en: 'Add the labels that the options name; by default app.kubernetes.io/name or app.',
    'zh-CN': '补充选项要求的标签；默认为 app.kubernetes.io/name 或 app。',
  },
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  options: { labels: [], annotations: [] },
  bad: [podWith()],
  good: [podWith({ metadata: 'labels: { app: web }' }), settings],
  check: (view, answer) => {
    const required = listed(answer, 'labels');
    for (const label of required) missingLabel(view, answer, label);
    for (const name of listed(answer, 'annotations')) {
      if (!isSet(view.annotations[name]))
        failAt(view, answer, {
          path: ['metadata', 'annotations', name],
          params: { what: name },
          aliases: { gatekeeper: ['k8srequiredannotations'], kyverno: ['require-annotations'] },
        });
    }
    if (view.pod === undefined || required.length > 0) return;
    const known = ['app', 'app.kubernetes.io/name', 'k8s-app', 'name'];
    if (!known.some((name) => isSet(view.labels[name]) || isSet(view.pod?.labels[name])))
      failAt(view, answer, {
        path: ['metadata', 'labels'],
        params: { what: 'app.kubernetes.io/name' },
      });
  },
};

/** As Gatekeeper asks it of Go: the pattern may stand anywhere, unless it says where. */
function holds(pattern: string, value: string): boolean {
  return compileRe2(pattern).find(value, 0) !== undefined;
}

/** `key` asks for a label, `key=PATTERN` for one in whose value the pattern is found. */
function missingLabel(view: KubernetesView, answer: Answer, wanted: string): void {
  const equals = wanted.indexOf('=');
  const key = equals < 0 ? wanted : wanted.slice(0, equals);
  const value = view.labels[key];
  if (isSet(value) && (equals < 0 || holds(wanted.slice(equals + 1), shown(value)))) return;
  const aliases: Aliases = { gatekeeper: ['k8srequiredlabels'], kyverno: ['require-labels'] };
  failAt(view, answer, { path: ['metadata', 'labels', key], params: { what: key }, aliases });
}
