import { textOf } from '../../formats/json-values.ts';
import type { NetworkMember } from './view.ts';

/** Ports of services that hold data, and what they are called in names of images. */
const stores: readonly {
  readonly name: string;
  readonly ports: readonly string[];
  readonly images: RegExp;
}[] = [
  { name: 'PostgreSQL', ports: ['5432/tcp'], images: /postgres|postgis|timescale/ },
  { name: 'MySQL', ports: ['3306/tcp', '33060/tcp'], images: /mysql|mariadb|percona/ },
  { name: 'MongoDB', ports: ['27017/tcp'], images: /mongo/ },
  { name: 'Redis', ports: ['6379/tcp'], images: /redis|valkey|keydb/ },
  { name: 'Elasticsearch', ports: ['9200/tcp', '9300/tcp'], images: /elasticsearch|opensearch/ },
  { name: 'memcached', ports: ['11211/tcp'], images: /memcached/ },
  { name: 'etcd', ports: ['2379/tcp', '2380/tcp'], images: /etcd/ },
  { name: 'Cassandra', ports: ['9042/tcp'], images: /cassandra|scylla/ },
  { name: 'SQL Server', ports: ['1433/tcp'], images: /mssql/ },
  { name: 'Vault', ports: ['8200/tcp'], images: /(?:^|\/)vault/ },
];

/** Label by which people say it themselves. */
const sensitiveLabel = 'plimsoll.sensitive';

/** Why a container counts as sensitive: its label, its image, or a port it declares. Undefined when it does not. */
export function sensitivity(member: NetworkMember): string | undefined {
  const label = textOf(member.labels[sensitiveLabel]);
  if (label === 'false') return undefined;
  if (label === 'true') return `label ${sensitiveLabel}`;
  const image = member.image.toLowerCase();
  const store = stores.find(({ images }) => images.test(image));
  if (store !== undefined) return `${store.name} (image ${member.image})`;
  const declared = stores.find(({ ports }) => ports.some((port) => member.exposed.includes(port)));
  return declared === undefined ? undefined : `${declared.name} (port ${declared.ports[0] ?? ''})`;
}

/** Whether anybody outside the host reaches the container through a published port. */
export function isPublic(member: NetworkMember): boolean {
  return member.published.some((address) => !/^(?:127\.|\[?::1\]?:)/.test(address));
}

/** Labels that say which application or tenant a container belongs to, the plainest first. */
const domainLabels: readonly string[] = [
  'plimsoll.domain',
  'security.domain',
  'com.docker.compose.project',
  'com.docker.stack.namespace',
];

/** The security domain of a container; undefined when no label names one. */
export function domainOf(member: NetworkMember): string | undefined {
  for (const label of domainLabels) {
    const value = textOf(member.labels[label]);
    if (value !== undefined) return value;
  }
  return undefined;
}
