import { sharedWithHost } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that sees the processes of the host. */
export const hostPid: ComposeRule = {
  id: 'CMP-PID-HOST',
  aliases: { kics: ['c/host_namespace_is_shared'] },
  severity: 'high',
  family: 'host-pid',
  title: {
    en: 'The service sees the processes of the host',
    'zh-CN': '服务共享主机的进程命名空间',
  },
  message: {
    en: 'Service {service} sees the processes of the host',
    'zh-CN': '服务 {service} 共享主机的进程命名空间',
  },
  why: {
    en: 'It sees command lines and environments of all processes of the host, may signal those of its user, and with CAP_SYS_PTRACE take them over.',
    'zh-CN':
      '它能看到主机上所有进程的命令行和环境变量，可向同一用户的进程发送信号；若拥有 CAP_SYS_PTRACE 还能接管它们。',
  },
  advice: {
    en: 'Remove "pid: host". Tools that watch processes belong on the host itself.',
    'zh-CN': '删除 "pid: host"；监视进程的工具应直接运行在主机上。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    pid: host
`,
    `services:
  web:
    image: registry.example/web:1.2
    pid: "host"
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    pid: "service:db"
  db:
    image: registry.example/db:1
`,
    `services:
  web:
    image: registry.example/web:1.2
    pid: "container:db"
`,
  ],
  check: eachService(sharedWithHost('pid')),
};
