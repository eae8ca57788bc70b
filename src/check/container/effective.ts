import { objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { ContainerView } from './view.ts';
import type { Said } from '../words.ts';

/** Capabilities of a container that asks for nothing: moby, `oci/caps/defaults.go`. */
export const defaultCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Capabilities in force. `all` stands for every one that the kernel has. */
export interface Capabilities {
  readonly all: boolean;
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  readonly has: (name: string) => boolean;
  /** The pointer and words of what decided that one is there. */
  readonly from: (name: string) => { readonly pointer: string; readonly observed: string };
}

/** `--privileged` gives all; else the default set, what is added to it and what is dropped. */
export function capabilitiesOf(view: ContainerView): Capabilities {
  const added = textsOf(view.host['CapAdd']).map(bare);
  const dropped = textsOf(view.host['CapDrop']).map(bare);
  const all = isPrivileged(view) || (added.includes('ALL') && !dropped.includes('ALL'));
  const base = dropped.includes('ALL') ? [] : defaultCapabilities;
  const set = new Set([...base, ...added].filter((name) => name !== 'ALL'));
  // Docker adds what is named even where ALL is dropped, and drops what is named where ALL is added.
  for (const name of dropped) if (!isPrivileged(view)) set.delete(name);
  const refused = isPrivileged(view) ? [] : dropped;
  return {
    all,
    added,
    dropped,
    has: (name) => (all ? !refused.includes(name) : set.has(name)),
    from: (name) =>
      isPrivileged(view)
        ? { pointer: '/HostConfig/Privileged', observed: 'true' }
        : added.includes(name) || added.includes('ALL')
          ? { pointer: '/HostConfig/CapAdd', observed: added.join(', ') }
          : { pointer: '/HostConfig/CapDrop', observed: dropped.join(', ') || 'nothing' },
  };
}

function bare(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

/** Whether `--privileged` was given. */
export function isPrivileged(view: ContainerView): boolean {
  return view.host['Privileged'] === true;
}

/** Value of one `--security-opt`: `seccomp=unconfined` or, as old clients write it, `seccomp:unconfined`. */
export function securityOption(view: ContainerView, name: string): string | undefined {
  for (const option of textsOf(view.host['SecurityOpt'])) {
    if (option === name) return '';
    if (option.startsWith(`${name}=`) || option.startsWith(`${name}:`))
      return option.slice(name.length + 1);
  }
  return undefined;
}

/** What the daemon says of one kind of confinement: the text after `name=seccomp`, or undefined when it has none. */
export function daemonSecurity(view: ContainerView, name: string): string | undefined {
  const option = view.daemon?.securityOptions.find((entry) =>
    entry.split(',').includes(`name=${name}`),
  );
  return option === undefined ? undefined : option.slice(`name=${name}`.length).replace(/^,/, '');
}

/** A confinement that is in force, and what decided it. */
export interface Confinement {
  readonly state: 'none' | 'default' | 'custom' | 'unsupported' | 'unknown';
  readonly pointer: string;
  readonly observed: Said;
  readonly from: string;
}

/** The seccomp filter in force: privileged removes it, then the container's option, then the daemon's default. */
export function seccompOf(view: ContainerView): Confinement {
  const pointer = '/HostConfig/SecurityOpt';
  const own = securityOption(view, 'seccomp');
  if (isPrivileged(view) && (own === undefined || own === 'unconfined')) {
    const how = { pointer: '/HostConfig/Privileged', observed: 'true', from: 'docker inspect' };
    return { state: 'none', ...how };
  }
  if (own === 'unconfined')
    return { state: 'none', pointer, observed: 'seccomp=unconfined', from: 'docker inspect' };
  if (own !== undefined && own !== 'builtin')
    return {
      state: 'custom',
      pointer,
      observed: { en: 'a profile of its own', 'zh-CN': '自定义配置' },
      from: 'docker inspect',
    };
  if (view.daemon === undefined)
    return { state: 'default', pointer, observed: 'nothing', from: 'docker inspect' };
  const daemon = daemonSecurity(view, 'seccomp');
  const from = 'docker info';
  if (daemon === undefined)
    return {
      state: 'none',
      pointer,
      observed: { en: 'no seccomp in the daemon', 'zh-CN': '守护进程没有 seccomp' },
      from,
    };
  if (daemon.includes('profile=unconfined'))
    return { state: 'none', pointer, observed: 'unconfined', from };
  const builtin = daemon === '' || /profile=(?:default|builtin)/.test(daemon);
  return { state: builtin ? 'default' : 'custom', pointer, observed: daemon, from };
}

/** The AppArmor profile in force. */
export function appArmorOf(view: ContainerView): Confinement {
  const profile = textOf(view.inspect['AppArmorProfile']);
  const own = securityOption(view, 'apparmor');
  const from = 'docker inspect';
  const pointer = own === undefined ? '/AppArmorProfile' : '/HostConfig/SecurityOpt';
  if (view.daemon !== undefined && daemonSecurity(view, 'apparmor') === undefined) {
    const observed = 'the host has no AppArmor';
    return { state: 'unsupported', pointer, observed, from: 'docker info' };
  }
  if (profile === 'unconfined' || own === 'unconfined')
    return { state: 'none', pointer, observed: 'unconfined', from };
  if (isPrivileged(view) && own === undefined)
    return { state: 'none', pointer: '/HostConfig/Privileged', observed: 'true', from };
  if (profile === 'docker-default' || (profile === undefined && own === undefined)) {
    // Without the daemon's word an empty profile may mean a host without AppArmor.
    const state = profile === undefined && view.daemon === undefined ? 'unknown' : 'default';
    return { state, pointer, observed: profile ?? 'nothing', from };
  }
  return { state: 'custom', pointer, observed: profile ?? own ?? '', from };
}

/** Whether the process may gain privileges by setuid programs. */
export function noNewPrivileges(view: ContainerView): boolean {
  const own = securityOption(view, 'no-new-privileges');
  if (own !== undefined) return own !== 'false';
  return (
    view.daemon?.noNewPrivileges === true || daemonSecurity(view, 'no-new-privileges') !== undefined
  );
}

/** The user of the first process, and the chain that decided it. */
export interface EffectiveUser {
  readonly user: string;
  readonly root: boolean;
  /** Who decided: the option `--user`, the image, or nobody. */
  readonly by: 'option' | 'image' | 'default';
  readonly chain: readonly string[];
  /** Index and text of the history entry that set the image's user. */
  readonly history: { readonly index: number; readonly createdBy: string } | undefined;
}

/**
 * Dockerfile `USER` -> image configuration -> `--user` -> container. Inspect shows the last word; the
 * image's configuration shows what it was before.
 */
export function userOf(view: ContainerView): EffectiveUser {
  const user = textOf(view.config['User']) ?? '';
  const inImage = view.image === undefined ? undefined : (textOf(view.image.config['User']) ?? '');
  const overridden = inImage !== undefined && inImage !== user;
  const by = overridden ? 'option' : user === '' ? 'default' : 'image';
  const history = view.image?.history ?? [];
  const index = history.findLastIndex((line) => /(?:^|#\(nop\)\s+)USER\s/.test(line));
  const createdBy = history[index];
  const chain = [
    ...(createdBy === undefined ? [] : [`history: ${createdBy.replace(/^.*#\(nop\)\s+/, '')}`]),
    ...(inImage === undefined ? [] : [`image: ${inImage === '' ? 'no USER (root)' : inImage}`]),
    ...(overridden ? [`--user: ${user === '' ? 'root' : user}`] : []),
    `container: ${user === '' ? 'root (nobody chose another)' : user}`,
  ];
  return {
    user,
    root: isRoot(user),
    by,
    chain,
    history: createdBy === undefined ? undefined : { index, createdBy },
  };
}

/** `root`, uid 0 in any spelling, and no user at all. */
export function isRoot(user: string): boolean {
  const name = user.split(':')[0]?.trim() ?? '';
  return name === '' || name === 'root' || /^0+$/.test(name);
}

/** Whether uid 0 of the container is another user on the host. */
export function hasUserNamespace(view: ContainerView): boolean {
  if (view.host['UsernsMode'] === 'host') return false;
  return (
    daemonSecurity(view, 'userns') !== undefined || daemonSecurity(view, 'rootless') !== undefined
  );
}

/** Whether a namespace is the host's: `--pid host`. */
export function sharesHost(view: ContainerView, mode: string): boolean {
  return textOf(view.host[mode]) === 'host';
}

/** Environment of the container as pairs; what stands after the first `=` is the value. */
export function environmentOf(
  config: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] {
  return textsOf(config['Env']).map((entry) => {
    const at = entry.indexOf('=');
    return at === -1
      ? ([entry, ''] as const)
      : ([entry.slice(0, at), entry.slice(at + 1)] as const);
  });
}

/** Ports that the image or the container declares: `80/tcp`. */
export function exposedPorts(view: ContainerView): ReadonlySet<string> {
  const declared = Object.keys(objectOf(view.config['ExposedPorts']));
  const inImage = Object.keys(objectOf(view.image?.config['ExposedPorts']));
  return new Set([...declared, ...inImage]);
}
