import { placeOf, textOf, unresolvedIn } from '../part.ts';
import { missingAt, unknownValue } from '../settings.ts';
import { cheatSheet, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

const unnamed = {
  en: 'Service {service} names no user: the image decides, often root',
  'zh-CN': '服务 {service} 未指定用户：由镜像决定，通常是 root',
};

/** A service that runs as root. */
export const user: ComposeRule = {
  id: 'CMP-USER',
  aliases: {},
  severity: 'medium',
  family: 'non-root',
  title: {
    en: 'The user of the service is root, or left to the image',
    'zh-CN': '服务以 root 运行，或用户由镜像决定',
  },
  message: { en: 'Service {service} runs as {user}', 'zh-CN': '服务 {service} 以 {user} 运行' },
  why: {
    en: 'Root in the container is root of the host wherever a mount, a capability or a fault of the kernel connects the two. Where no user is named, the image decides, and most images are silent.',
    'zh-CN':
      '只要存在挂载、权能或内核漏洞，容器内的 root 就是主机的 root。未指定用户时由镜像决定，而多数镜像并未指定。',
  },
  advice: {
    en: 'Write "user: 10001:10001" in quotes, with an id that the image gives its files to.',
    'zh-CN': '写 user: "10001:10001"，该 ID 应是镜像内文件的属主。',
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
    user: root
`,
    `services:
  web:
    image: registry.example/web:1.2
    user: "0:0"
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    user: "1000"
`,
    `services:
  web:
    image: registry.example/web:1.2
    user: app:app
`,
    `services:
  web:
    image: registry.example/web:1.2
    user: "\${UID:-1000}:\${GID:-1000}"
`,
  ],
  check: eachService((service, answer) => {
    const part = service.all.members.get('user');
    const user = textOf(part) ?? '';
    if (part !== undefined && unresolvedIn(part).length > 0) {
      answer.couldNotRead(unknownValue('user', part));
      return;
    }
    const name = user.split(':')[0] ?? '';
    const params = { service: service.name, user: user === '' ? 'the user of its image' : user };
    if (part === undefined || user === '') {
      answer.fail({ at: missingAt(service), message: unnamed, params, level: 'strict' });
    } else if (name === 'root' || /^0+$/.test(name)) answer.fail({ at: placeOf(part), params });
  }),
};
