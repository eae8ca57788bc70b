import { auditPage } from '../api-server.ts';
import { confidential, decisionFor, isAuditPolicy, type Audited } from '../policy.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const wanted: readonly Audited[] = [
  ...confidential,
  { group: '', resource: 'pods' },
  { group: 'apps', resource: 'deployments' },
  { group: '', resource: 'pods/exec' },
  { group: '', resource: 'pods/portforward' },
  { group: '', resource: 'pods/proxy' },
  { group: '', resource: 'services/proxy' },
];

/** Audit policies that leave out what an investigation asks for. */
export const audCoverage: KubernetesRule = {
  id: 'AUD-COVERAGE',
  aliases: {
    kics: ['k/audit_policy_not_cover_key_security_concerns'],
    kubescape: ['C-0161', 'C-0254', 'audit-policy-content'],
    'kube-bench': ['3.2.2'],
  },
  severity: 'low',
  family: 'audit',
  title: {
    en: 'The audit policy leaves out what an investigation asks for',
    'zh-CN': '审计策略遗漏了调查所需的内容',
  },
  message: {
    en: 'Requests for {resource} are not written down',
    'zh-CN': '对 {resource} 的请求未被记录',
  },
  why: {
    en: 'Who read Secrets, ran commands in pods, forwarded ports or changed workloads are the first questions after an intrusion.',
    'zh-CN':
      '入侵之后首先要问的就是：谁读取了 Secret、谁在 Pod 中执行命令、谁转发端口、谁修改了工作负载。',
  },
  advice: {
    en: 'Log Secrets, ConfigMaps and token reviews at Metadata, the rest at Metadata or more; a last rule "level: Metadata" covers everything.',
    'zh-CN':
      '对 Secret、ConfigMap、TokenReview 使用 Metadata 级别，其余使用 Metadata 或更高；最后加一条 level: Metadata 可覆盖全部。',
  },
  references: [auditPage],
  bad: [
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: None
    resources: [{ group: '', resources: [secrets] }]
  - level: Metadata
`,
  ],
  good: [
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
`,
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: None
    users: ['system:kube-proxy']
    resources: [{ group: '', resources: [endpoints] }]
  - level: Metadata
`,
  ],
  check: (view, answer) => {
    if (!isAuditPolicy(view)) {
      answer.notApplicable({ en: 'no audit policy', 'zh-CN': '没有审计策略' });
      return;
    }
    for (const one of wanted) {
      const level = decisionFor(view, one)?.level ?? 'None';
      if (level !== 'None' && level !== '') continue;
      answer.fail({ at: view.at(['rules']), params: { resource: one.resource } });
    }
  },
};
