import { sharedWithHost } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that shares the name of the host. */
export const hostUts: ComposeRule = {
  id: 'CMP-UTS',
  aliases: {},
  severity: 'medium',
  family: 'host-uts',
  title: { en: 'The service shares the name of the host', 'zh-CN': '服务共享主机的 UTS 命名空间' },
  message: {
    en: 'Service {service} shares the name of the host',
    'zh-CN': '服务 {service} 共享主机的 UTS 命名空间',
  },
  why: {
    en: 'With CAP_SYS_ADMIN it changes the name of the host, by which logs, certificates and clusters know the machine.',
    'zh-CN': '若拥有 CAP_SYS_ADMIN，它可以修改主机名，而日志、证书和集群都以主机名识别机器。',
  },
  advice: {
    en: 'Remove "uts: host"; "hostname" gives the container a name of its own.',
    'zh-CN': '删除 "uts: host"；用 "hostname" 给容器单独命名。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    uts: host
`,
    `services:
  web:
    image: registry.example/web:1.2
    uts: "host"
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    hostname: web
`,
    `services:
  web:
    image: registry.example/web:1.2
`,
  ],
  check: eachService(sharedWithHost('uts')),
};
