import type { CheckRule } from '../../contract.ts';
import { settingOf, sourcesText } from '../settings.ts';
import { daemonFault } from '../fault.ts';
import { printable } from '../../../model/index.ts';
import type { DaemonView } from '../view.ts';
import { joined, semicolon } from '../../words.ts';

/** The API on a network port without a check of who calls. */
export const apiTls: CheckRule<DaemonView> = {
  id: 'DMN-TLS',
  aliases: { 'docker-bench': ['2.7'] },
  severity: 'critical',
  family: 'api',
  title: {
    en: 'Docker API open without client certificates',
    'zh-CN': 'Docker API 未校验客户端证书',
  },
  message: {
    en: 'The Docker API listens on {host} and asks nobody for a certificate',
    'zh-CN': 'Docker API 在 {host} 监听，且不校验客户端证书',
  },
  why: {
    en: 'Whoever reaches this port starts containers with the disks of the host: it is root for everybody on the network.',
    'zh-CN': '能访问该端口的人都可启动挂载主机磁盘的容器：等于向整个网络开放 root。',
  },
  advice: {
    en: 'Use the socket or ssh://; for a port set tlsverify with a CA of your own.',
    'zh-CN': '使用套接字或 ssh://；必须开放端口时启用 tlsverify 并使用自有 CA。',
  },
  references: ['https://docs.docker.com/engine/security/protect-access/'],
  bad: [
    '{"hosts": ["tcp://0.0.0.0:2375"]}',
    '{"commandLine": {"value": ["dockerd", "-H", "tcp://0.0.0.0:2376", "--tls"]}, "file": {"absent": true}}',
  ],
  good: [
    '{}',
    '{"hosts": ["tcp://0.0.0.0:2376"], "tlsverify": true}',
    '{"commandLine": {"value": ["dockerd", "-H", "fd://"]}, "file": {"absent": true}}',
  ],
  check: (view, answer) => {
    const hosts = settingOf(view, 'hosts');
    const verify = settingOf(view, 'tlsverify');
    if (hosts.state === 'unread' || verify.state === 'unread')
      return answer.couldNotRead(sourcesText(view, 'hosts', hosts));
    const said = [hosts.value, ...view.sockets].flat();
    const open = said.filter(
      (host): host is string => typeof host === 'string' && /^(?:tcp:\/\/|\d|\[|:)/.test(host),
    );
    if (open.length === 0) return answer.passed(sourcesText(view, 'hosts', hosts));
    if (verify.value === true) return answer.passed(sourcesText(view, 'tlsverify', verify));
    for (const host of open) {
      const fault = daemonFault(view, {
        name: 'hosts',
        observed: joined(
          [sourcesText(view, 'hosts', hosts), sourcesText(view, 'tlsverify', verify)],
          semicolon,
        ),
        wanted: { en: 'no port, or tlsverify', 'zh-CN': '不监听端口，或启用 tlsverify' },
        command: 'dockerd --tlsverify --tlscacert=ca.pem --tlscert=cert.pem --tlskey=key.pem',
      });
      const local = /^(?:tcp:\/\/)?(?:127\.|localhost|\[::1\])/.test(host);
      answer.fail({
        ...fault,
        params: { host: printable(host) },
        ...(local ? { severity: 'high' } : {}),
      });
    }
  },
};
