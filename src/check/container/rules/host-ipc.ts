import type { CheckRule } from '../../contract.ts';
import { sharesHost } from '../effective.ts';
import { settingFault, runAgain } from '../fault.ts';
import type { ContainerView } from '../view.ts';

/** `IpcMode: host`. */
export const hostIpc: CheckRule<ContainerView> = {
  id: 'CTR-IPC-HOST',
  aliases: { 'docker-bench': ['5.17'] },
  severity: 'high',
  family: 'host-ipc',
  title: { en: "Host's shared memory", 'zh-CN': '共享主机 IPC' },
  why: {
    en: 'It reads and writes shared memory and message queues of programs of the host.',
    'zh-CN': '可以读写主机程序的共享内存与消息队列。',
  },
  advice: {
    en: 'Leave --ipc host out; use --ipc container:NAME between containers.',
    'zh-CN': '去掉 --ipc host；容器之间使用 --ipc container:NAME。',
  },
  references: ['https://man7.org/linux/man-pages/man7/namespaces.7.html'],
  bad: ['{"Name": "/web", "HostConfig": {"IpcMode": "host"}}'],
  good: [
    '{"Name": "/web", "HostConfig": {"IpcMode": ""}}',
    '{"Name": "/web", "HostConfig": {"IpcMode": "private"}}',
  ],
  check: (view, answer) => {
    if (!sharesHost(view, 'IpcMode')) return;
    answer.fail(
      settingFault(view, {
        pointer: '/HostConfig/IpcMode',
        observed: 'host',
        wanted: { en: 'a namespace of its own', 'zh-CN': '独立的命名空间' },
        command: runAgain(view, '--ipc private'),
      }),
    );
  },
};
