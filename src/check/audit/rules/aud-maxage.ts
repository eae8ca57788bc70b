import { atLeast, auditPage } from '../api-server.ts';
import { apiServerWith, podWith } from '../../kubernetes/examples.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** API servers whose audit-log-maxage is too small. */
export const audMaxage: KubernetesRule = {
  id: 'AUD-MAXAGE',
  aliases: {
    trivy: ['KCV-0020'],
    checkov: ['CKV_K8S_92'],
    kics: ['k/audit_log_maxage_not_properly_set'],
    kubescape: [
      'C-0131',
      'ensure-that-the-api-server-audit-log-maxage-argument-is-set-to-30-or-as-appropriate',
    ],
    'kube-bench': ['1.2.17'],
  },
  severity: 'low',
  family: 'audit',
  title: { en: 'Audit logs are deleted too soon', 'zh-CN': '审计日志删除过早' },
  message: {
    en: '{flag} is {found}, wanted at least {wanted}',
    'zh-CN': '{flag} 为 {found}，应至少为 {wanted}',
  },
  why: {
    en: 'Intrusions are found after weeks: what was deleted before then tells nobody how they began.',
    'zh-CN': '入侵往往数周后才被发现，提前删除的日志无法再说明其起因。',
  },
  advice: {
    en: 'Set --audit-log-maxage=30 or more, or send the log elsewhere and keep it there.',
    'zh-CN': '设置 --audit-log-maxage=30 或更大，或将日志发送到别处保存。',
  },
  references: [auditPage],
  options: { minimum: 30 },
  bad: [apiServerWith('--audit-log-maxage=29'), apiServerWith('--secure-port=6443')],
  good: [apiServerWith('--audit-log-maxage=30'), podWith()],
  check: (view, answer) => {
    atLeast(view, answer, { flag: 'audit-log-maxage', wanted: Number(answer.option('minimum')) });
  },
};
