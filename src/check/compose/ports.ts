import { maskVariables } from './interpolate.ts';
import { member, textOf } from './part.ts';
import type { Part } from './part.ts';

/** Ports from first to last. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** A port of a service that is reachable from outside. */
export interface ComposePort {
  /** Address of the host it is bound to; undefined is every one. */
  readonly hostIp: string | undefined;
  /** Port on the host; undefined when the daemon picks one. */
  readonly published: PortRange | undefined;
  /** Port of the container; undefined when it is a variable without a value. */
  readonly target: PortRange | undefined;
  readonly protocol: string;
  /** Variables without a value in it. */
  readonly unresolved: readonly string[];
  /** As it is written, in short form. */
  readonly text: string;
  readonly part: Part;
}

/** A port in short or long form; what is neither gives nothing, the schema tells it. */
export function portsOf(part: Part): readonly ComposePort[] {
  if (part.kind === 'list') return [];
  return [part.kind === 'mapping' ? longPort(part) : shortPort(part, textOf(part) ?? '')];
}

/** `[[address:][published]:]target[/protocol]`; an address of version 6 stands in brackets. */
function shortPort(part: Part, text: string): ComposePort {
  const unresolved = part.kind === 'scalar' ? part.unresolved : [];
  // Colons within a variable are none of the form's.
  const masked = maskVariables(text);
  const slash = masked.lastIndexOf('/');
  const protocol = slash < 0 ? 'tcp' : text.slice(slash + 1).toLowerCase();
  const end = slash < 0 ? text.length : slash;
  const targetColon = masked.lastIndexOf(':', end - 1);
  const target = text.slice(targetColon + 1, end);
  const rest = { protocol, unresolved, text, part, target: rangeOf(target) };
  if (targetColon < 0) return { ...rest, hostIp: undefined, published: undefined };
  const before = text.slice(0, targetColon);
  const publishedColon = masked.slice(0, targetColon).lastIndexOf(':');
  const inBrackets = before.endsWith(']');
  const published = inBrackets ? '' : before.slice(publishedColon + 1);
  const address = inBrackets ? before : before.slice(0, Math.max(0, publishedColon));
  return { ...rest, hostIp: addressOf(address), published: rangeOf(published) };
}

function longPort(part: Part): ComposePort {
  const published = textOf(member(part, 'published')) ?? '';
  const target = textOf(member(part, 'target')) ?? '';
  const colon = published.lastIndexOf(':');
  const protocol = textOf(member(part, 'protocol'))?.toLowerCase() ?? 'tcp';
  const given = textOf(member(part, 'host_ip')) ?? published.slice(0, Math.max(0, colon));
  const hostIp = addressOf(given);
  const fields = ['published', 'target', 'host_ip'].map((name) => member(part, name));
  return {
    hostIp,
    published: rangeOf(published.slice(colon + 1)),
    target: rangeOf(target),
    protocol,
    unresolved: fields.flatMap((one) => (one?.kind === 'scalar' ? one.unresolved : [])),
    text: [...(hostIp === undefined ? [] : [hostIp]), published, target]
      .filter((one) => one !== '')
      .join(':'),
    part,
  };
}

function addressOf(text: string): string | undefined {
  const address = text.replace(/^\[/, '').replace(/\]$/, '');
  return address === '' ? undefined : address;
}

function rangeOf(text: string): PortRange | undefined {
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (first === undefined) return undefined;
  return { first: Number(first), last: Number(last ?? first) };
}
