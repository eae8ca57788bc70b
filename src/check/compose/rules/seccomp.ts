import { itemPlaces } from '../part.ts';
import { removeEdits } from '../settings.ts';
import { eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service without the filter of system calls. */
export const seccomp: ComposeRule = {
  id: 'CMP-SECCOMP',
  aliases: { kics: ['c/default_seccomp_profile_disabled'] },
  severity: 'medium',
  family: 'seccomp',
  title: { en: 'The seccomp profile is switched off', 'zh-CN': '关闭了 seccomp 配置' },
  message: {
    en: 'Service {service} runs without a seccomp profile',
    'zh-CN': '服务 {service} 在没有 seccomp 配置的情况下运行',
  },
  why: {
    en: 'The default profile withholds some 60 system calls that containers do not need and that exploits of the kernel use.',
    'zh-CN': '默认配置禁止约 60 个容器用不到、而内核漏洞利用常用的系统调用。',
  },
  advice: {
    en: 'Remove "seccomp:unconfined"; name a profile of your own where the default is too narrow.',
    'zh-CN': '删除 "seccomp:unconfined"；默认配置过严时指定自己的配置文件。',
  },
  references: ['https://docs.docker.com/engine/security/seccomp/'],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - seccomp:unconfined
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: ["seccomp=unconfined"]
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - seccomp:./profile.json
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - apparmor:unconfined
`,
    `services:
  web:
    image: registry.example/web:1.2
`,
  ],
  check: eachService((service, answer) => {
    for (const { name, value, part } of service.securityOptions) {
      if (name === 'seccomp' && value === 'unconfined')
        answer.fail({
          ...itemPlaces(part),
          params: { service: service.name },
          ...removeEdits([part]),
        });
    }
  }),
};
