import { isTrue, placeOf, unresolvedIn } from '../part.ts';
import { unknownValue, setEdits } from '../settings.ts';
import { attackSurfacePage, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service with every right on the host. */
export const privileged: ComposeRule = {
  id: 'CMP-PRIVILEGED',
  aliases: { kics: ['c/privileged_containers_enabled'] },
  severity: 'critical',
  family: 'privileged',
  title: { en: 'The service is privileged', 'zh-CN': '服务以特权模式运行' },
  message: { en: 'Service {service} is privileged', 'zh-CN': '服务 {service} 以特权模式运行' },
  why: {
    en: 'A privileged container has every capability, every device and no seccomp or AppArmor profile: whoever takes it over has the host.',
    'zh-CN':
      '特权容器拥有全部权能和全部设备，且没有 seccomp 与 AppArmor 限制：攻破它就等于控制了主机。',
  },
  advice: {
    en: 'Remove "privileged", and give the service the one device or capability that it needs.',
    'zh-CN': '删除 "privileged"，只授予服务所需的那个设备或权能。',
  },
  references: [composePage, attackSurfacePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    privileged: true
`,
    `services:
  web:
    image: registry.example/web:1.2
    privileged: "true"
`,
    `x-base: &base
  privileged: true
services:
  web:
    <<: *base
    image: registry.example/web:1.2
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    privileged: false
`,
    `services:
  web:
    image: registry.example/web:1.2
    cap_add: [NET_BIND_SERVICE]
`,
    `services:
  web:
    image: registry.example/web:1.2
    labels:
      privileged: "true"
`,
  ],
  check: eachService((service, answer) => {
    const part = service.all.members.get('privileged');
    if (part !== undefined && isTrue(part)) {
      answer.fail({
        at: placeOf(part),
        params: { service: service.name },
        ...setEdits(service, ['privileged'], false),
        review: true,
      });
    } else if (unresolvedIn(part).length > 0) answer.couldNotRead(unknownValue('privileged', part));
  }),
};
