import { cpeName, cpeVersion, parseCpe } from '../../../formats/cpe.ts';
import type { Cpe } from '../../../formats/cpe.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Affected, EventRange, RangeEvent } from '../../../model/index.ts';
import { cpeEcosystem } from '../names.ts';

/** What the configurations of one CVE say. */
export interface Configurations {
  /** Vulnerable applications, one entry for each product, what it runs in and on. */
  readonly affected: readonly Affected[];
  /** What could not be read. */
  readonly problems: readonly string[];
}

/** More products than this in one record are a list of everything. */
const mostProducts = 2000;

/**
 * Configurations of NVD's CVE API 2.0 (`configurations[].nodes[].cpeMatch[]`): which products are
 * at fault. Only applications are kept, the fault of an operating system is its distribution's to
 * tell. Within a configuration joined by AND, what is not vulnerable is what the others run on or
 * with; a product that is at fault on certain systems only keeps them as `platforms`. What a node
 * negates is neither.
 */
export function nvdConfigurations(configurations: unknown): Configurations {
  const entries = new Map<string, Entry>();
  const problems: string[] = [];
  for (const value of listOf(configurations)) {
    const configuration = objectOf(value);
    if (configuration['negate'] === true) {
      problems.push('a negated configuration');
      continue;
    }
    const nodes = listOf(configuration['nodes'])
      .map(objectOf)
      .filter((node) => node['negate'] !== true);
    const platforms = configuration['operator'] === 'AND' ? platformsOf(nodes) : undefined;
    for (const match of nodes.flatMap(matchesOf)) {
      if (match['vulnerable'] !== true) continue;
      const problem = addMatch(entries, match, platforms);
      if (problem !== undefined) problems.push(problem);
      if (entries.size > mostProducts) return { affected: [], problems: ['too many products'] };
    }
  }
  return { affected: [...entries.values()].map(affectedOf), problems };
}

interface Entry {
  readonly name: string;
  readonly targetSoftware: string;
  readonly platforms: readonly string[] | undefined;
  readonly ranges: EventRange[];
  readonly versions: string[];
}

function matchesOf(node: JsonObject): readonly JsonObject[] {
  return listOf(node['cpeMatch']).map(objectOf);
}

/** Systems that the others run on; undefined when there are none, or other things among them. */
function platformsOf(nodes: readonly JsonObject[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const match of nodes.flatMap(matchesOf)) {
    if (match['vulnerable'] === true) continue;
    const cpe = parseCpe(textOf(match['criteria']) ?? '');
    const name = cpe?.part === 'o' ? cpeName(cpe) : undefined;
    if (name === undefined) return undefined;
    names.add(name);
  }
  return names.size === 0 ? undefined : [...names].sort();
}

/** Adds one match to the entry of its product; the text says why one cannot be read. */
function addMatch(
  entries: Map<string, Entry>,
  match: JsonObject,
  platforms: readonly string[] | undefined,
): string | undefined {
  const criteria = textOf(match['criteria']) ?? '';
  const cpe = parseCpe(criteria);
  if (cpe === undefined) return `"${criteria.slice(0, 200)}" names no product`;
  const name = cpeName(cpe);
  if (cpe.part !== 'a' || name === undefined) return undefined;
  const targetSoftware = cpe.targetSoftware === '-' ? '' : cpe.targetSoftware;
  const key = JSON.stringify([name, targetSoftware, platforms]);
  const entry = entries.get(key) ?? { name, targetSoftware, platforms, ranges: [], versions: [] };
  const events = eventsOf(match);
  const version = cpeVersion(cpe);
  if (version !== undefined) entry.versions.push(version);
  else if (events !== undefined) entry.ranges.push({ kind: 'events', events });
  else if (isAny(cpe)) entry.ranges.push({ kind: 'events', events: [{ introduced: '0' }] });
  else return undefined;
  entries.set(key, entry);
  return undefined;
}

/** "Not applicable" is no version of any release. */
function isAny({ version }: Cpe): boolean {
  return version === '';
}

function eventsOf(match: JsonObject): readonly RangeEvent[] | undefined {
  const bound = (key: string): string | undefined => textOf(match[key])?.replace(line, '');
  const from = bound('versionStartIncluding');
  const after = bound('versionStartExcluding');
  const end = textOf(match['versionEndIncluding']);
  // The last of a line of releases is everything before the next line.
  const next = end === undefined || !line.test(end) ? undefined : nextLine(end.replace(line, ''));
  const fixed = bound('versionEndExcluding') ?? next;
  const last = next === undefined ? end : undefined;
  if ((from ?? after ?? fixed ?? last) === undefined) return undefined;
  return [
    after === undefined
      ? { introduced: from ?? '0' }
      : { introduced: after, exclusive: true as const },
    ...(fixed === undefined ? [] : [{ fixed }]),
    ...(last === undefined ? [] : [{ last_affected: last }]),
  ];
}

/** `4.*` names a line of releases where a version should stand. */
const line = /\.\*$/;

function nextLine(start: string): string {
  return start.replace(/\d{1,15}$/, (number) => String(Number(number) + 1));
}

function affectedOf({ name, targetSoftware, platforms, ranges, versions }: Entry): Affected {
  const qualifiers = {
    ...(targetSoftware === '' ? {} : { targetSoftware }),
    ...(platforms === undefined ? {} : { platforms }),
  };
  return {
    ecosystem: cpeEcosystem,
    name,
    state: ranges.some(({ events }) => events.some((event) => 'fixed' in event))
      ? 'fixed'
      : 'affected',
    ranges,
    ...(versions.length === 0 ? {} : { versions }),
    ...(Object.keys(qualifiers).length === 0 ? {} : { qualifiers }),
  };
}
