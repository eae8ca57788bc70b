import { itemPlaces, placeOf } from '../part.ts';
import { missingAt, removeEdits, setEdits } from '../settings.ts';
import { capabilityPage, composePage, eachService } from '../view.ts';
import type { ComposeRule } from '../view.ts';

/** What a container has anyway and what gives no way out: added back after dropping all. */
const harmless: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'IPC_LOCK',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
  'SYS_NICE',
  'WAKE_ALARM',
]);

/** Each of these alone is a way to the host. */
const hostLike: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
]);

const added = {
  en: 'Service {service} adds the capabilities {names}',
  'zh-CN': '服务 {service} 增加了权能 {names}',
};
const kept = {
  en: 'Service {service} drops no capability',
  'zh-CN': '服务 {service} 未丢弃任何权能',
};

/** Capabilities that are added, or never dropped. */
export const capabilities: ComposeRule = {
  id: 'CMP-CAPS',
  aliases: {
    kics: ['c/container_capabilities_unrestricted'],
  },
  severity: 'medium',
  family: 'caps',
  title: { en: 'Capabilities are added or not dropped', 'zh-CN': '增加了权能或未丢弃权能' },
  why: {
    en: 'Docker leaves 14 capabilities to every container; hardly a service needs one of them, and each added one is a way to the host or past its limits.',
    'zh-CN':
      'Docker 默认给每个容器保留 14 项权能，而服务几乎都用不到；每增加一项都是通往主机或绕过限制的途径。',
  },
  advice: {
    en: 'Write "cap_drop: [ALL]" and add back only what the service stops without, such as NET_BIND_SERVICE.',
    'zh-CN': '写 "cap_drop: [ALL]"，只加回缺之不可的权能，例如 NET_BIND_SERVICE。',
  },
  references: [capabilityPage, composePage],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
`,
    `services:
  web:
    image: registry.example/web:1.2
    cap_add: [ALL]
    cap_drop: [ALL]
`,
    `services:
  web:
    image: registry.example/web:1.2
    cap_drop: [ALL]
    cap_add: [SYS_ADMIN]
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    cap_drop: [ALL]
`,
    `services:
  web:
    image: registry.example/web:1.2
    cap_drop: [all]
    cap_add: [CAP_NET_BIND_SERVICE]
`,
    `services:
  web:
    image: registry.example/web:1.2
    cap_drop:
      - ALL
    cap_add:
      - CHOWN
      - SETUID
`,
  ],
  check: eachService((service, answer) => {
    const { name, capAdd, capDrop } = service;
    const risky = capAdd.filter((one) => one.name === 'ALL' || !harmless.has(one.name));
    const [first] = risky;
    if (first !== undefined) {
      const names = risky.map((one) => one.name).join(', ');
      const severity = risky.some((one) => hostLike.has(one.name)) ? 'high' : 'medium';
      const others = risky.slice(1).map(({ part }) => placeOf(part));
      const { at, also = [] } = itemPlaces(first.part);
      answer.fail({
        at,
        also: [...others, ...also],
        severity,
        message: added,
        params: { service: name, names },
        ...removeEdits(risky.map(({ part }) => part)),
      });
    } else if (capDrop.length === 0) {
      const edits = setEdits(service, ['cap_drop'], ['ALL']);
      const params = { service: name };
      const at = missingAt(service);
      answer.fail({ at, message: kept, params, ...edits, review: true, level: 'strict' });
    }
  }),
};
