import { maskVariables } from './interpolate.ts';
import { isTrue, itemsOf, member, textOf } from './part.ts';
import type { Mapping, Part } from './part.ts';

/** Something of the host or a volume that a service sees. */
export interface ComposeMount {
  readonly type: string;
  /** Path on the host, name of a volume, or undefined for a volume without name. */
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly readOnly: boolean;
  /** `rshared`, `slave` …; undefined is the default, `rprivate`. */
  readonly propagation: string | undefined;
  readonly part: Part;
  /** The part that names the source; the whole mount in short form. */
  readonly sourcePart: Part;
}

const propagations: ReadonlySet<string> = new Set([
  'private',
  'rprivate',
  'shared',
  'rshared',
  'slave',
  'rslave',
]);

/** What a service mounts: `volumes` in both forms; `tmpfs` is left out, nothing of the host is in it. */
export function mountsOf(service: Mapping): readonly ComposeMount[] {
  return itemsOf(service.members.get('volumes')).flatMap((part) => {
    if (part.kind === 'mapping') return [longMount(part)];
    const text = textOf(part);
    return text === undefined ? [] : [shortMount(part, text)];
  });
}

function longMount(part: Mapping): ComposeMount {
  const source = member(part, 'source');
  const type = textOf(member(part, 'type')) ?? 'volume';
  return {
    type,
    source: textOf(source),
    target: textOf(member(part, 'target')),
    readOnly: isTrue(member(part, 'read_only')),
    propagation: textOf(member(part, 'bind', 'propagation')),
    part,
    sourcePart: source ?? part,
  };
}

/** `[source:]target[:options]`; a drive letter of Windows is no source of its own. */
function shortMount(part: Part, text: string): ComposeMount {
  const pieces = splitMount(text);
  const [first = '', second] = pieces;
  const options = (pieces[2] ?? '').split(',');
  const source = second === undefined ? undefined : first;
  return {
    type: source !== undefined && isHostPath(source) ? 'bind' : 'volume',
    source,
    target: second ?? first,
    readOnly: options.includes('ro'),
    propagation: options.find((option) => propagations.has(option)),
    part,
    sourcePart: part,
  };
}

function splitMount(text: string): readonly string[] {
  // Colons of a variable and of a drive letter separate nothing.
  const masked = maskVariables(text).replaceAll(/(^|:)([A-Za-z]):(?=[\\/])/g, '$1$2 ');
  const pieces: string[] = [];
  let from = 0;
  for (let at = masked.indexOf(':'); at >= 0; at = masked.indexOf(':', at + 1)) {
    pieces.push(text.slice(from, at));
    from = at + 1;
  }
  return [...pieces, text.slice(from)];
}

/** Names of volumes begin with a letter or digit; all else is a path. A variable may be both. */
function isHostPath(source: string): boolean {
  return /^(?:[./~\\]|[A-Za-z]:[\\/])/.test(source) || /^\$[^/]*\//.test(source);
}
