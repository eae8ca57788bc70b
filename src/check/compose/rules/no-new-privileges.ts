import { editsAt, itemPlaces } from '../part.ts';
import { missingAt } from '../settings.ts';
import type { ComposeService } from '../services.ts';
import type { Fault } from '../../contract.ts';
import { cheatSheet, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

const fixed = 'no-new-privileges:true';

/** The option behind those that the service has. */
export function forbidden(service: ComposeService): Pick<Fault, 'edits' | 'noEdit'> {
  const list = service.all.members.get('security_opt');
  return list === undefined
    ? editsAt(service, (at) => [{ append: [...at, 'security_opt'], item: fixed }])
    : editsAt(list, (at) => [{ append: at, item: fixed }]);
}

/** Programs that may raise their rights. */
export const noNewPrivileges: ComposeRule = {
  id: 'CMP-NNP',
  aliases: { kics: ['c/no_new_privileges_not_set'] },
  severity: 'high',
  family: 'privilege-escalation',
  title: { en: '"no-new-privileges" is not set', 'zh-CN': '未设置 "no-new-privileges"' },
  message: {
    en: 'Service {service} does not set "no-new-privileges"',
    'zh-CN': '服务 {service} 未设置 "no-new-privileges"',
  },
  why: {
    en: 'A program with the setuid bit in the image makes any user of the container root again.',
    'zh-CN': '镜像中带 setuid 位的程序能让容器内的任意用户重新成为 root。',
  },
  advice: {
    en: 'Add "no-new-privileges:true" to "security_opt".',
    'zh-CN': '在 "security_opt" 中加入 "no-new-privileges:true"。',
  },
  references: [composePage, cheatSheet],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: ["no-new-privileges:false"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: [seccomp:./p.json]
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    security_opt: ["no-new-privileges:true"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - no-new-privileges
`,
    `services:
  web:
    image: registry.example/web:1.2
    security_opt:
      - no-new-privileges=true
`,
  ],
  check: eachService((service, answer) => {
    const { name, securityOptions } = service;
    const set = securityOptions.find((one) => one.name === 'no-new-privileges');
    if (set !== undefined && set.value !== 'false') return;
    const params = { service: name };
    if (set !== undefined) {
      const edits = editsAt(set.part, (at) => [{ set: at, to: fixed }]);
      answer.fail({ ...itemPlaces(set.part), params, ...edits });
      return;
    }
    const at = missingAt(service, ['security_opt']);
    answer.fail({ at, params, ...forbidden(service), level: 'strict' });
  }),
};
