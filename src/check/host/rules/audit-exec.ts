import { asIs } from '../../words.ts';
import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { auditRulesOf, execRules, isScoped } from '../audit.ts';
import { printable } from '../../../model/index.ts';
import type { HostView } from '../view.ts';

/** Recording of programs that start: none, or of the whole host without a scope. */
export const auditExec: CheckRule<HostView> = {
  id: 'AUDITD-EXEC',
  aliases: {},
  severity: 'low',
  family: 'auditd',
  title: { en: 'Program starts are not audited with a scope', 'zh-CN': '未按范围审计程序启动' },
  why: {
    en: 'Without a rule nothing tells what ran in a container. A rule without a scope records the whole host: gigabytes a day, and what matters is lost among them.',
    'zh-CN':
      '没有规则则无从得知容器内运行过什么；规则不限范围则会记录整台主机，每天数 GB，重要信息被淹没。',
  },
  advice: {
    en: 'Record execve with a key and a scope: -a always,exit -F arch=b64 -S execve -F ppid or subj_type or uid of the containers -k container-exec.',
    'zh-CN':
      '为 execve 规则加上 key 与范围：-a always,exit -F arch=b64 -S execve 加 ppid、subj_type 或容器 uid，再加 -k container-exec。',
  },
  references: ['https://man7.org/linux/man-pages/man7/audit.rules.7.html'],
  bad: [
    '{"auditRules": {"value": ["-a always,exit -F arch=b64 -S execve -k exec"]}}',
    '{"auditRules": {"value": []}}',
    '{"auditRules": {"value": ["-a always,exit -F arch=b64 -S execve -F uid>=100000"]}}',
  ],
  good: [
    '{"auditRules": {"value": ["-a always,exit -F arch=b64 -S execve -F uid>=100000 -k container-exec"]}}',
    '{"auditRules": {"value": ["-a always,exit -F arch=b64 -S execve,execveat -F subj_type=container_t -F key=container"]}}',
  ],
  check: (view, answer) => {
    if (view.auditRules === undefined)
      return answer.notApplicable({
        en: 'the audit rules were not asked for',
        'zh-CN': '未查询审计规则',
      });
    if (view.auditRules.state === 'unread')
      return answer.couldNotRead(
        unreadWords(
          { en: `audit rules (${view.auditSource})`, 'zh-CN': `审计规则（${view.auditSource}）` },
          view.auditRules.code,
        ),
      );
    const rules = execRules(auditRulesOf(valueOf(view.auditRules) ?? []));
    const command =
      "echo '-a always,exit -F arch=b64 -S execve -F uid>=100000 -k container-exec' >> /etc/audit/rules.d/docker.rules && augenrules --load";
    const wanted = 'a rule for execve with a scope (-F uid, exe, ppid, subj_type) and a key';
    if (rules.length === 0)
      return answer.fail(
        hostFault({
          path: view.auditSource,
          observed:
            view.auditRules.state === 'absent' ? 'auditd is not installed' : 'no rule for execve',
          wanted,
          command,
        }),
      );
    for (const rule of rules) {
      const missing = [...(isScoped(rule) ? [] : ['scope']), ...(rule.key === '' ? ['key'] : [])];
      if (missing.length === 0) answer.passed(asIs(printable(rule.text)));
      else
        answer.fail(
          hostFault({
            path: view.auditSource,
            observed: `"${rule.text}" has no ${missing.join(' and no ')}`,
            wanted,
            command,
          }),
        );
    }
  },
};
