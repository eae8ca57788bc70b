import { required, unless } from './flag-rule.ts';
import type { FlagRow } from './flag-rule.ts';

/** The audit log of kube-apiserver; a new setting is one row. */
export const apiServerAudit: readonly FlagRow[] = [
  {
    id: 'AUD-POLICY',
    component: 'kube-apiserver',
    severity: 'medium',
    aliases: {
      kics: ['k/audit_policy_file_not_defined', '13a49a2e-488e-4309-a7c0-d6b05577a5fb'],
      kubescape: [
        'C-0160',
        'C-0067',
        'k8s-audit-logs-enabled-native',
        'k8s-audit-logs-enabled-native-cis',
      ],
      'kube-bench': ['3.2.1'],
    },
    title: { en: 'nothing is audited', 'zh-CN': '没有审计策略' },
    why: { en: 'Nobody can tell afterwards who did what.', 'zh-CN': '事后无法得知谁做了什么。' },
    wanted: '--audit-policy-file=FILE',
    ...required('audit-policy-file'),
    bad: '',
    good: '--audit-policy-file=/a.yaml',
  },
  {
    id: 'AUD-PATH',
    component: 'kube-apiserver',
    severity: 'medium',
    aliases: {
      trivy: ['KCV-0019'],
      checkov: ['CKV_K8S_91'],
      kics: ['k/audit_log_path_not_set', '73e251f0-363d-4e53-86e2-0a93592437eb'],
      kubescape: ['C-0130', 'ensure-that-the-api-server-audit-log-path-argument-is-set'],
      'kube-bench': ['1.2.16'],
    },
    title: { en: 'the audit log is written nowhere', 'zh-CN': '审计日志未写入' },
    why: { en: 'A policy without a log records nothing.', 'zh-CN': '有策略而无日志等于没有记录。' },
    wanted: '--audit-log-path=FILE',
    ...required('audit-log-path'),
    bad: '',
    good: '--audit-log-path=/a.log',
  },
  {
    id: 'AUD-MAXAGE',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0020'],
      checkov: ['CKV_K8S_92'],
      kics: ['k/audit_log_maxage_not_properly_set', 'da9f3aa8-fbfb-472f-b5a1-576127944218'],
      kubescape: [
        'C-0131',
        'ensure-that-the-api-server-audit-log-maxage-argument-is-set-to-30-or-as-appropriate',
      ],
      'kube-bench': ['1.2.17'],
    },
    title: { en: 'audit logs are kept too short', 'zh-CN': '审计日志保留不足' },
    why: {
      en: 'What is needed to understand a break-in is gone when it is found.',
      'zh-CN': '发现入侵时所需的记录已被删除。',
    },
    wanted: '--audit-log-maxage=30',
    ...unless('audit-log-maxage', (value) => Number(value ?? 0) >= 30),
    bad: '--audit-log-maxage=1',
    good: '--audit-log-maxage=30',
  },
  {
    id: 'AUD-MAXBACKUP',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0021'],
      checkov: ['CKV_K8S_93'],
      kics: ['k/audit_log_maxbackup_not_properly_set', '768aab52-2504-4a2f-a3e3-329d5a679848'],
      kubescape: [
        'C-0132',
        'ensure-that-the-api-server-audit-log-maxbackup-argument-is-set-to-10-or-as-appropriate',
      ],
      'kube-bench': ['1.2.18'],
    },
    title: { en: 'audit logs are kept too short', 'zh-CN': '审计日志保留不足' },
    why: {
      en: 'What is needed to understand a break-in is gone when it is found.',
      'zh-CN': '发现入侵时所需的记录已被删除。',
    },
    wanted: '--audit-log-maxbackup=10',
    ...unless('audit-log-maxbackup', (value) => Number(value ?? 0) >= 10),
    bad: '--audit-log-maxbackup=1',
    good: '--audit-log-maxbackup=10',
  },
  {
    id: 'AUD-MAXSIZE',
    component: 'kube-apiserver',
    severity: 'low',
    aliases: {
      trivy: ['KCV-0022'],
      checkov: ['CKV_K8S_94'],
      kics: ['k/audit_log_maxsize_not_properly_set', '35c0a471-f7c8-4993-aa2c-503a3c712a66'],
      kubescape: [
        'C-0133',
        'ensure-that-the-api-server-audit-log-maxsize-argument-is-set-to-100-or-as-appropriate',
      ],
      'kube-bench': ['1.2.19'],
    },
    title: { en: 'audit logs are kept too short', 'zh-CN': '审计日志保留不足' },
    why: {
      en: 'What is needed to understand a break-in is gone when it is found.',
      'zh-CN': '发现入侵时所需的记录已被删除。',
    },
    wanted: '--audit-log-maxsize=100',
    ...unless('audit-log-maxsize', (value) => Number(value ?? 0) >= 100),
    bad: '--audit-log-maxsize=1',
    good: '--audit-log-maxsize=100',
    idsFor: (value) =>
      value === undefined
        ? undefined
        : { kics: ['k/audit_log_maxsize_not_properly_set'], 'kube-bench': ['1.2.19'] },
  },
];
