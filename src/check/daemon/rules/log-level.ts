import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** The level of the daemon's own log. */
export const logLevel: CheckRule<DaemonView> = {
  id: 'DMN-LOGLEVEL',
  aliases: { 'docker-bench': ['2.3'] },
  severity: 'low',
  family: 'logging',
  title: { en: 'Log level is not info', 'zh-CN': '日志级别不是 info' },
  why: {
    en: 'Debug logs hold too much, among it what passes the API; warn and above leave out who did what.',
    'zh-CN': 'debug 记录过多（包括经过 API 的内容）;warn 及以上则缺少操作记录。',
  },
  advice: { en: 'Set "log-level": "info".', 'zh-CN': '设置 "log-level": "info"。' },
  references: ['https://docs.docker.com/reference/cli/dockerd/'],
  bad: ['{"log-level": "debug"}', '{"log-level": "error"}'],
  good: ['{}', '{"log-level": "info"}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'log-level',
      good: (value) => value === 'info',
      wanted: 'info',
      json: '"info"',
      edit: 'sure',
    });
  },
};
