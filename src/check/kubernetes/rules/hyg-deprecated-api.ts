import type { Change } from '../../field-edit.ts';
import type { PodView } from '../view.ts';
import { isSet } from '../fields.ts';
import { failAt } from '../judge.ts';
import { settings } from '../examples.ts';
import { deprecated } from '../deprecated.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

const ofVersion: Aliases = {
  trivy: ['KSV-0107'],
  kics: ['k/object_is_using_a_deprecated_api_version'],
  'kube-linter': ['no-extensions-v1beta'],
  kyverno: ['check-deprecated-apis'],
  gatekeeper: ['verifydeprecatedapi'],
};
const ofField: Aliases = {
  'kube-linter': ['deprecated-service-account-field'],
  kubescape: ['C-0294', 'deprecated-service-account-field'],
};

/** Versions and fields are those that the next release still knows. */
export const deprecatedApi: KubernetesRule = {
  id: 'HYG-DEPRECATED-API',
  aliases: {
    trivy: ['KSV-0107'],
    kics: ['k/object_is_using_a_deprecated_api_version'],
    'kube-linter': ['no-extensions-v1beta', 'deprecated-service-account-field'],
    kyverno: ['check-deprecated-apis'],
    gatekeeper: ['verifydeprecatedapi'],
    kubescape: ['C-0294', 'deprecated-service-account-field'],
  },
  severity: 'low',
  family: 'schema',
  title: {
    en: 'A version or field that Kubernetes has given up',
    'zh-CN': '使用了 Kubernetes 已弃用的版本或字段',
  },
  message: {
    en: '{what} is given up: use {instead} ({removed} refuses it)',
    'zh-CN': '{what} 已弃用：请使用 {instead}（{removed} 起不再接受）',
  },
  why: {
    en: 'The next upgrade of the cluster refuses the object.',
    'zh-CN': '下次升级集群时该对象会被拒绝。',
  },
  advice: { en: 'Move to the version named.', 'zh-CN': '迁移到所指版本。' },
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  options: { version: 'latest' },
  bad: [
    `apiVersion: batch/v1beta1
kind: CronJob
metadata: { name: a }
spec: {}
`,
  ],
  good: [
    `apiVersion: batch/v1
kind: CronJob
metadata: { name: a }
spec: {}
`,
    settings,
  ],
  check: (view, answer) => {
    const row = deprecated(view.apiVersion, view.kind);
    const target = /^v?1\.(\d{1,4})$/.exec(String(answer.option('version')))?.[1];
    const removed = /^v1\.(\d{1,4})$/.exec(row?.removed ?? '')?.[1];
    const counts = target === undefined || Number(removed ?? 0) <= Number(target);
    if (row !== undefined && counts)
      failAt(view, answer, {
        path: ['apiVersion'],
        params: { what: view.apiVersion, instead: row.instead, removed: row.removed },
        aliases: ofVersion,
      });
    const account = view.pod?.spec['serviceAccount'];
    if (view.pod !== undefined && isSet(account) && view.pod.spec['serviceAccountName'] !== account)
      failAt(view, answer, {
        path: [...view.pod.path, 'spec', 'serviceAccount'],
        params: {
          what: 'serviceAccount',
          instead: 'serviceAccountName',
          removed: 'a release to come',
        },
        aliases: ofField,
        changes: renamed(view.pod, account),
      });
  },
};

/** The name that both fields give is the newer one's; only where it has none it is the older one's. */
function renamed({ path, spec }: PodView, account: unknown): readonly Change[] {
  const at = [...path, 'spec', 'serviceAccount'];
  if (isSet(spec['serviceAccountName'])) return [{ remove: at }];
  return typeof account === 'string' ? [{ rename: at, to: 'serviceAccountName' }] : [];
}
