import type { Answer } from '../../contract.ts';
import { hostPathOf } from '../host-paths.ts';
import { itemPlaces, member } from '../part.ts';
import type { ComposeMount } from '../mounts.ts';
import type { ComposeService } from '../services.ts';
import { composePage, eachService, wholeProject } from '../view.ts';
import type { ComposeRule, ComposeView } from '../view.ts';

const sharing = ['c/shared_volumes_between_containers'];
const propagation = ['c/volume_mounted_in_multiple_containers'];
const sharedAliases = { kics: [...sharing, ...propagation] };
const propagated = {
  en: 'Service {service} mounts {source} with the propagation "{how}"',
  'zh-CN': '服务 {service} 以传播方式 "{how}" 挂载 {source}',
};

/** Mounts of several services with the same source, when not all but one only read it. */
function shared({ services }: ComposeView, answer: Answer): void {
  const bySource = new Map<string, { service: string; mount: ComposeMount }[]>();
  for (const service of services) {
    for (const mount of service.mounts) {
      if (mount.source === undefined || mount.type === 'tmpfs') continue;
      const source = hostPathOf(mount.source);
      const users = bySource.get(source) ?? [];
      bySource.set(source, [...users, { service: service.name, mount }]);
    }
  }
  for (const [source, users] of bySource) {
    const names = new Set(users.map(({ service }) => service));
    const writers = users.filter(({ mount }) => !mount.readOnly);
    if (names.size < 2 || writers.length < 2) continue;
    for (const { mount } of writers) {
      answer.fail({
        ...itemPlaces(mount.part),
        aliases: { kics: sharing },
        params: { source, services: [...names].join(', ') },
      });
    }
  }
}

function propagating(service: ComposeService, answer: Answer): void {
  for (const { propagation: how, source = '', part } of service.mounts) {
    if (how === undefined || how === 'private' || how === 'rprivate') continue;
    answer.fail({
      ...itemPlaces(member(part, 'bind', 'propagation') ?? part),
      message: propagated,
      aliases: { kics: propagation },
      params: { service: service.name, source, how },
    });
  }
}

/** A volume or directory that several services write to. */
export const sharedVolume: ComposeRule = {
  id: 'CMP-VOLUME-SHARED',
  aliases: sharedAliases,
  severity: 'low',
  family: 'shared-volumes',
  covers: ['VOL-SHARED'],
  level: 'default',
  title: {
    en: 'A volume is shared between services, or mounts reach the host',
    'zh-CN': '多个服务共享同一卷，或挂载会传播到主机',
  },
  message: {
    en: '{source} is shared by the services {services}',
    'zh-CN': '{source} 被服务 {services} 共享',
  },
  why: {
    en: 'What one service writes, another one reads and may execute: whoever takes over the first has a way into the second. A mount with shared propagation changes the mounts of the host.',
    'zh-CN':
      '一个服务写入的内容会被另一个服务读取甚至执行：攻破前者即可进入后者。带共享传播的挂载会改变主机的挂载。',
  },
  advice: {
    en: 'Give each service a volume of its own, or mount it read-only where it is only read; leave the propagation at "rprivate".',
    'zh-CN': '为每个服务使用独立的卷，只读取的一方以只读挂载；传播方式保持 "rprivate"。',
  },
  references: [composePage, 'https://docs.docker.com/engine/storage/bind-mounts/'],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["data:/a"]
  db:
    image: registry.example/db:1
    volumes: ["data:/b"]
volumes:
  data:
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["./x:/x:rshared"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes:
      - type: bind
        source: ./x
        target: /x
        bind: {propagation: slave}
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["data:/a"]
  db:
    image: registry.example/db:1
    volumes: ["data:/b:ro"]
volumes:
  data:
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["./x:/x:rprivate", "./y:/y"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    volumes: ["./web:/a"]
  db:
    image: registry.example/db:1
    volumes: ["./db:/b"]
`,
  ],
  check: (view, answer) => {
    if (view.service === undefined) wholeProject(shared)(view, answer);
    else eachService(propagating)(view, answer);
  },
};
