import {
  appArmorOf,
  capabilitiesOf,
  hasUserNamespace,
  isPrivileged,
  seccompOf,
  sharesHost,
  userOf,
} from './effective.ts';
import { isWithin, socketOf } from './mounts.ts';
import type { ContainerMount, ContainerView } from './view.ts';
import type { Text } from '../../model/index.ts';

/** One way from the container to the host: the settings it needs, and the steps. */
export interface EscapePath {
  readonly id: string;
  /** In a few words: `docker.sock -> a container with / mounted -> root on the host`. */
  readonly path: Text;
  /** Pointers of the settings that together open it. */
  readonly pointers: readonly string[];
}

/**
 * Combinations of settings that let root of the container become root of the host. Each is known
 * from published escapes; none is reported when a user namespace or another user stands in its way.
 */
export function escapePaths(view: ContainerView): readonly EscapePath[] {
  const facts = factsOf(view);
  return ways.flatMap((way) => {
    const pointers = way.open(facts);
    return pointers === undefined ? [] : [{ id: way.id, path: way.path, pointers }];
  });
}

/** What the ways are judged by. */
interface Facts {
  readonly view: ContainerView;
  readonly privileged: boolean;
  /** Root inside is root outside: no user namespace lies between. */
  readonly hostRoot: boolean;
  /** The first process is root, so that capabilities are in its hands. */
  readonly rootUser: boolean;
  /** Neither seccomp nor AppArmor stands in the way of mounting. */
  readonly unconfined: boolean;
  readonly noSeccomp: boolean;
  readonly has: (capability: string) => boolean;
  readonly writable: (test: (path: string) => boolean) => ContainerMount | undefined;
}

function factsOf(view: ContainerView): Facts {
  const caps = capabilitiesOf(view);
  const armour = appArmorOf(view).state;
  const noSeccomp = seccompOf(view).state === 'none';
  return {
    view,
    privileged: isPrivileged(view),
    hostRoot: !hasUserNamespace(view),
    rootUser: userOf(view).root,
    // Docker's seccomp profile lets mount pass where CAP_SYS_ADMIN is given; AppArmor does not.
    unconfined: armour === 'none' || armour === 'unsupported',
    noSeccomp,
    has: caps.has,
    writable: (test) =>
      view.mounts.find((mount) => mount.type === 'bind' && mount.writable && test(mount.source)),
  };
}

interface Way {
  readonly id: string;
  readonly path: Text;
  readonly open: (facts: Facts) => readonly string[] | undefined;
}

const caps = '/HostConfig/CapAdd';
const options = '/HostConfig/SecurityOpt';

const ways: readonly Way[] = [
  {
    id: 'privileged',
    path: {
      en: 'privileged -> the disks of the host in /dev -> mount one -> write its files as root',
      'zh-CN': '特权模式 -> /dev 中的主机磁盘 -> 挂载其一 -> 以 root 写入其中的文件',
    },
    open: ({ privileged, hostRoot, rootUser }) =>
      privileged && hostRoot && rootUser ? ['/HostConfig/Privileged'] : undefined,
  },
  {
    id: 'runtime-socket',
    path: {
      en: 'socket of the runtime -> start a container with / of the host -> root on the host',
      'zh-CN': '容器运行时的套接字 -> 启动挂载了主机 / 的容器 -> 主机 root',
    },
    open: ({ view, rootUser }) => {
      // Read-only mounts do not stop anybody from connecting. Other users may lack the permission.
      const mount = view.mounts.find(({ source }) => socketOf(source) !== undefined);
      const group = view.host['GroupAdd'];
      const may = rootUser || (Array.isArray(group) && group.length > 0);
      return mount !== undefined && may ? [mount.pointer] : undefined;
    },
  },
  {
    id: 'host-root-mount',
    path: {
      en: 'writable / or system folder of the host -> a cron job, a key or a program -> root on the host',
      'zh-CN': '可写的主机 / 或系统目录 -> 定时任务、密钥或程序 -> 主机 root',
    },
    open: ({ writable, hostRoot, rootUser }) => {
      const mount = writable((path) => decisive.some((folder) => opens(path, folder)));
      return mount !== undefined && hostRoot && rootUser ? [mount.pointer] : undefined;
    },
  },
  {
    id: 'mount-disk',
    path: {
      en: 'CAP_SYS_ADMIN without AppArmor + a disk of the host as device -> mount it -> its files',
      'zh-CN': 'CAP_SYS_ADMIN 且没有 AppArmor + 作为设备的主机磁盘 -> 挂载 -> 其中的文件',
    },
    open: ({ view, has, unconfined, hostRoot, rootUser }) => {
      const disk = disks(view);
      const open = has('SYS_ADMIN') && unconfined && hostRoot && rootUser && disk;
      return open ? [caps, '/HostConfig/Devices'] : undefined;
    },
  },
  {
    id: 'release-agent',
    path: {
      en: 'CAP_SYS_ADMIN without AppArmor + cgroup v1 -> mount a hierarchy -> release_agent runs on the host',
      'zh-CN':
        'CAP_SYS_ADMIN 且没有 AppArmor + cgroup v1 -> 挂载层级 -> release_agent 在主机上运行',
    },
    open: ({ view, has, unconfined, hostRoot, rootUser }) => {
      const first = view.daemon === undefined || view.daemon.cgroupVersion === 1;
      const open = has('SYS_ADMIN') && unconfined && hostRoot && rootUser && first;
      return open ? [caps, options] : undefined;
    },
  },
  {
    id: 'admin-unconfined',
    path: {
      en: 'CAP_SYS_ADMIN without seccomp and AppArmor -> mount and setns on file systems of the host',
      'zh-CN': 'CAP_SYS_ADMIN 且没有 seccomp 和 AppArmor -> 对主机文件系统执行 mount 和 setns',
    },
    open: ({ has, unconfined, noSeccomp, hostRoot, rootUser }) =>
      has('SYS_ADMIN') && unconfined && noSeccomp && hostRoot && rootUser
        ? [caps, options]
        : undefined,
  },
  {
    id: 'ptrace-host',
    path: {
      en: "host's processes + CAP_SYS_PTRACE -> inject code into a process of the host",
      'zh-CN': '主机进程 + CAP_SYS_PTRACE -> 向主机进程注入代码',
    },
    open: ({ view, has, hostRoot, rootUser, unconfined }) =>
      sharesHost(view, 'PidMode') && has('SYS_PTRACE') && unconfined && hostRoot && rootUser
        ? ['/HostConfig/PidMode', caps]
        : undefined,
  },
  {
    id: 'host-proc-root',
    path: {
      en: "host's processes + CAP_SYS_ADMIN or CAP_SYS_CHROOT with CAP_SYS_PTRACE -> /proc/1/root -> files of the host",
      'zh-CN':
        '主机进程 + CAP_SYS_ADMIN，或 CAP_SYS_CHROOT 与 CAP_SYS_PTRACE -> /proc/1/root -> 主机文件',
    },
    open: ({ view, has, hostRoot, rootUser, unconfined }) =>
      sharesHost(view, 'PidMode') && has('SYS_ADMIN') && unconfined && hostRoot && rootUser
        ? ['/HostConfig/PidMode', caps]
        : undefined,
  },
  {
    id: 'module',
    path: {
      en: 'CAP_SYS_MODULE -> load a kernel module -> code in the kernel of the host',
      'zh-CN': 'CAP_SYS_MODULE -> 加载内核模块 -> 主机内核中的代码',
    },
    open: ({ has, hostRoot, rootUser }) =>
      has('SYS_MODULE') && hostRoot && rootUser ? [caps] : undefined,
  },
  {
    id: 'raw-io',
    path: {
      en: 'CAP_SYS_RAWIO + /dev/mem or a disk as device -> write memory or blocks of the host',
      'zh-CN': 'CAP_SYS_RAWIO + 作为设备的 /dev/mem 或磁盘 -> 写入主机内存或磁盘块',
    },
    open: ({ view, has, hostRoot, rootUser }) =>
      has('SYS_RAWIO') &&
      hostRoot &&
      rootUser &&
      devices(view).some((path) => /mem$|port$/.test(path))
        ? [caps, '/HostConfig/Devices']
        : undefined,
  },
  {
    id: 'file-handles',
    path: {
      en: 'CAP_DAC_READ_SEARCH + any file of the host -> open_by_handle_at -> every file of that disk',
      'zh-CN': 'CAP_DAC_READ_SEARCH + 主机的任一文件 -> open_by_handle_at -> 该磁盘的所有文件',
    },
    open: ({ view, has, hostRoot, rootUser }) => {
      const mount = view.mounts.find(({ type }) => type === 'bind');
      const open = has('DAC_READ_SEARCH') && mount !== undefined && hostRoot && rootUser;
      return open ? [caps, mount.pointer] : undefined;
    },
  },
  {
    id: 'proc-sys',
    path: {
      en: 'writable /proc or /sys of the host -> core_pattern, uevent_helper or modprobe -> a program of the host',
      'zh-CN':
        '可写的主机 /proc 或 /sys -> core_pattern、uevent_helper 或 modprobe -> 主机上的程序',
    },
    open: ({ writable, hostRoot, rootUser }) => {
      const mount = writable((path) => isWithin(path, '/proc') || isWithin(path, '/sys'));
      return mount !== undefined && hostRoot && rootUser ? [mount.pointer] : undefined;
    },
  },
];

/** Folders of which one file is enough. */
const decisive: readonly string[] = [
  '/etc',
  '/root',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/boot',
  '/var/spool/cron',
  '/var/lib/docker',
];

/** A mount of the folder itself, or of one that holds it. */
function opens(path: string, folder: string): boolean {
  const clean = path.length > 1 ? path.replace(/(?<!\/)\/+$/, '') : path;
  return clean === '/' || clean === folder || isWithin(folder, clean);
}

function devices(view: ContainerView): readonly string[] {
  const list = view.host['Devices'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const path: unknown =
      typeof entry === 'object' && entry !== null && 'PathOnHost' in entry ? entry.PathOnHost : '';
    return typeof path === 'string' ? [path] : [];
  });
}

function disks(view: ContainerView): boolean {
  return devices(view).some((path) => /^\/dev\/(?:sd|vd|xvd|nvme|dm-|mapper\/|md|loop)/.test(path));
}
