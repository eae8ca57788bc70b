import type { CheckRule } from '../../contract.ts';
import { hostFault } from '../fault.ts';
import { valueOf, unreadWords } from '../../fact.ts';
import { auditRulesOf, watches } from '../audit.ts';
import { printable } from '../../../model/index.ts';
import type { HostView } from '../view.ts';

/** Files that every use of the API from this machine passes. */
const ways: readonly string[] = [
  '/run/docker.sock',
  '/var/run/docker.sock',
  '/usr/bin/docker',
  '/usr/local/bin/docker',
];

/** Whether anything records who used the API of the daemon. */
export const apiAudit: CheckRule<HostView> = {
  id: 'DMN-API-AUDIT',
  aliases: {},
  severity: 'medium',
  family: 'api',
  title: { en: 'Use of the Docker API is not logged', 'zh-CN': '未记录 Docker API 的使用' },
  why: {
    en: 'The daemon keeps no record of who created, changed or entered a container. After an incident nothing tells who did it.',
    'zh-CN': '守护进程不记录谁创建、更改或进入了容器。事后无从追查。',
  },
  advice: {
    en: 'Watch the socket and the client with auditd, or use an authorization plugin that logs.',
    'zh-CN': '用 auditd 监视套接字与客户端，或使用带日志的授权插件。',
  },
  references: [
    'https://man7.org/linux/man-pages/man7/audit.rules.7.html',
    'https://docs.docker.com/engine/extend/plugins_authorization/',
  ],
  bad: [
    '{"auditRules": {"value": ["-w /etc/docker -k docker"]}}',
    '{"auditRules": {"absent": true}}',
  ],
  good: [
    '{"auditRules": {"value": ["-w /var/run/docker.sock -p rwxa -k docker-api"]}}',
    '{"auditRules": {"value": ["-a always,exit -F path=/usr/bin/docker -F perm=x -F key=docker"]}}',
    '{"auditRules": {"absent": true}, "authorizationPlugins": ["casbin"]}',
  ],
  check: (view, answer) => {
    if (view.authorizationPlugins.length > 0)
      return answer.passed({
        en: `authorization plugin ${printable(view.authorizationPlugins.join(', '))} sees every call`,
        'zh-CN': `授权插件 ${printable(view.authorizationPlugins.join('、'))} 可见所有调用`,
      });
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
    const rules = auditRulesOf(valueOf(view.auditRules) ?? []);
    const seen = ways.filter((path) => watches(rules, path));
    if (seen.length > 0)
      return answer.passed({
        en: `audit rule on ${seen.join(', ')}`,
        'zh-CN': `审计规则监视 ${seen.join('、')}`,
      });
    answer.fail(
      hostFault({
        path: '/run/docker.sock',
        observed:
          view.auditRules.state === 'absent'
            ? 'auditd is not installed, and there is no authorization plugin'
            : 'no audit rule on socket or client, and no authorization plugin',
        wanted: { en: 'a record of who uses the API', 'zh-CN': 'API 使用者的记录' },
        command:
          "echo '-w /run/docker.sock -p rwxa -k docker-api' >> /etc/audit/rules.d/docker.rules && augenrules --load",
      }),
    );
  },
};
