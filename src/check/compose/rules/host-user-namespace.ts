import { sharedWithHost } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service that leaves the user namespace of the daemon. */
export const hostUserNamespace: ComposeRule = {
  id: 'CMP-USERNS-HOST',
  aliases: { kics: ['c/shared_host_user_namespace'] },
  severity: 'medium',
  family: 'userns',
  title: { en: 'The service opts out of user namespaces', 'zh-CN': '服务退出用户命名空间映射' },
  message: {
    en: 'Service {service} uses the user ids of the host',
    'zh-CN': '服务 {service} 直接使用主机的用户 ID',
  },
  why: {
    en: 'Where the daemon maps the ids of containers, this service is left out: its root is the root of the host.',
    'zh-CN': '在守护进程已启用用户命名空间映射时，该服务被排除在外：它的 root 就是主机的 root。',
  },
  advice: {
    en: 'Remove "userns_mode: host"; give files that have to be shared to the mapped ids.',
    'zh-CN': '删除 "userns_mode: host"；把需要共享的文件归属给映射后的 ID。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    userns_mode: host
`,
    `services:
  web:
    image: registry.example/web:1.2
    userns_mode: "host"
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
    userns_mode: keep-id
`,
  ],
  check: eachService(sharedWithHost('userns_mode')),
};
