import { placeOf, textOf, unresolvedIn } from '../part.ts';
import { missingAt, unknownValue } from '../settings.ts';
import { cheatSheet, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';
import type { Answer } from '../../contract.ts';
import { isRootUser, userOf } from '../../dockerfile/user.ts';
import type { Built } from '../beside.ts';
import type { ComposeService } from '../services.ts';
import { filled } from '../../words.ts';

const unnamed = {
  en: 'Service {service} names no user: the image decides, often root',
  'zh-CN': '服务 {service} 未指定用户：由镜像决定，通常是 root',
};

const built = {
  en: 'Service {service} runs as {user}: {dockerfile} says so, and the service says nothing else',
  'zh-CN': '服务 {service} 以 {user} 运行：{dockerfile} 如此指定，而服务未另行设置',
};

const inherited = {
  en: 'Service {service} runs as the user of "{base}", often root: neither it nor {dockerfile} names another',
  'zh-CN': '服务 {service} 以“{base}”的用户运行（通常是 root）：服务与 {dockerfile} 都未另行指定',
};

/** What is in force where the service leaves it to the Dockerfile: the chain is one finding. */
function fromBuild(service: ComposeService, { path, file, stage }: Built, answer: Answer): void {
  const found = userOf(file, stage);
  const by = found.kind === 'named' ? found.by : stage.from;
  const { startLine = 1, endLine = startLine } = by ?? {};
  const at = { ...missingAt(service), dockerfile: { path, startLine, endLine } };
  const params = { service: service.name, dockerfile: path };
  if (found.kind === 'named') {
    const { text, root } = found;
    const told = {
      en: `USER ${text} in line ${startLine} of ${path}`,
      'zh-CN': `USER ${text}，位于 ${path} 第 ${startLine} 行`,
    };
    if (root)
      answer.fail({ at, message: built, params: { ...params, user: text }, evidence: [told] });
    else
      answer.passed(
        filled(
          { en: '{service}: {user}', 'zh-CN': '{service}：{user}' },
          { service: service.name, user: told },
        ),
      );
    return;
  }
  const { base, settled } = found;
  if (settled)
    answer.passed({
      en: `${service.name}: "${base}" sets a user of its own`,
      'zh-CN': `${service.name}：“${base}”自行设置了用户`,
    });
  else answer.fail({ at, message: inherited, params: { ...params, base }, severity: 'high' });
}

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
    {
      files: {
        'compose.yaml': 'services:\n  web: {build: ./app}\n',
        'app/Dockerfile': 'FROM alpine:3.20\nUSER root\n',
      },
    },
    {
      files: {
        'compose.yaml':
          'services:\n  web: {build: {context: ., dockerfile: web.dockerfile, target: b}}\n',
        'web.dockerfile': 'FROM alpine:3.20 AS b\nRUN true\nFROM b\nUSER app\n',
      },
    },
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
    {
      files: {
        'compose.yaml': 'services:\n  web: {build: .}\n',
        Dockerfile: 'FROM alpine:3.20\nUSER app\n',
      },
    },
    {
      files: {
        'compose.yaml': 'services:\n  web: {build: ., user: "10001"}\n',
        Dockerfile: 'FROM alpine:3.20\n',
      },
    },
  ],
  check: eachService((service, answer, { beside }) => {
    const part = service.all.members.get('user');
    const user = textOf(part) ?? '';
    if (part !== undefined && unresolvedIn(part).length > 0) {
      answer.couldNotRead(unknownValue('user', part));
      return;
    }
    const params = { service: service.name, user: user === '' ? 'the user of its image' : user };
    if (part === undefined || user === '') {
      if (beside?.built !== undefined) {
        fromBuild(service, beside.built, answer);
        return;
      }
      if (beside?.lost !== undefined)
        answer.needsHuman({
          en: `look for USER in "${beside.lost}", which is not here`,
          'zh-CN': `请查看“${beside.lost}”中的 USER，该文件不在此处`,
        });
      answer.fail({ at: missingAt(service), message: unnamed, params, level: 'strict' });
    } else if (isRootUser(user)) answer.fail({ at: placeOf(part), params });
  }),
};
