import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shellWord } from '../fault.ts';
import { listOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Published host ports below 1024. */
export const privilegedPort: CheckRule<ContainerView> = {
  id: 'CTR-PORT-PRIV',
  aliases: { 'docker-bench': ['5.8'] },
  severity: 'medium',
  family: 'ports',
  title: { en: 'Privileged host port published', 'zh-CN': '发布了主机特权端口' },
  why: {
    en: 'Ports below 1024 are those that clients trust to belong to the system: ssh, mail, name service.',
    'zh-CN': '低于 1024 的端口被客户端视为系统服务：ssh、邮件、域名等。',
  },
  advice: {
    en: 'Publish a port above 1023, or put a reverse proxy in front. 80 and 443 are allowed by default.',
    'zh-CN': '使用 1023 以上的端口，或前置反向代理。默认允许 80 与 443。',
  },
  references: ['https://www.iana.org/assignments/service-names-port-numbers/'],
  options: { allowed: ['80', '443'] },
  bad: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"25/tcp": [{"HostIp": "", "HostPort": "25"}]}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "80"}]}}}',
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "8080"}]}}}',
  ],
  check: (view, answer) => {
    const allowed = new Set(listOf(answer.option('allowed')));
    for (const port of view.ports) {
      if (port.hostPort === 0 || port.hostPort > 1023 || allowed.has(String(port.hostPort)))
        continue;
      answer.fail(
        settingFault(view, {
          pointer: port.pointer,
          observed: `${port.address}:${port.hostPort} -> ${port.container}/${port.protocol}`,
          wanted: { en: 'a port above 1023', 'zh-CN': '大于 1023 的端口' },
          command: runAgain(view, `-p ${port.hostPort + 8000}:${shellWord(port.container)}`),
        }),
      );
    }
  },
};
