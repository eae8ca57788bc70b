import type { CheckRule } from '../../contract.ts';
import { judgeSetting } from '../settings.ts';
import type { DaemonView } from '../view.ts';

/** Logs of containers stay where an intruder is. */
export const remoteLog: CheckRule<DaemonView> = {
  id: 'DMN-REMOTE-LOG',
  aliases: { 'docker-bench': ['2.13'] },
  severity: 'low',
  family: 'logging',
  title: { en: 'Container logs stay on the host', 'zh-CN': '容器日志仅保存在本机' },
  why: {
    en: 'Logs that lie only on the host are gone with it, or changed by who took it over.',
    'zh-CN': '只存放在主机上的日志会随主机丢失，或被入侵者篡改。',
  },
  advice: {
    en: 'Use syslog, journald with forwarding, fluentd or another driver that sends them away.',
    'zh-CN': '使用 syslog、转发的 journald、fluentd 等可外送日志的驱动。',
  },
  references: ['https://docs.docker.com/engine/logging/configure/'],
  bad: ['{}', '{"log-driver": "none"}', '{"info": {"value": {"LoggingDriver": "json-file"}}}'],
  good: ['{"log-driver": "fluentd"}', '{"info": {"value": {"LoggingDriver": "syslog"}}}'],
  check: (view, answer) => {
    judgeSetting(view, answer, {
      name: 'log-driver',
      good: (value) =>
        typeof value === 'string' && !['json-file', 'local', 'none', ''].includes(value),
      wanted: { en: 'a driver that sends logs away', 'zh-CN': '将日志发送到别处的驱动' },
      json: '"journald"',
    });
  },
};
