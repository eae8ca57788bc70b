/** Sockets of daemons that start containers: who may write to one is root on the host. */
export const runtimeSockets: readonly string[] = [
  'docker.sock',
  'containerd.sock',
  'crio.sock',
  'cri-dockerd.sock',
  'podman.sock',
  'buildkitd.sock',
  'dockershim.sock',
];

/** The runtime socket that a mount of `source` brings in: the socket itself or the folder that holds it. */
export function socketOf(source: string): string | undefined {
  const path = normal(source);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (runtimeSockets.includes(name)) return path;
  return socketFolders.get(path);
}

const socketFolders: ReadonlyMap<string, string> = new Map([
  ['/run', '/run/docker.sock'],
  ['/var/run', '/var/run/docker.sock'],
  ['/run/containerd', '/run/containerd/containerd.sock'],
  ['/var/run/containerd', '/var/run/containerd/containerd.sock'],
  ['/run/podman', '/run/podman/podman.sock'],
  ['/run/crio', '/run/crio/crio.sock'],
]);

/** Folders whose content decides what the host runs, and whom it lets in. */
const sensitive: readonly string[] = [
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/sys',
  '/usr',
  '/bin',
  '/sbin',
  '/home',
  '/run',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/var/log',
  '/var/run',
  '/var/spool/cron',
];

/** Files below those folders that containers are given as a matter of course. */
const harmless: ReadonlySet<string> = new Set([
  '/etc/localtime',
  '/etc/timezone',
  '/etc/hostname',
  '/etc/machine-id',
]);

/** The sensitive folder that a mount of `source` opens, or undefined. `/` opens all of them. */
export function sensitiveHostPath(source: string): string | undefined {
  const path = normal(source);
  if (path === '/') return '/';
  if (harmless.has(path)) return undefined;
  // Data of one volume lies below the daemon's folder and is what volumes are for.
  if (/^\/var\/lib\/docker\/volumes\/[^/]+\/_data(?:\/|$)/.test(path)) return undefined;
  return sensitive.find((folder) => isWithin(path, folder));
}

/** Whether `path` is `folder` or below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Without trailing, doubled and `.` parts; `..` is resolved as the kernel would without links. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
