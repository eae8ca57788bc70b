import { hostPathOf, isEngineSocket } from '../host-paths.ts';
import { isTrue, itemPlaces, placeOf } from '../part.ts';
import { attackSurfacePage, cheatSheet, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** The socket of the daemon within a container. */
export const dockerSocket: ComposeRule = {
  id: 'CMP-DOCKERSOCK',
  aliases: {
    kics: ['c/docker_socket_mounted_in_container'],
  },
  severity: 'critical',
  family: 'docker-sock',
  title: { en: 'The socket of the container engine is mounted', 'zh-CN': '挂载了容器引擎的套接字' },
  message: {
    en: 'Service {service} gets the socket {source}',
    'zh-CN': '服务 {service} 挂载了套接字 {source}',
  },
  why: {
    en: 'Whoever speaks to the engine can start a privileged container: the socket is root on the host, mounted read-only too.',
    'zh-CN': '能与引擎通信者即可启动特权容器：该套接字等同于主机 root，只读挂载也一样。',
  },
  advice: {
    en: 'Do without it, or put a proxy between that lets only the needed calls through.',
    'zh-CN': '不要挂载；确有需要时用只放行必要调用的代理。',
  },
  references: [attackSurfacePage, cheatSheet],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - /run/docker.sock:/x:ro
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - type: bind
        source: /run/containerd/containerd.sock
        target: /c.sock
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["\${DOCKER_SOCK:-/var/run/docker.sock}:/d"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    use_api_socket: true
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - ./data:/var/run/docker.sock.d
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - data:/data
volumes:
  data:
`,
    `services:
  web:
    image: registry.example/web:1.2
    use_api_socket: false
`,
  ],
  check: eachService((service, answer) => {
    for (const { source, part } of service.mounts) {
      const path = source === undefined ? '' : hostPathOf(source);
      if (isEngineSocket(path))
        answer.fail({ ...itemPlaces(part), params: { service: service.name, source: path } });
    }
    const api = service.all.members.get('use_api_socket');
    if (api !== undefined && isTrue(api))
      answer.fail({
        at: placeOf(api),
        params: { service: service.name, source: 'use_api_socket' },
      });
  }),
};
