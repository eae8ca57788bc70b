import type { FileStatus } from './view.ts';
import type { Said } from '../words.ts';

/** A file that the benchmark wants to belong to somebody and to be closed to others. */
export interface BenchmarkFile {
  /** Items of the benchmark: who owns it, and its permissions. */
  readonly owner: string;
  readonly permissions: string;
  /** Where it may lie; `*` stands for every file below. */
  readonly paths: readonly string[];
  readonly user: string;
  readonly groups: readonly string[];
  /** Permission bits that it may have at most. */
  readonly most: number;
}

const root = { user: 'root', groups: ['root'] };

/** Files of section 3, with their items. */
export const benchmarkFiles: readonly BenchmarkFile[] = [
  {
    owner: '3.1',
    permissions: '3.2',
    paths: [
      '/usr/lib/systemd/system/docker.service',
      '/lib/systemd/system/docker.service',
      '/etc/systemd/system/docker.service',
    ],
    ...root,
    most: 0o644,
  },
  {
    owner: '3.3',
    permissions: '3.4',
    paths: [
      '/usr/lib/systemd/system/docker.socket',
      '/lib/systemd/system/docker.socket',
      '/etc/systemd/system/docker.socket',
    ],
    ...root,
    most: 0o644,
  },
  { owner: '3.5', permissions: '3.6', paths: ['/etc/docker'], ...root, most: 0o755 },
  { owner: '3.7', permissions: '3.8', paths: ['/etc/docker/certs.d/*'], ...root, most: 0o444 },
  { owner: '3.9', permissions: '3.10', paths: ['tlscacert'], ...root, most: 0o444 },
  { owner: '3.11', permissions: '3.12', paths: ['tlscert'], ...root, most: 0o444 },
  { owner: '3.13', permissions: '3.14', paths: ['tlskey'], ...root, most: 0o400 },
  {
    owner: '3.15',
    permissions: '3.16',
    paths: ['/run/docker.sock', '/var/run/docker.sock'],
    user: 'root',
    groups: ['docker', 'root'],
    most: 0o660,
  },
  { owner: '3.17', permissions: '3.18', paths: ['/etc/docker/daemon.json'], ...root, most: 0o644 },
  { owner: '3.19', permissions: '3.20', paths: ['/etc/default/docker'], ...root, most: 0o644 },
  { owner: '3.22', permissions: '3.21', paths: ['/etc/sysconfig/docker'], ...root, most: 0o644 },
  {
    owner: '3.23',
    permissions: '3.24',
    paths: ['/run/containerd/containerd.sock'],
    ...root,
    most: 0o660,
  },
];

/** One judgement of one item. */
export interface ItemJudgement {
  readonly item: string;
  readonly good: boolean;
  readonly path: string;
  readonly observed: string;
  readonly wanted: Said;
  readonly command: string;
}

/** Judges owner and permissions of one file. */
export function judgeFile(
  row: BenchmarkFile,
  path: string,
  status: FileStatus,
): readonly ItemJudgement[] {
  const mode = octal(status.mode);
  const most = octal(row.most);
  return [
    {
      item: row.owner,
      good: status.user === row.user && row.groups.includes(status.group),
      path,
      observed: `${status.user}:${status.group}`,
      wanted: `${row.user}:${row.groups.join(' or ')}`,
      command: `chown ${row.user}:${row.groups[0] ?? 'root'} ${path}`,
    },
    {
      item: row.permissions,
      // Bits beyond the wanted ones: sticky and setgid on folders are stricter, not looser.
      good: (status.mode & 0o777 & ~row.most) === 0,
      path,
      observed: mode,
      wanted: { en: `${most} or stricter`, 'zh-CN': `${most} 或更严格` },
      command: `chmod ${most} ${path}`,
    },
  ];
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** Files of section 1.1 that audit rules should watch, each under every path it may have. */
export const auditPaths: readonly { readonly item: string; readonly paths: readonly string[] }[] = [
  { item: '1.1.3', paths: ['/usr/bin/dockerd', '/usr/sbin/dockerd'] },
  { item: '1.1.4', paths: ['/run/containerd'] },
  { item: '1.1.5', paths: ['/var/lib/docker'] },
  { item: '1.1.6', paths: ['/etc/docker'] },
  {
    item: '1.1.7',
    paths: [
      '/usr/lib/systemd/system/docker.service',
      '/lib/systemd/system/docker.service',
      '/etc/systemd/system/docker.service',
    ],
  },
  { item: '1.1.8', paths: ['/run/containerd/containerd.sock'] },
  {
    item: '1.1.9',
    paths: [
      '/usr/lib/systemd/system/docker.socket',
      '/lib/systemd/system/docker.socket',
      '/etc/systemd/system/docker.socket',
    ],
  },
  { item: '1.1.10', paths: ['/etc/default/docker'] },
  { item: '1.1.11', paths: ['/etc/docker/daemon.json'] },
  { item: '1.1.12', paths: ['/etc/containerd/config.toml'] },
  { item: '1.1.13', paths: ['/etc/sysconfig/docker'] },
  { item: '1.1.14', paths: ['/usr/bin/containerd', '/usr/local/bin/containerd'] },
  { item: '1.1.15', paths: ['/usr/bin/containerd-shim', '/usr/local/bin/containerd-shim'] },
  {
    item: '1.1.16',
    paths: ['/usr/bin/containerd-shim-runc-v1', '/usr/local/bin/containerd-shim-runc-v1'],
  },
  {
    item: '1.1.17',
    paths: ['/usr/bin/containerd-shim-runc-v2', '/usr/local/bin/containerd-shim-runc-v2'],
  },
  { item: '1.1.18', paths: ['/usr/bin/runc', '/usr/sbin/runc', '/usr/local/bin/runc'] },
];
