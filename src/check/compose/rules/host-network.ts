import { sharedWithHost } from '../settings.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** A service in the network of the host. */
export const hostNetwork: ComposeRule = {
  id: 'CMP-NET-HOST',
  aliases: { kics: ['c/shared_host_network_namespace'] },
  severity: 'high',
  family: 'host-network',
  title: { en: 'The service uses the network of the host', 'zh-CN': '服务使用主机网络' },
  message: {
    en: 'Service {service} uses the network of the host',
    'zh-CN': '服务 {service} 使用主机网络',
  },
  why: {
    en: 'It reaches everything that listens on the loopback addresses of the host, may listen on any port, and no network of Docker separates it.',
    'zh-CN': '它可访问主机回环地址上监听的一切，可监听任意端口，且不受 Docker 网络隔离。',
  },
  advice: {
    en: 'Put the service into a network of the project and publish the ports that are needed.',
    'zh-CN': '将服务接入项目自己的网络，只发布所需端口。',
  },
  references: [composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    network_mode: host
`,
    `services:
  web:
    image: registry.example/web:1.2
    network_mode: "host"
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    network_mode: none
`,
    `services:
  web:
    image: registry.example/web:1.2
    networks: [front]
networks:
  front:
`,
    `services:
  web:
    image: registry.example/web:1.2
    network_mode: "service:db"
  db:
    image: registry.example/db:1
`,
  ],
  check: eachService(sharedWithHost('network_mode')),
};
