import { listOf, mapRows, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { View } from '../contract.ts';
import { factOf, valueOf } from '../fact.ts';
import type { Fact } from '../fact.ts';

/** The machine around a docker daemon. Every part says whether it was there and could be read. */
export interface HostView extends View {
  readonly rootless: boolean;
  /** Folder that holds the daemon's images and containers. */
  readonly dockerRoot: string;
  readonly files: ReadonlyMap<string, Fact<FileStatus>>;
  readonly mounts: Fact<readonly HostMount[]> | undefined;
  readonly groups: Fact<readonly HostGroup[]> | undefined;
  /** Rules of auditd, as the kernel holds them or as its files give them; one rule a line. */
  readonly auditRules: Fact<readonly string[]> | undefined;
  readonly auditSource: string;
  /** Rules of the chain DOCKER-USER as iptables or nft print them. */
  readonly dockerUser: Fact<readonly string[]> | undefined;
  /** What the daemon keeps its rules with: `iptables`, or since 29 also `nftables`, which has no DOCKER-USER. */
  readonly firewallBackend: string;
  readonly published: Fact<readonly Published[]> | undefined;
  readonly authorizationPlugins: readonly string[];
  readonly sysctls: ReadonlyMap<string, Fact<string>>;
  readonly registries: readonly RegistrySetup[];
}

/** Who owns a file and who may do what. */
export interface FileStatus {
  /** Permission bits. */
  readonly mode: number;
  readonly user: string;
  readonly group: string;
}

/** One row of the mount table. */
export interface HostMount {
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** One row of /etc/group. */
export interface HostGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/** A port of a container on an address of the host. */
export interface Published {
  readonly container: string;
  readonly address: string;
  readonly port: number;
}

/** How a registry of this machine lets people in. `undefined`: nothing says. */
export interface RegistrySetup {
  /** The container, or the file with its settings. */
  readonly name: string;
  readonly tls: boolean | undefined;
  /** Name of the way of signing in: `htpasswd`, `token`; empty when there is none. */
  readonly auth: string | undefined;
  /** Address it listens on. */
  readonly address: string;
}

const parts: readonly string[] = [
  'files',
  'mounts',
  'groups',
  'auditRules',
  'dockerUser',
  'published',
  'sysctls',
  'registries',
];

/** Reads a host from JSON in the form the collectors write. Undefined when it is none. */
export function hostView(json: unknown): HostView | undefined {
  const fields = objectOf(json);
  if (!parts.some((part) => part in fields)) return undefined;
  return {
    subject: 'host',
    rootless: fields['rootless'] === true,
    dockerRoot: textOf(fields['dockerRoot']) ?? '/var/lib/docker',
    files: factsOf(fields['files'], statusOf),
    mounts: factOf(fields['mounts'], mountsOf),
    groups: factOf(fields['groups'], groupsOf),
    auditRules: factOf(fields['auditRules'], linesOf),
    auditSource: textOf(fields['auditSource']) ?? 'auditctl -l',
    dockerUser: factOf(fields['dockerUser'], linesOf),
    firewallBackend: textOf(fields['firewallBackend']) ?? 'iptables',
    published: factOf(fields['published'], publishedOf),
    authorizationPlugins: textsOf(fields['authorizationPlugins']),
    sysctls: factsOf(fields['sysctls'], textOf),
    registries: listOf(fields['registries']).map(registryOf),
  };
}

function factsOf<T>(
  json: unknown,
  read: (value: unknown) => T | undefined,
): ReadonlyMap<string, Fact<T>> {
  const facts = new Map<string, Fact<T>>();
  for (const [name, value] of Object.entries(objectOf(json))) {
    const fact = factOf(value, read);
    if (fact !== undefined) facts.set(name, fact);
  }
  return facts;
}

/** Modes are written as chmod takes them: `"0644"`. */
function statusOf(json: unknown): FileStatus | undefined {
  const fields = objectOf(json);
  const mode = textOf(fields['mode']);
  if (mode === undefined || !/^[0-7]{1,5}$/.test(mode)) return undefined;
  return {
    mode: Number.parseInt(mode, 8),
    user: textOf(fields['user']) ?? '?',
    group: textOf(fields['group']) ?? '?',
  };
}

function linesOf(json: unknown): readonly string[] | undefined {
  return Array.isArray(json) ? textsOf(json) : undefined;
}

function mountsOf(json: unknown): readonly HostMount[] | undefined {
  return mapRows(json, (row) => {
    const point = textOf(row['point']) ?? '';
    return { point, type: textOf(row['type']) ?? '', options: textsOf(row['options']) };
  });
}

function groupsOf(json: unknown): readonly HostGroup[] | undefined {
  return mapRows(json, (row) => ({
    name: textOf(row['name']) ?? '',
    members: textsOf(row['members']),
  }));
}

function publishedOf(json: unknown): readonly Published[] | undefined {
  return mapRows(json, (row) => ({
    container: textOf(row['container']) ?? '',
    address: textOf(row['address']) ?? '0.0.0.0',
    port: numberOf(row['port']) ?? 0,
  }));
}

function registryOf(json: unknown): RegistrySetup {
  const row = objectOf(json);
  const { tls, auth } = row;
  return {
    name: textOf(row['name']) ?? 'registry',
    tls: typeof tls === 'boolean' ? tls : undefined,
    auth: typeof auth === 'string' ? auth : undefined,
    address: textOf(row['address']) ?? '',
  };
}

/** What is known of a file; a path that nobody looked at is told as such. */
export function fileOf(view: HostView, path: string): Fact<FileStatus> {
  return view.files.get(path) ?? { state: 'unread', code: 'NOT_ASKED' };
}

/** Members of a group. */
export function membersOf(view: HostView, name: string): readonly string[] {
  return (valueOf(view.groups) ?? []).find((group) => group.name === name)?.members ?? [];
}
