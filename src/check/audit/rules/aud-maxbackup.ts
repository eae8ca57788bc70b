import { atLeast, auditPage } from '../api-server.ts';
import { apiServerWith, podWith } from '../../kubernetes/examples.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** API servers whose audit-log-maxbackup is too small. */
export const audMaxbackup: KubernetesRule = {
  id: 'AUD-MAXBACKUP',
  aliases: {
    trivy: ['KCV-0021'],
    checkov: ['CKV_K8S_93'],
    kics: ['k/audit_log_maxbackup_not_properly_set'],
    kubescape: [
      'C-0132',
      'ensure-that-the-api-server-audit-log-maxbackup-argument-is-set-to-10-or-as-appropriate',
    ],
    'kube-bench': ['1.2.18'],
  },
  severity: 'low',
  family: 'audit',
  title: { en: 'Too few audit logs are kept', 'zh-CN': '保留的审计日志文件过少' },
  message: {
    en: '{flag} is {found}, wanted at least {wanted}',
    'zh-CN': '{flag} 为 {found}，应至少为 {wanted}',
  },
  why: {
    en: 'Whoever makes many requests turns the log over and pushes out what they did before.',
    'zh-CN': '大量请求会使日志轮换，从而挤掉此前的记录。',
  },
  advice: {
    en: 'Set --audit-log-maxbackup=10 or more.',
    'zh-CN': '设置 --audit-log-maxbackup=10 或更大。',
  },
  references: [auditPage],
  options: { minimum: 10 },
  bad: [apiServerWith('--audit-log-maxbackup=9'), apiServerWith('--secure-port=6443')],
  good: [apiServerWith('--audit-log-maxbackup=10'), podWith()],
  check: (view, answer) => {
    atLeast(view, answer, {
      flag: 'audit-log-maxbackup',
      wanted: Number(answer.option('minimum')),
    });
  },
};
