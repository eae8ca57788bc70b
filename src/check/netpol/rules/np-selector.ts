import { denyAll, webFromFront } from '../examples.ts';
import { isSet } from '../../kubernetes/fields.ts';
import { policyAt, policyPage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Policies whose rules let something in or out of every pod of a namespace. */
export const npSelector: KubernetesRule = {
  id: 'NP-SELECTOR',
  aliases: { trivy: ['KSV-0038'], kyverno: ['restrict-networkpolicy-empty-podselector'] },
  severity: 'medium',
  family: 'netpol',
  title: {
    en: 'A policy opens every pod of its namespace',
    'zh-CN': '策略对命名空间内所有 Pod 放行',
  },
  message: {
    en: 'Its rules hold for every pod of the namespace {namespace}',
    'zh-CN': '其规则对命名空间 {namespace} 的所有 Pod 生效',
  },
  why: {
    en: 'An empty podSelector is right for denying. With rules that allow, it opens pods that were never meant, and those that come later.',
    'zh-CN': '空的 podSelector 适用于拒绝；若用于放行，会连带开放本不该开放的以及以后新增的 Pod。',
  },
  advice: {
    en: 'Select the pods that the rule is about by their labels.',
    'zh-CN': '用标签选中规则所针对的 Pod。',
  },
  references: [policyPage],
  bad: [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open, namespace: shop }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: {} }]
`,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: none, namespace: shop }
spec:
  policyTypes: [Ingress]
  ingress: [{}]
`,
  ],
  good: [denyAll, webFromFront],
  check: (view, answer) => {
    const { policy } = policyAt(view, answer) ?? {};
    if (policy?.namespace === undefined || policy.subject.pods.requirements.length > 0) return;
    if ([...(policy.ingress ?? []), ...(policy.egress ?? [])].length === 0) return;
    const path = isSet(view.spec['podSelector']) ? ['spec', 'podSelector'] : ['spec'];
    answer.fail({ at: view.at(path), params: { namespace: policy.namespace } });
  },
};
