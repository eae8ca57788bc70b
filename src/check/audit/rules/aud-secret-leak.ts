import { auditPage } from '../api-server.ts';
import { confidential, decisionsFor, isAuditPolicy } from '../policy.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const leaking = new Set(['Request', 'RequestResponse']);
const watched = [...confidential, { group: '', resource: 'serviceaccounts/token' }];

/** Audit policies that write Secrets into the log. */
export const audSecretLeak: KubernetesRule = {
  id: 'AUD-SECRET-LEAK',
  aliases: {},
  severity: 'high',
  family: 'audit',
  title: {
    en: 'The audit policy writes Secrets into the log',
    'zh-CN': '审计策略会把 Secret 写入日志',
  },
  message: {
    en: 'Rule {rule} writes down {resource} at the level {level}: what they hold lies in the log',
    'zh-CN': '规则 {rule} 以 {level} 级别记录 {resource}，其内容会出现在日志中',
  },
  why: {
    en: 'At Request and RequestResponse the object itself is written down. Logs are read by more people than Secrets, kept longer, and sent to other systems.',
    'zh-CN':
      'Request 与 RequestResponse 级别会记录对象本身；日志的读者比 Secret 多，保存更久，还会发往其他系统。',
  },
  advice: {
    en: 'Put a rule "level: Metadata" for secrets, configmaps, serviceaccounts/token and tokenreviews before rules that write down more.',
    'zh-CN':
      '在更详细的规则之前，为 secrets、configmaps、serviceaccounts/token 与 tokenreviews 添加 level: Metadata 规则。',
  },
  references: [auditPage],
  bad: [
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: RequestResponse
`,
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Request
    resources: [{ group: '', resources: [secrets, pods] }]
  - level: Metadata
`,
  ],
  good: [
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
    resources:
      - { group: '', resources: [secrets, configmaps, serviceaccounts/token] }
      - { group: authentication.k8s.io, resources: [tokenreviews] }
  - level: RequestResponse
`,
    `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
`,
  ],
  check: (view, answer) => {
    if (!isAuditPolicy(view)) {
      answer.notApplicable({ en: 'no audit policy', 'zh-CN': '没有审计策略' });
      return;
    }
    for (const one of watched) {
      for (const { level, path } of decisionsFor(view, one)) {
        if (!leaking.has(level)) continue;
        answer.fail({
          at: view.at([...path, 'level']),
          params: { rule: `#${Number(path[1]) + 1}`, resource: one.resource, level },
        });
        break;
      }
    }
  },
};
