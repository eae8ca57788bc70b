import { posix } from 'node:path';

/** Directories of a Linux host that hold its programs, settings, devices, secrets or containers. */
const sensitive: readonly string[] = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/mnt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var',
];

/** Directories below them that are made for the data of services, and hold nothing of the system. */
const forData: readonly string[] = ['/home', '/mnt', '/var', '/usr/local/share', '/usr/share'];
const notForData: readonly string[] = [
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/lib/rancher',
  '/var/run',
  '/var/spool/cron',
];

/** A path of the host in its shortest form; `~` is the home of whoever starts the project. */
export function hostPathOf(source: string): string {
  return source.startsWith('/') ? posix.normalize(source).replace(/(?<=.)\/$/, '') : source;
}

/** The sensitive directory that a path is or lies in; undefined of other paths. */
export function sensitiveFolder(path: string): string | undefined {
  if (path === '/') return '/';
  if (!path.startsWith('/')) return undefined;
  const folder = sensitive.find((one) => isIn(path, one));
  if (folder === undefined || sensitive.includes(path)) return folder;
  const own = notForData.find((one) => isIn(path, one));
  if (own !== undefined) return own;
  return forData.some((one) => isIn(path, one)) && path !== '/var/log' ? undefined : folder;
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Files that programs need to tell the time or to know certificates; nothing is lost by showing them. */
export function isHarmlessFile(path: string): boolean {
  return (
    /^\/etc\/(?:localtime|timezone|resolv\.conf|hosts|hostname|os-release|machine-id|ld\.so\.cache)$/.test(
      path,
    ) ||
    /^\/(?:etc\/(?:ssl\/certs|ca-certificates|pki\/tls\/certs|pki\/ca-trust)|usr\/share\/(?:zoneinfo|ca-certificates))(?:\/|$)/.test(
      path,
    )
  );
}

/** Sockets by which container engines are told what to do. */
export function isEngineSocket(path: string): boolean {
  return /(?:^|\/)(?:docker|containerd|podman|crio|buildkitd|cri-dockerd|dockershim)\.(?:sock|socket)$/.test(
    path,
  );
}
