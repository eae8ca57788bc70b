import { dockerDefault } from './docker-default.ts';
import type { Given, SeccompBlock, SeccompView } from './seccomp.ts';
import { isSystemCall, newCall } from './system-calls.ts';

/** Actions that let a call through, with or without a note of it. */
const letting: ReadonlySet<string> = new Set(['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG']);

/** Capabilities that Docker gives to every container. */
const dockerCapabilities: ReadonlySet<string> = new Set([
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
]);

/** True when the action lets a call through. */
export function lets(action: string): boolean {
  return letting.has(action);
}

/** True when what no block names is let through. */
export function letsUnnamed({ defaultAction }: SeccompView): boolean {
  return lets(defaultAction.value);
}

/** True when the block counts in a container with the capabilities that Docker gives by itself. */
export function countsByDefault({ capabilities }: SeccompBlock): boolean {
  return capabilities.every((name) => dockerCapabilities.has(name));
}

/** Names that are let through, at least with some arguments, in a container with Docker's capabilities. */
export function letThrough({ blocks }: SeccompView): ReadonlySet<string> {
  const names = blocks
    .filter((block) => lets(block.action.value) && countsByDefault(block))
    .flatMap((block) => block.names.map(({ value }) => value));
  return new Set(names);
}

/** Names that some block forbids without condition. */
export function forbidden({ blocks }: SeccompView): ReadonlySet<string> {
  const names = blocks
    .filter((block) => !lets(block.action.value) && block.args.length === 0 && !block.excluded)
    .flatMap((block) => block.names.map(({ value }) => value));
  return new Set(names);
}

/** Calls let through, with whatever arguments, that Docker's default profile forbids or limits; each once. */
export function beyondDefault(view: SeccompView): readonly Given<string>[] {
  const seen = new Set<string>();
  return view.blocks
    .filter((block) => lets(block.action.value) && block.args.length === 0 && !block.excluded)
    .filter((block) => block.capabilities.length === 0)
    .flatMap((block) => block.names)
    .filter(({ value }) => {
      if (seen.has(value) || !isSystemCall(value)) return false;
      if (dockerDefault(value).allowed === 'always') return false;
      seen.add(value);
      return true;
    });
}

/** The highest number among the calls from 424 on that the profile names. */
export function newestNamed({ blocks }: SeccompView): number {
  const numbers = blocks.flatMap(({ names }) =>
    names.map(({ value }) => newCall(value)?.number ?? 0),
  );
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** Names for a sentence: the first ten, and how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${shown} … (${names.length})` : shown;
}
