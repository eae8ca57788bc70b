import { askFlag, auditPage } from '../api-server.ts';
import { apiServerWith, podWith } from '../../kubernetes/examples.ts';
import { clusterOf, switchedOff } from '../../kubernetes/cloud/clusters.ts';
import { failAt } from '../../kubernetes/judge.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** API servers that were given no audit policy. */
export const audPolicy: KubernetesRule = {
  id: 'AUD-POLICY',
  aliases: {
    kics: ['k/audit_policy_file_not_defined'],
    kubescape: [
      'C-0160',
      'C-0067',
      'k8s-audit-logs-enabled-native',
      'k8s-audit-logs-enabled-native-cis',
      'k8s-audit-logs-enabled-cloud',
    ],
    'kube-bench': ['3.2.1'],
  },
  severity: 'medium',
  family: 'audit',
  title: { en: 'The API server has no audit policy', 'zh-CN': 'API server 没有审计策略' },
  why: {
    en: 'Without a policy nothing is audited, whatever path is given for the log.',
    'zh-CN': '没有策略时，无论是否设置日志路径都不会记录任何审计事件。',
  },
  advice: {
    en: 'Write a policy and name it by --audit-policy-file.',
    'zh-CN': '编写审计策略并用 --audit-policy-file 指定。',
  },
  references: [auditPage],
  bad: [apiServerWith('--audit-log-path=/var/log/audit.log')],
  good: [apiServerWith('--audit-policy-file=/etc/kubernetes/audit.yaml'), podWith()],
  check: (view, answer) => {
    if (clusterOf(view) !== undefined) {
      const off = switchedOff(view, 'auditLog');
      if (off === undefined) return;
      const { service, ...rest } = off;
      failAt(view, answer, {
        ...rest,
        message: {
          en: 'The cluster of {service} keeps no audit log',
          'zh-CN': '{service} 集群未保留审计日志',
        },
        params: { service },
        aliases: { kubescape: ['C-0067', 'k8s-audit-logs-enabled-cloud'] },
      });
      return;
    }
    askFlag(view, answer, { name: 'audit-policy-file', isGood: (value) => value !== '' });
  },
};
