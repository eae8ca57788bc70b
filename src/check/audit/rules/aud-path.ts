import { askFlag, auditPage } from '../api-server.ts';
import { apiServerWith, podWith } from '../../kubernetes/examples.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** API servers that write no audit log. */
export const audPath: KubernetesRule = {
  id: 'AUD-PATH',
  aliases: {
    trivy: ['KCV-0019'],
    checkov: ['CKV_K8S_91'],
    kics: ['k/audit_log_path_not_set'],
    kubescape: ['C-0130', 'ensure-that-the-api-server-audit-log-path-argument-is-set'],
    'kube-bench': ['1.2.16'],
  },
  severity: 'medium',
  family: 'audit',
  title: { en: 'The API server writes no audit log', 'zh-CN': 'API server 未写审计日志' },
  why: {
    en: 'Without a log nobody can say who read the Secrets, and when.',
    'zh-CN': '没有日志就无法得知谁在何时读取了 Secret。',
  },
  advice: {
    en: 'Set --audit-log-path, or a webhook (--audit-webhook-config-file), together with --audit-policy-file.',
    'zh-CN':
      '设置 --audit-log-path 或 Webhook（--audit-webhook-config-file），并同时设置 --audit-policy-file。',
  },
  references: [auditPage],
  bad: [apiServerWith('--secure-port=6443')],
  good: [apiServerWith('--audit-log-path=/var/log/kubernetes/audit.log'), podWith()],
  check: (view, answer) => {
    askFlag(view, answer, { name: 'audit-log-path', isGood: (value) => value !== '' });
  },
};
