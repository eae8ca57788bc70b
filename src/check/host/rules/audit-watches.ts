import type { CheckRule } from '../../contract.ts';
import { answerTogether } from '../items.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { auditRulesOf, watches } from '../audit.ts';
import { auditPaths } from '../benchmark-files.ts';
import { fileOf } from '../view.ts';
import type { ItemState } from '../items.ts';
import type { HostView } from '../view.ts';

/** Audit rules for the files that Docker is made of. */
export const auditWatches: CheckRule<HostView> = {
  id: 'DMN-AUDIT',
  aliases: {
    'docker-bench': [
      '1.1.3',
      '1.1.4',
      '1.1.5',
      '1.1.6',
      '1.1.7',
      '1.1.8',
      '1.1.9',
      '1.1.10',
      '1.1.11',
      '1.1.12',
      '1.1.13',
      '1.1.14',
      '1.1.15',
      '1.1.16',
      '1.1.17',
      '1.1.18',
    ],
  },
  severity: 'medium',
  family: 'auditd',
  title: { en: 'Docker files are not audited', 'zh-CN': '未审计 Docker 文件' },
  message: { en: 'No audit rule watches {path}', 'zh-CN': '没有审计规则监视 {path}' },
  why: {
    en: 'A changed daemon, runtime or unit runs as root; without a rule nobody learns who changed it.',
    'zh-CN': '被更改的守护进程、运行时或单元以 root 运行；没有规则则无人知道是谁改的。',
  },
  advice: {
    en: 'Add -w PATH -k docker to /etc/audit/rules.d/docker.rules and run augenrules --load.',
    'zh-CN':
      '在 /etc/audit/rules.d/docker.rules 中加入 -w PATH -k docker，并执行 augenrules --load。',
  },
  references: ['https://man7.org/linux/man-pages/man7/audit.rules.7.html'],
  bad: [
    '{"files": {"/etc/docker": {"value": {"mode": "0755", "user": "root", "group": "root"}}}, "auditRules": {"value": []}}',
    '{"files": {"/etc/docker": {"value": {"mode": "0755", "user": "root", "group": "root"}}}, "auditRules": {"absent": true}}',
  ],
  good: [
    '{"files": {"/etc/docker": {"value": {"mode": "0755", "user": "root", "group": "root"}}}, "auditRules": {"value": ["-w /etc/docker -p wa -k docker"]}}',
    '{"files": {"/etc/docker/daemon.json": {"value": {"mode": "0644", "user": "root", "group": "root"}}, "/etc/docker": {"absent": true}}, "auditRules": {"value": ["-a always,exit -F dir=/etc/docker -F perm=wa -F key=docker"]}}',
  ],
  check: (view, answer) => {
    if (view.auditRules?.state === 'unread')
      return answer.couldNotRead(
        unreadWords(
          { en: `audit rules (${view.auditSource})`, 'zh-CN': `审计规则（${view.auditSource}）` },
          view.auditRules.code,
        ),
      );
    if (view.auditRules === undefined)
      return answer.notApplicable({
        en: 'the audit rules were not asked for',
        'zh-CN': '未查询审计规则',
      });
    const rules = auditRulesOf(valueOf(view.auditRules) ?? []);
    const items = auditPaths.map(({ item, paths }): ItemState => {
      const found = paths.find((path) => fileOf(view, path).state === 'value');
      const refused = paths
        .map((path) => fileOf(view, path))
        .find((fact) => fact.state === 'unread');
      const path = found ?? paths[0] ?? '';
      if (found === undefined && refused?.state === 'unread' && refused.code !== 'NOT_ASKED')
        return { item, state: 'could-not-read', path, observed: refused.code, wanted: '' };
      if (found === undefined)
        return {
          item,
          state: 'not-applicable',
          path,
          observed: { en: 'is not there', 'zh-CN': '不存在' },
          wanted: '',
        };
      const seen = watches(rules, path);
      return {
        item,
        state: seen ? 'pass' : 'fail',
        path,
        observed: seen
          ? 'is watched'
          : view.auditRules?.state === 'absent'
            ? 'auditd is not installed'
            : 'no audit rule',
        wanted: { en: 'a rule that watches it', 'zh-CN': '监视它的规则' },
      };
    });
    const missing = items
      .filter(({ state }) => state === 'fail')
      .map(({ path }) => `-w ${path} -k docker`);
    const install = view.auditRules.state === 'absent' ? 'apt-get install -y auditd && ' : '';
    answerTogether(
      answer,
      items,
      `${install}printf '%s\\n' ${missing.map((line) => `'${line}'`).join(' ')} >> /etc/audit/rules.d/docker.rules && augenrules --load`,
    );
  },
};
