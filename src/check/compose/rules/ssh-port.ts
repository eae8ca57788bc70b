import { itemPlaces } from '../part.ts';
import { cheatSheet, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** The port of SSH published. */
export const sshPort: ComposeRule = {
  id: 'CMP-SSH',
  aliases: {},
  severity: 'medium',
  family: 'ssh',
  title: { en: 'Port 22 is published', 'zh-CN': '发布了 22 端口' },
  message: {
    en: 'Service {service} publishes the port of SSH: {port}',
    'zh-CN': '服务 {service} 发布了 SSH 端口：{port}',
  },
  why: {
    en: 'A container with SSH has a second door with keys and passwords of its own that nobody rotates; containers are entered through the engine.',
    'zh-CN': '带 SSH 的容器多了一扇门，其密钥和密码无人轮换；进入容器应通过引擎。',
  },
  advice: {
    en: 'Remove the port and the server; use "docker compose exec".',
    'zh-CN': '删除该端口和 SSH 服务，改用 "docker compose exec"。',
  },
  references: [composePage, cheatSheet],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["2222:22"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - "22:22"
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - target: 22
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["2222:2222"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["22000:8022"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    expose: ["22"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["5353:22/udp"]
`,
  ],
  check: eachService((service, answer) => {
    for (const { target, protocol, text, part } of service.ports) {
      if (target === undefined || protocol !== 'tcp' || target.first > 22 || target.last < 22)
        continue;
      answer.fail({ ...itemPlaces(part), params: { service: service.name, port: text } });
    }
  }),
};
