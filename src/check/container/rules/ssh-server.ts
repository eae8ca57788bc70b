import { unreadWords } from '../../fact.ts';
import type { CheckRule } from '../../contract.ts';
import { settingFault, shellWord, shown } from '../fault.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { ContainerView } from '../view.ts';

/** Beginnings of the command line of SSH servers. */
const servers = /(?:^|\/)(?:sshd|dropbear)(?::|\s|$)/;

/** An SSH server that runs, or its port published. */
export const sshServer: CheckRule<ContainerView> = {
  id: 'CTR-SSHD',
  aliases: { 'docker-bench': ['5.7'] },
  severity: 'high',
  family: 'ssh',
  title: { en: 'SSH server in a container', 'zh-CN': '容器内运行 SSH 服务' },
  why: {
    en: 'It is a second door with its own accounts and keys, outside what the orchestrator knows; docker exec does the same with a log.',
    'zh-CN': '这是编排系统之外的另一道门，有独立的账号与密钥；docker exec 可达到同样目的且有记录。',
  },
  advice: {
    en: 'Remove the server; use docker exec, or ssh to the host.',
    'zh-CN': '移除该服务；使用 docker exec 或登录主机。',
  },
  references: ['https://man.openbsd.org/sshd'],
  bad: [
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "processes": {"value": [{"pid": 7, "user": "root", "command": "/usr/sbin/sshd -D"}]}}',
    '{"Name": "/web", "HostConfig": {"PortBindings": {"22/tcp": [{"HostPort": "2222"}]}}}',
    '{"Name": "/web", "HostConfig": {}, "Path": "/usr/sbin/sshd", "Args": ["-D"]}',
  ],
  good: [
    '{"inspect": {"Name": "/web", "HostConfig": {}}, "processes": {"value": [{"pid": 7, "user": "app", "command": "nginx: worker"}]}}',
    '{"Name": "/web", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "22"}]}}}',
  ],
  check: (view, answer) => {
    const running = view.processes?.state === 'value' ? view.processes.value : [];
    const server = running.find(({ command }) => servers.test(command));
    const started = textOf(view.inspect['Path']) ?? '';
    const port = view.ports.find(
      ({ container, protocol }) => container === '22' && protocol === 'tcp',
    );
    if (server !== undefined)
      return answer.fail(
        settingFault(view, {
          pointer: '/State',
          observed: `process ${server.pid}: ${shown(server.command)}`,
          wanted: { en: 'no SSH server', 'zh-CN': '没有 SSH 服务器' },
          from: 'docker top',
          command: `docker exec -it ${shellWord(view.subject)} sh`,
        }),
      );
    if (servers.test(started))
      return answer.fail(
        settingFault(view, {
          pointer: '/Path',
          observed: started,
          wanted: { en: 'no SSH server', 'zh-CN': '没有 SSH 服务器' },
        }),
      );
    if (port !== undefined)
      return answer.fail(
        settingFault(view, {
          pointer: port.pointer,
          observed: {
            en: `port 22 on ${port.address}:${port.hostPort}`,
            'zh-CN': `${port.address}:${port.hostPort} 上的 22 端口`,
          },
          wanted: { en: 'no published port 22', 'zh-CN': '不发布 22 端口' },
        }),
      );
    if (view.processes?.state === 'unread')
      return answer.couldNotRead(
        unreadWords({ en: 'processes', 'zh-CN': '进程' }, view.processes.code),
      );
  },
};
