import { listOf, objectOf, textOf } from '../formats/json-values.ts';
import type { FamilyRow } from './contract.ts';
import { runnable } from './run.ts';

/** Names of a cluster or a registry in a cloud; what lies below one has more behind it. */
const cloudName =
  /^(?:arn:aws[\w-]{0,20}:(?:eks|ecr):|\/subscriptions\/.{1,300}\/managedClusters\/[^/]{1,100}$|https:\/\/container\.googleapis\.com\/.{1,300}\/clusters\/[^/]{1,100}$)/i;

/**
 * Whether a text is what the program of a cloud prints of a cluster or registry: templates, states
 * and lists of resources hold the same names deeper down.
 */
function isPrintedByCloud(text: string): boolean {
  if (!/arn:aws|managedClusters|container\.googleapis\.com/i.test(text)) return false;
  if (!text.trimStart().startsWith('{')) {
    return cloudName.test(/^selfLink: (\S{1,500})$/m.exec(text)?.[1] ?? '');
  }
  try {
    const { cluster, repositories, id, selfLink } = objectOf(JSON.parse(text));
    const { arn } = objectOf(cluster);
    const { repositoryArn } = objectOf(listOf(repositories)[0]);
    return [arn, repositoryArn, id, selfLink].some((name) => cloudName.test(textOf(name) ?? ''));
  } catch {
    return false;
  }
}

const composeKeys = /^(?:version|name|include|volumes|networks|secrets|configs|x-[\w-]{1,60})$/;

/** A file that brings a compose project its volumes or networks alone: nothing else stands at its top. */
function isComposePart(text: string): boolean {
  const keys = [...text.slice(0, 100_000).matchAll(/^([A-Za-z][\w.-]{0,60})[ \t]*:/gm)];
  const names = keys.map(([, name = '']) => name);
  return (
    names.every((name) => composeKeys.test(name)) &&
    names.some((name) => /^(?:volumes|networks|secrets|configs)$/.test(name))
  );
}

/** `Dockerfile`, `Dockerfile.web`, `web.dockerfile`, and the same with `Containerfile`. */
function isDockerfile(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return /(?:^|\.)(?:docker|container)file(?:\.|$)/i.test(name);
}

/** Every kind of configuration that is judged; a new one is a new folder and one entry here. */
export const families: readonly FamilyRow[] = [
  {
    id: 'dockerfile',
    named: (path) => isDockerfile(path) && !/\.(?:dockerignore|md|txt|sh|ya?ml|json)$/i.test(path),
    looks: (text) => /^[ \t]*FROM[ \t]+\S/im.test(text),
    load: async () => runnable((await import('./dockerfile/family.ts')).dockerfile),
  },
  {
    id: 'compose',
    named: (path) => {
      const stem = /^(.*)\.ya?ml$/is.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
      return stem !== undefined && /(?:^|[._-])compose(?:[._-]|$)/i.test(stem);
    },
    looks: (text) =>
      !/^(?:apiVersion|kind)[ \t]*:/m.test(text) &&
      (/^services[ \t]*:/m.test(text) || isComposePart(text)),
    load: async () => runnable((await import('./compose/family.ts')).compose),
  },
  {
    id: 'context',
    named: (path) =>
      isDockerfile(path)
        ? !/\.(?:md|txt|sh|ya?ml|json)$/i.test(path)
        : path.endsWith('.dockerignore'),
    load: async () => runnable((await import('./context/family.ts')).context),
  },
  {
    id: 'kubernetes',
    named: (path) =>
      /\.(?:ya?ml|json|conflist)$/i.test(path) ||
      /(?:^|\/)cni\/net\.d\/[^/]{1,200}\.conf$/.test(path),
    // As fields, at the start of a line or behind a brace or comma: not inside a text.
    holds: (text) =>
      (/(?:^|[{,])[ \t]*(?:- )?["']?apiVersion["']?[ \t]*:/m.test(text) &&
        /(?:^|[{,])[ \t]*(?:- )?["']?kind["']?[ \t]*:/m.test(text)) ||
      isPrintedByCloud(text) ||
      /"cniVersion"\s*:/.test(text),
    load: async () => runnable((await import('./kubernetes/family.ts')).kubernetes),
  },
  {
    id: 'seccomp',
    named: (path) => /\.json$/i.test(path),
    holds: (text) => text.includes('"defaultAction"') && text.includes('SCMP_ACT_'),
    load: async () => runnable((await import('./profile/seccomp-family.ts')).seccomp),
  },
  {
    id: 'apparmor',
    // Profiles have no name of their own: `/etc/apparmor.d/usr.bin.man`, `shop.apparmor`, `docker-shop`.
    named: (path) =>
      /(?:^|\/)apparmor(?:\.d)?\/|apparmor|(?:^|\/)(?:docker|usr|bin)[.-][^/]{1,80}$/i.test(path) &&
      !/\.(?:md|json|ya?ml|ts|js|py|go|sh|c|h)$/i.test(path),
    holds: (text) =>
      /^[ \t]{0,20}(?:profile[ \t]|\/|@\{)[^\n{]{0,400}\{[ \t]*(?:#[^\n]{0,400})?$/m.test(text),
    load: async () => runnable((await import('./profile/apparmor-family.ts')).apparmor),
  },
  {
    id: 'selinux',
    named: (path) => /\.(?:te|cil)$/i.test(path),
    holds: (text) =>
      /^\s{0,200}\((?:block|allow|type|typepermissive|typeattributeset|in|optional|macro)\s/m.test(
        text,
      ) || /^\s{0,200}(?:module|policy_module|type|allow|permissive)[\s(]/m.test(text),
    load: async () => runnable((await import('./profile/selinux-family.ts')).selinux),
  },
  {
    id: 'container',
    named: (path) => path.endsWith('.json'),
    holds: (text) => /"HostConfig"\s*:\s*\{/.test(text),
    load: async () => runnable((await import('./container/family.ts')).containerFamily),
  },
  {
    id: 'daemon',
    named: (path) => /(?:^|\/)(?:docker-)?daemon\.json$/.test(path),
    load: async () => runnable((await import('./daemon/family.ts')).daemonFamily),
  },
  {
    id: 'host',
    named: (path) => /(?:^|\/)host\.json$/.test(path),
    load: async () => runnable((await import('./host/family.ts')).hostFamily),
  },
  {
    id: 'docker-network',
    named: (path) => path.endsWith('.json'),
    holds: (text) =>
      /"Driver"\s*:/.test(text) &&
      !/"(?:HostConfig|RootFS)"\s*:/.test(text) &&
      /"(?:IPAM|members)"\s*:|^\s*\{\s*"Name"/.test(text),
    load: async () => runnable((await import('./network/family.ts')).networkFamily),
  },
  {
    id: 'image-config',
    named: (path) => path.endsWith('.json'),
    holds: (text) =>
      /"[Cc]onfig"\s*:\s*\{/.test(text) &&
      !/"(?:HostConfig|apiVersion|mediaType|selfLink)"\s*:/.test(text),
    load: async () => runnable((await import('./image/family.ts')).imageFamily),
  },
];
