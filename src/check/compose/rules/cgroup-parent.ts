import { placeOf, textOf } from '../part.ts';
import { removeEdits } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service below a control group of its own choice. */
export const cgroupParent: ComposeRule = {
  id: 'CMP-CGROUP',
  aliases: { kics: ['c/cgroup_not_default'] },
  severity: 'medium',
  family: 'cgroup',
  title: { en: 'The service chooses its control group', 'zh-CN': '服务自行指定 cgroup' },
  message: {
    en: 'Service {service} chooses its control group: {value}',
    'zh-CN': '服务 {service} 自行指定 cgroup：{value}',
  },
  why: {
    en: 'Below another control group the limits of the daemon do not hold, and "cgroup: host" shows the groups of all containers.',
    'zh-CN':
      '在其他 cgroup 之下，守护进程设置的限制不再生效；"cgroup: host" 还会暴露所有容器的 cgroup。',
  },
  advice: {
    en: 'Remove "cgroup_parent" and "cgroup: host"; set limits on the service.',
    'zh-CN': '删除 "cgroup_parent" 与 "cgroup: host"，在服务上设置限制。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    cgroup_parent: other.slice
`,
    `services:
  web:
    image: registry.example/web:1.2
    cgroup: host
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    cgroup: private
`,
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    cgroup_parent: ""
`,
  ],
  check: eachService((service, answer) => {
    const parent = service.all.members.get('cgroup_parent');
    const cgroup = service.all.members.get('cgroup');
    for (const part of [parent, cgroup]) {
      const value = textOf(part);
      if (part === undefined || value === undefined || value === '') continue;
      if (part === cgroup && value !== 'host') continue;
      answer.fail({
        at: placeOf(part),
        params: { service: service.name, value },
        ...removeEdits([part]),
      });
    }
  }),
};
