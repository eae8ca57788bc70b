import { editsAt, itemPlaces, unresolvedIn } from '../part.ts';
import { composePage, eachService } from '../view.ts';
import type { ComposePort } from '../ports.ts';
import type { Fault } from '../../contract.ts';
import type { ComposeRule } from '../view.ts';

const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::', '*']);

/** Ports of databases, queues and daemons: what answers there is hardly ever meant for everybody. */
const inner: ReadonlySet<number> = new Set([
  1433, 1521, 2049, 2181, 2375, 2376, 2379, 3306, 4222, 5432, 5601, 5672, 5984, 6379, 7474, 7687,
  8086, 8123, 8200, 8500, 9042, 9092, 9200, 9300, 10250, 11211, 15672, 26257, 27017, 33060,
]);

/** A port that is reachable from everywhere. */
export const openPort: ComposeRule = {
  id: 'CMP-PORT-ALLIF',
  aliases: {
    kics: ['c/container_traffic_not_bound_to_host_interface'],
  },
  severity: 'medium',
  family: 'ports',
  title: {
    en: 'A port is published on every address of the host',
    'zh-CN': '端口发布在主机的所有地址上',
  },
  message: {
    en: 'Service {service} publishes {port} on every address of the host',
    'zh-CN': '服务 {service} 将 {port} 发布在主机的所有地址上',
  },
  why: {
    en: 'Docker writes its own firewall rules in front of those of the host: a published port is open to the internet though the firewall closes it.',
    'zh-CN':
      'Docker 会在主机防火墙规则之前插入自己的规则：即使防火墙关闭了该端口，发布后仍对外开放。',
  },
  advice: {
    en: 'Write the address: "127.0.0.1:8080:80" for what only the host or a proxy on it asks.',
    'zh-CN': '写明地址：仅供本机或本机代理访问的端口用 "127.0.0.1:8080:80"。',
  },
  references: [composePage, 'https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  bad: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["8080:80"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["0.0.0.0:8080:80"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - target: 80
        published: 8080
`,
  ],
  good: [
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["127.0.0.1:8080:80"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports:
      - target: 80
        host_ip: 127.0.0.1
        published: 8080
`,
    `services:
  web:
    image: registry.example/web:1.2
    expose: ["80"]
`,
    `services:
  web:
    image: registry.example/web:1.2
    ports: ["[::1]:8080:80"]
`,
  ],
  check: eachService((service, answer) => {
    for (const { hostIp, published, target, text, part } of service.ports) {
      if (hostIp !== undefined && !everywhere.has(hostIp)) continue;
      const edits = boundHere({ hostIp, published, text, part });
      const params = { service: service.name, port: text };
      // A site is published to be reached; a database by habit.
      const level = inner.has(target?.first ?? 0) ? 'default' : 'strict';
      answer.fail({ ...itemPlaces(part), params, ...edits, review: true, level });
    }
  }),
};

/** The port bound to the machine itself; one with a variable in it is left as it is. */
function boundHere({
  hostIp,
  published,
  text,
  part,
}: Pick<ComposePort, 'hostIp' | 'published' | 'text' | 'part'>): Pick<Fault, 'edits' | 'noEdit'> {
  const { source } = part.at;
  const written = source?.document.text.slice(part.at.value.start.offset, part.at.value.end.offset);
  if (unresolvedIn(part).length > 0 || written?.includes('$') === true) return {};
  if (part.kind === 'mapping')
    return editsAt(part, (at) => [{ set: [...at, 'host_ip'], to: '127.0.0.1' }]);
  const rest = hostIp === undefined ? text : text.slice(text.indexOf(hostIp) + hostIp.length);
  const ports = rest.replace(/^\]?:/, '');
  // Without a port of the host the daemon picks one.
  const to = `127.0.0.1:${published === undefined && hostIp === undefined ? ':' : ''}${ports}`;
  return editsAt(part, (at) => [{ set: at, to }]);
}
