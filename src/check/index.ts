import type { FamilyRow } from './contract.ts';
import { runnable } from './run.ts';

/**
 * Whether a text is what the program of a cloud prints of a cluster or registry. Templates and states
 * of other tools hold the same names deeper down, and say what they are.
 */
function isPrintedByCloud(text: string): boolean {
  return (
    /(?:^|[{,])\s{0,40}["']?(?:arn|repositoryArn|id|selfLink)["']?[ \t]*:[ \t]*["']?(?:arn:aws[\w-]{0,20}:(?:eks|ecr):|\/subscriptions\/[^"'\n]{1,400}\/managedClusters\/[^"'/\n]{1,80}["']|https:\/\/container\.googleapis\.com\/[^"'\n]{1,400}\/clusters\/[^"'/\n]{1,80}(?:["']|$))/im.test(
      text,
    ) && !/"(?:terraform_version|\$schema|AWSTemplateFormatVersion)"/.test(text)
  );
}

/** Every kind of configuration that is judged; a new one is a new folder and one entry here. */
export const families: readonly FamilyRow[] = [
  {
    id: 'dockerfile',
    named: (path) =>
      /(?:^|[/\\.])(?:docker|container)file(?:\.[^/\\]*)?$/i.test(path) &&
      !/\.(?:dockerignore|md|txt|sh|ya?ml|json)$/i.test(path),
    looks: (text) => /^[ \t]*FROM[ \t]+\S/im.test(text),
    load: async () => runnable((await import('./dockerfile/family.ts')).dockerfile),
  },
  {
    id: 'compose',
    named: (path) => /(?:^|[/._-])compose(?:[._-][^/]*)?\.ya?ml$/i.test(path),
    looks: (text) => /^services[ \t]*:/m.test(text) && !/^(?:apiVersion|kind)[ \t]*:/m.test(text),
    load: async () => runnable((await import('./compose/family.ts')).compose),
  },
  {
    id: 'context',
    named: (path) =>
      /(?:^|[/\\.])(?:docker|container)file(?:\.[^/\\]*)?$/i.test(path)
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
