import { isNull, itemsOf, textOf } from './part.ts';
import type { List, Mapping, Part } from './part.ts';

/** A way through a project, `*` for any name. */
type Way = readonly string[];

/**
 * Lays one file over another as the Compose specification says: mappings join, lists grow, and
 * what follows is told apart by name, target or port instead. `!reset` removes, `!override` puts
 * in place of.
 */
export function merged(base: Part, over: Part, way: Way = []): Part {
  if (over.tag === '!override' || isNull(base)) return over;
  // A key without value is no wish to remove what another file says.
  if (isNull(over)) return base;
  const rule = ruleAt(way);
  if (rule === 'replace') return over;
  if (rule === 'named') return mergedMappings(asMapping(base), asMapping(over), way);
  if (rule === 'build') return mergedMappings(asBuild(base), asBuild(over), way);
  if (rule !== undefined) return joined(base, over, rule);
  if (base.kind === 'mapping' && over.kind === 'mapping') {
    return isOtherLogging(base, over, way) ? over : mergedMappings(base, over, way);
  }
  if (base.kind === 'list' && over.kind === 'list') return joined(base, over, textKey);
  return over;
}

function mergedMappings(base: Mapping, over: Mapping, way: Way): Mapping {
  const members = new Map(base.members);
  for (const [key, part] of over.members) {
    const known = members.get(key);
    if (part.tag === '!reset') members.delete(key);
    else members.set(key, known === undefined ? part : merged(known, part, [...way, key]));
  }
  return { ...base, members };
}

/** Removes what `!reset` marks in a file that lies over nothing. */
export function withoutResets(part: Part): Part {
  if (part.kind === 'list') return { ...part, items: part.items.map(withoutResets) };
  if (part.kind === 'scalar') return part;
  const members = [...part.members].filter(([, one]) => one.tag !== '!reset');
  return { ...part, members: new Map(members.map(([key, one]) => [key, withoutResets(one)])) };
}

type ItemKey = (item: Part) => string;
type Rule = 'replace' | 'named' | 'build' | ItemKey;

const textKey: ItemKey = (item) => textOf(item) ?? `${item.at.path}\0${item.at.pointer}`;

function field(item: Part, ...names: readonly string[]): string {
  return item.kind === 'mapping'
    ? names.map((name) => textOf(item.members.get(name)) ?? '').join('|')
    : '';
}

/** A mount is told by its target, whatever its form. */
const mountKey: ItemKey = (item) => {
  if (item.kind === 'mapping') return field(item, 'target');
  const text = textOf(item) ?? '';
  const parts = text.replace(/^([A-Za-z]):([\\/])/, '$1\0$2').split(':');
  return (parts.length > 1 ? parts[1] : parts[0])?.replace('\0', ':') ?? '';
};

const portKey: ItemKey = (item) =>
  item.kind === 'mapping'
    ? field(item, 'host_ip', 'published', 'target', 'protocol')
    : (textOf(item) ?? '');

const sourceKey: ItemKey = (item) => {
  if (item.kind !== 'mapping') return textOf(item) ?? '';
  const target = field(item, 'target');
  return target === '' ? field(item, 'source') : target;
};

const pathKey: ItemKey = (item) =>
  item.kind === 'mapping' ? field(item, 'path') : (textOf(item) ?? '');

const ofService: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['command', 'replace'],
  ['entrypoint', 'replace'],
  ['build', 'build'],
  ['annotations', 'named'],
  ['depends_on', 'named'],
  ['environment', 'named'],
  ['extra_hosts', 'named'],
  ['labels', 'named'],
  ['models', 'named'],
  ['networks', 'named'],
  ['sysctls', 'named'],
  ['configs', sourceKey],
  ['devices', mountKey],
  ['dns', textKey],
  ['dns_search', textKey],
  ['env_file', pathKey],
  ['label_file', textKey],
  ['expose', textKey],
  ['ports', portKey],
  ['profiles', textKey],
  ['secrets', sourceKey],
  ['tmpfs', textKey],
  ['volumes', mountKey],
]);

function ruleAt(way: Way): Rule | undefined {
  if (way[0] !== 'services') return way.at(-1) === 'labels' ? 'named' : undefined;
  const [, , first = '', second] = way;
  if (way.length === 3) return ofService.get(first);
  if (first === 'healthcheck' && second === 'test') return 'replace';
  if (first === 'build' && way.length === 4)
    return ['args', 'labels', 'extra_hosts', 'additional_contexts', 'ssh'].includes(second ?? '')
      ? 'named'
      : undefined;
  return first === 'deploy' && second === 'labels' ? 'named' : undefined;
}

/** Options of one logging driver mean nothing to another. */
function isOtherLogging(base: Mapping, over: Mapping, way: Way): boolean {
  if (way.length !== 3 || way[2] !== 'logging') return false;
  const driver = textOf(over.members.get('driver'));
  return driver !== undefined && driver !== textOf(base.members.get('driver'));
}

/** A list of `NAME=value` or of names as the mapping it stands for. */
export function asMapping(part: Part): Mapping {
  if (part.kind === 'mapping') return part;
  const members = new Map<string, Part>();
  for (const item of itemsOf(part)) {
    const text = textOf(item) ?? '';
    const split = /[=:]/.exec(text)?.index ?? text.length;
    const equals = text.includes('=') ? text.indexOf('=') : split;
    const name = text.slice(0, equals);
    const value = equals < text.length ? text.slice(equals + 1) : null;
    const unresolved = item.kind === 'scalar' ? item.unresolved : [];
    members.set(name, { kind: 'scalar', value, unresolved, at: item.at, tag: item.tag });
  }
  return { kind: 'mapping', members, at: part.at, tag: part.tag };
}

/** The short form of `build` is the folder. */
export function asBuild(part: Part): Mapping {
  if (part.kind === 'mapping') return part;
  return { kind: 'mapping', members: new Map([['context', part]]), at: part.at, tag: part.tag };
}

/** Items of both, those of the later one in place of those with the same key. */
function joined(base: Part, over: Part, keyOf: ItemKey): List {
  const items = new Map<string, Part>();
  for (const item of [...itemsOf(base), ...itemsOf(over)]) {
    const key = keyOf(item);
    const known = items.get(key);
    const both = known?.kind === 'mapping' && item.kind === 'mapping';
    items.set(key, both ? mergedMappings(known, item, []) : item);
  }
  return { kind: 'list', items: [...items.values()], at: over.at, tag: undefined };
}
