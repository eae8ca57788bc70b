import { itemPlaces } from '../part.ts';
import { unknownValue } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A port below 1024. */
export const privilegedPort: ComposeRule = {
  id: 'CMP-PORT-PRIV',
  aliases: {
    kics: ['c/privileged_ports_mapped_in_container'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'ports',
  title: { en: 'A port below 1024 is mapped', 'zh-CN': '映射了 1024 以下的端口' },
  message: {
    en: 'Service {service} maps the privileged port {port}',
    'zh-CN': '服务 {service} 映射了特权端口 {port}',
  },
  why: {
    en: 'Ports below 1024 belong to the services of the host: users trust what answers there, and within the container a program needs more rights to listen on one.',
    'zh-CN': '1024 以下端口属于主机自身的服务：用户信任在此应答者，容器内监听它也需要更高权限。',
  },
  advice: {
    en: 'Let the program listen above 1023, and publish such a port only on the proxy that has to have it.',
    'zh-CN': '让程序监听 1023 以上的端口，只在确需的代理上发布特权端口。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["80:8080"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - "8080:80"
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - target: 443
        published: 8443
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["8080:8080"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    expose: ["80"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - "127.0.0.1:9000:9000/udp"
`,
  ],
  check: eachService((service, answer) => {
    for (const { published, target, part, unresolved } of service.ports) {
      const low = [published, target].find((one) => one !== undefined && one.first < 1024);
      if (low !== undefined) {
        answer.fail({ ...itemPlaces(part), params: { service: service.name, port: low.first } });
      } else if (unresolved.length > 0) answer.couldNotRead(unknownValue('ports', part));
    }
  }),
};
