import { sharedWithHost } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that shares memory with the host. */
export const hostIpc: ComposeRule = {
  id: 'CMP-IPC-HOST',
  aliases: { kics: ['c/shared_host_ipc_namespace'] },
  severity: 'medium',
  family: 'host-ipc',
  title: {
    en: 'The service shares memory segments with the host',
    'zh-CN': '服务共享主机的 IPC 命名空间',
  },
  message: {
    en: 'Service {service} shares memory segments with the host',
    'zh-CN': '服务 {service} 共享主机的 IPC 命名空间',
  },
  why: {
    en: 'It reads and writes the shared memory and message queues of the processes of the host, such as those of a database.',
    'zh-CN': '它可读写主机进程（例如数据库）的共享内存和消息队列。',
  },
  advice: {
    en: 'Use "ipc: shareable" in one service and "ipc: service:NAME" in the other when two services share memory.',
    'zh-CN': '两个服务需要共享内存时，一个设 "ipc: shareable"，另一个设 "ipc: service:名称"。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    ipc: host
`,
    `services:
  web:
    image: registry.example/web:1.2
    ipc: "host"
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    ipc: shareable
`,
    `services:
  web:
    image: registry.example/web:1.2
    ipc: private
`,
    `services:
  web:
    image: registry.example/web:1.2
    ipc: "service:db"
  db:
    image: registry.example/db:1
`,
  ],
  check: eachService(sharedWithHost('ipc')),
};
