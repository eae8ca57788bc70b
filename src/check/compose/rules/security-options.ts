import { itemPlaces } from '../part.ts';
import { forbidden } from './no-new-privileges.ts';
import { missingAt, removeEdits } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

const switchedOff = {
  en: 'Service {service} switches {what} off',
  'zh-CN': '服务 {service} 关闭了 {what}',
};

/** Options that take a shield of the kernel away, as `name:value`. */
const shields: ReadonlyMap<string, string> = new Map([
  ['label:disable', 'SELinux'],
  ['apparmor:unconfined', 'AppArmor'],
  ['systempaths:unconfined', '/proc masks'],
]);

/** No AppArmor or SELinux setting. */
export const securityOptions: ComposeRule = {
  id: 'CMP-SECURITY-OPT',
  aliases: { kics: ['c/security_opt_not_set'] },
  severity: 'medium',
  family: 'apparmor',
  title: {
    en: 'No security options are set, or AppArmor or SELinux is switched off',
    'zh-CN': '未设置安全选项，或关闭了 AppArmor / SELinux',
  },
  message: {
    en: 'Service {service} sets no security options',
    'zh-CN': '服务 {service} 未设置安全选项',
  },
  why: {
    en: 'AppArmor and SELinux keep a process that broke out of its program from the files of the host; without a setting the default of the machine decides, which may be nothing.',
    'zh-CN':
      'AppArmor 与 SELinux 能阻止被攻破的进程访问主机文件；不设置则由机器默认值决定，而默认可能什么都没有。',
  },
  advice: {
    en: 'Name the profile or label: "security_opt: [apparmor=docker-default, no-new-privileges:true]".',
    'zh-CN': '明确指定：“security_opt: [apparmor=docker-default, no-new-privileges:true]”。',
  },
  references: [composePage, 'https://docs.docker.com/engine/security/apparmor/'],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: []
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - label:disable
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: [apparmor=unconfined]
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - apparmor=docker-default
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - label:type:svirt_apache_t
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - no-new-privileges:true
`,
  ],
  check: eachService((service, answer) => {
    const { name, securityOptions: options } = service;
    if (options.length === 0) {
      const at = missingAt(service, ['security_opt']);
      answer.fail({ at, params: { service: name }, ...forbidden(service), level: 'strict' });
    }
    for (const one of options) {
      const what = shields.get(`${one.name}:${one.value}`);
      if (what === undefined) continue;
      const params = { service: name, what };
      // KICS looks at SELinux alone.
      const aliases = one.name === 'label' ? {} : { aliases: {} };
      const edits = removeEdits([one.part]);
      answer.fail({ ...itemPlaces(one.part), message: switchedOff, params, ...aliases, ...edits });
    }
  }),
};
