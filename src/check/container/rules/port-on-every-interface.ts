import type { CheckRule } from '../../contract.ts';
import { settingFault, runAgain, shellWord } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** Ports published on every address of the host. */
export const portOnEveryInterface: CheckRule<ContainerView> = {
  id: 'CTR-PORT-ALLIF',
  aliases: { 'docker-bench': ['5.14'] },
  severity: 'medium',
  family: 'ports',
  title: { en: 'Port published on every interface', 'zh-CN': '端口发布在所有网卡上' },
  message: {
    en: '{container} listens on port {port} of every address of the host',
    'zh-CN': '{container} 在主机所有地址的 {port} 端口监听',
  },
  why: {
    en: 'A port without an address is open on every network of the host, and Docker opens it past the rules of ufw and firewalld.',
    'zh-CN': '未指定地址的端口对主机的所有网络开放，且会绕过 ufw 与 firewalld 的规则。',
  },
  advice: {
    en: 'Name the address: -p 127.0.0.1:8080:80.',
    'zh-CN': '指定地址：-p 127.0.0.1:8080:80。',
  },
  references: ['https://docs.docker.com/engine/network/port-publishing/'],
  bad: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}}}',
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "::", "HostPort": "8080"}]}}}',
  ],
  good: [
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}}}',
    '{"Name": "/web", "HostConfig": {"PortBindings": {}}}',
  ],
  check: (view, answer) => {
    const seen = new Set<string>();
    for (const port of view.ports) {
      const key = `${port.hostPort} ${port.container}/${port.protocol}`;
      if (!['0.0.0.0', '::', '*'].includes(port.address) || seen.has(key)) continue;
      seen.add(key);
      const fault = settingFault(view, {
        pointer: port.pointer,
        observed: `${port.address}:${port.hostPort} -> ${port.container}/${port.protocol}`,
        wanted: { en: 'one address', 'zh-CN': '单个地址' },
        command: runAgain(
          view,
          `-p 127.0.0.1:${port.hostPort || port.container}:${shellWord(port.container)}`,
        ),
      });
      answer.fail({ ...fault, params: { container: view.subject, port: port.hostPort } });
    }
  },
};
