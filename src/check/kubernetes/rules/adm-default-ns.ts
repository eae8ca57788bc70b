import { failAt } from '../judge.ts';
import { podWith } from '../examples.ts';
import { isClusterKind } from '../set.ts';
import { isOwnGroup } from '../api-groups.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

const everywhere: Aliases = {
  trivy: ['KSV-0110'],
  checkov: ['CKV_K8S_21'],
  'kube-bench': ['5.6.4'],
  'kube-linter': ['use-namespace'],
  kyverno: ['disallow-default-namespace'],
};

/** Applications have namespaces of their own. */
export const defaultNamespace: KubernetesRule = {
  id: 'ADM-DEFAULT-NS',
  aliases: {
    trivy: ['KSV-0110'],
    checkov: ['CKV_K8S_21'],
    kics: ['k/using_unrecommended_namespace'],
    kubescape: [
      'C-0061',
      'C-0212',
      'pods-in-default-namespace',
      'endpoints-in-default-namespace',
      'endpointslice-in-default-namespace',
      'horizontalpodautoscaler-in-default-namespace',
      'lease-in-default-namespace',
      'persistentvolumeclaim-in-default-namespace',
      'replicationcontroller-in-default-namespace',
      'role-in-default-namespace',
      'rolebinding-in-default-namespace',
      'service-in-default-namespace',
      'serviceaccount-in-default-namespace',
      'configmap-in-default-namespace',
      'ingress-in-default-namespace',
      'networkpolicy-in-default-namespace',
      'poddisruptionbudget-in-default-namespace',
      'podtemplate-in-default-namespace',
      'resourcequota-in-default-namespace',
      'secret-in-default-namespace',
      'limitrange-in-default-namespace',
      'event-in-default-namespace',
      'controllerrevision-in-default-namespace',
      'csistoragecapacity-in-default-namespace',
    ],
    'kube-bench': ['5.6.4'],
    'kube-linter': ['use-namespace'],
    kyverno: ['disallow-default-namespace'],
  },
  severity: 'low',
  level: 'strict',
  family: 'namespace',
  title: { en: 'The object is in the namespace default', 'zh-CN': '对象位于 default 命名空间' },
  message: { en: 'The namespace is {namespace}', 'zh-CN': '命名空间为 {namespace}' },
  why: {
    en: 'Quotas, policies and permissions are given by namespace: in default everything shares them.',
    'zh-CN': '配额、策略与权限按命名空间授予：default 中所有对象共用。',
  },
  advice: { en: 'Make a namespace for each application.', 'zh-CN': '为每个应用建立命名空间。' },
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  bad: [podWith({ metadata: 'namespace: default' })],
  good: [
    podWith({ metadata: 'namespace: shop' }),
    `apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  ],
  check: (view, answer) => {
    if (isClusterKind(view.kind) || (!isOwnGroup(view.group) && view.pod === undefined)) {
      answer.notApplicable({ en: 'an object of the whole cluster', 'zh-CN': '属于整个集群的对象' });
      return;
    }
    const { namespace, kind } = view;
    const system = namespace === 'kube-system' || namespace === 'kube-public';
    if (namespace !== undefined && namespace !== 'default' && !system) return;
    const own = namespace === 'default' || namespace === undefined;
    // The API server keeps these two there itself.
    if (view.name === 'kubernetes' && (kind === 'Endpoints' || kind === 'Service')) return;
    const pods = view.pod !== undefined && kind !== 'ReplicationController';
    const name = pods ? 'pods' : kind.toLowerCase();
    const kubescape = ['C-0061', 'C-0212', `${name}-in-default-namespace`];
    failAt(view, answer, {
      path: ['metadata', 'namespace'],
      ...(namespace === undefined && { alsoPaths: [['metadata', 'name']] }),
      params: {
        namespace: namespace ?? { en: 'default (none is written)', 'zh-CN': 'default（未写明）' },
      },
      aliases: {
        kics: ['k/using_unrecommended_namespace'],
        ...(own && { ...everywhere, kubescape }),
      },
    });
  },
};
