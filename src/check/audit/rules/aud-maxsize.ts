import { atLeast, auditPage } from '../api-server.ts';
import { apiServerWith, podWith } from '../../kubernetes/examples.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** API servers whose audit-log-maxsize is too small. */
export const audMaxsize: KubernetesRule = {
  id: 'AUD-MAXSIZE',
  aliases: {
    trivy: ['KCV-0022'],
    checkov: ['CKV_K8S_94'],
    kics: ['k/audit_log_maxsize_not_properly_set'],
    kubescape: [
      'C-0133',
      'ensure-that-the-api-server-audit-log-maxsize-argument-is-set-to-100-or-as-appropriate',
    ],
    'kube-bench': ['1.2.19'],
  },
  severity: 'low',
  family: 'audit',
  title: { en: 'Audit log files are too small', 'zh-CN': '审计日志文件过小' },
  message: {
    en: '{flag} is {found}, wanted at least {wanted}',
    'zh-CN': '{flag} 为 {found}，应至少为 {wanted}',
  },
  why: {
    en: 'Small files turn over quickly, and with a bounded number of them the past is short.',
    'zh-CN': '文件过小会快速轮换，在数量受限时可回溯的时间很短。',
  },
  advice: {
    en: 'Set --audit-log-maxsize=100 (megabytes) or more.',
    'zh-CN': '设置 --audit-log-maxsize=100（MB）或更大。',
  },
  references: [auditPage],
  options: { minimum: 100 },
  bad: [apiServerWith('--audit-log-maxsize=99'), apiServerWith('--secure-port=6443')],
  good: [apiServerWith('--audit-log-maxsize=100'), podWith()],
  check: (view, answer) => {
    atLeast(view, answer, { flag: 'audit-log-maxsize', wanted: Number(answer.option('minimum')) });
  },
};
