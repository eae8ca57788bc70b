import { isTrue, placeOf, unresolvedIn } from '../part.ts';
import { missingAt, setEdits, unknownValue } from '../settings.ts';
import { cheatSheet, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A container whose programs can be changed. */
export const readOnly: ComposeRule = {
  id: 'CMP-READONLY',
  aliases: {},
  severity: 'medium',
  level: 'strict',
  family: 'readonly-rootfs',
  title: { en: 'The file system of the service is writable', 'zh-CN': '服务的文件系统可写' },
  message: {
    en: 'Service {service} can change its own programs',
    'zh-CN': '服务 {service} 可以修改自己的程序',
  },
  why: {
    en: 'Whoever breaks in can leave tools and changed programs behind; on a read-only file system they find no place.',
    'zh-CN': '入侵者可以留下工具或篡改程序；只读文件系统则无处可留。',
  },
  advice: {
    en: 'Set "read_only: true" and mount what has to be written: "tmpfs: [/tmp]" or a volume.',
    'zh-CN': '设置 "read_only: true"，并挂载需要写入的位置：“tmpfs: [/tmp]”或卷。',
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
    read_only: false
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    read_only: true
`,
    `services:
  web:
    image: registry.example/web:1.2
    read_only: "true"
    tmpfs: [/tmp]
`,
  ],
  check: eachService((service, answer) => {
    const part = service.all.members.get('read_only');
    if (part !== undefined && unresolvedIn(part).length > 0) {
      answer.couldNotRead(unknownValue('read_only', part));
    } else if (part === undefined || !isTrue(part)) {
      const at = part === undefined ? missingAt(service) : placeOf(part);
      const edits = setEdits(service, ['read_only'], true);
      answer.fail({ at, params: { service: service.name }, ...edits, review: true });
    }
  }),
};
