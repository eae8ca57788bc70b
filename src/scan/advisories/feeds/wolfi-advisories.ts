import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { Affected } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { cvesFirst, isCve } from '../ids.ts';
import { longestName } from '../names.ts';

const id = 'wolfi-advisories';
const members = '{,*/}*.advisories.yaml';

/**
 * Wolfi's advisories as its maintainers write them: a YAML file for each package, with the history
 * of every fault. Unlike the security database it tells what is open, why something is no fault, and
 * which ids belong together. https://github.com/wolfi-dev/advisories, schema 2.0.
 */
export const wolfiAdvisories: Feed = {
  id,
  title: 'Wolfi advisories',
  url: 'https://codeload.github.com/wolfi-dev/advisories/tar.gz/refs/heads/',
  licence: 'Apache-2.0 up to 2025-05-07, CC-BY-NC-ND-4.0 since',
  ecosystems: ['Wolfi'],
  optional: true,
  parts: () => [{ name: 'wolfi-advisories.tar.gz', url: 'main', ecosystems: ['Wolfi'], members }],
  mirror: [
    `wolfi/wolfi-advisories-*.tar.zst!${members}`,
    `wolfi-advisories.tar.gz!${members}`,
    'wolfi/*.advisories.yaml',
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const file = objectOf(readYaml(new TextDecoder().decode(document.bytes), `"${where}"`).value);
  const name = textOf(objectOf(file['package'])['name']);
  if (name === undefined || name.length > longestName || !Array.isArray(file['advisories'])) {
    yield { kind: 'problem', where, text: 'it is no list of advisories: no package or no list' };
    return;
  }
  for (const item of listOf(file['advisories'])) yield* advisory(objectOf(item), name, where);
}

/** One record for each CVE of an advisory, because security databases and people go by those; by its own id when it has none. */
function* advisory(item: JsonObject, name: string, where: string): Generator<FeedRecord> {
  const own = textOf(item['id']);
  const event = latest(listOf(item['events']).map(objectOf));
  const found = event === undefined ? undefined : affectedBy(event, name);
  if (own === undefined || own.length > 100 || event === undefined || found === undefined) {
    const text = `Cannot read advisory "${(own ?? '').slice(0, 40)}" of ${name}: its last event is none of the known ones`;
    yield { kind: 'problem', where, text };
    return;
  }
  const aliases = textsOf(item['aliases']).filter((alias) => alias.length <= 100);
  const cves = [...new Set(aliases.filter(isCve))];
  for (const main of cves.length === 0 ? [own] : cves) {
    yield {
      kind: 'advisory',
      advisory: {
        id: main,
        aliases: cvesFirst([own, ...aliases.filter((alias) => !isCve(alias))], main),
        source: id,
        kind: 'vulnerability',
        affected: [found],
        severities: [],
        modified: event.time,
      },
    };
  }
}

interface Event {
  readonly time: string;
  readonly type: string;
  readonly data: JsonObject;
}

/** The event that holds: the newest, and of equal times the one that was written last. */
function latest(events: readonly JsonObject[]): Event | undefined {
  let last: Event | undefined;
  for (const event of events) {
    const time = textOf(event['timestamp']);
    const type = textOf(event['type']);
    if (time === undefined || type === undefined || !/^\d{4}-\d\d-\d\dT/.test(time)) continue;
    if (last === undefined || time >= last.time)
      last = { time, type, data: objectOf(event['data']) };
  }
  return last;
}

const open = [{ kind: 'events' as const, events: [{ introduced: '0' }] }];

/** What an event makes of the package; undefined for an event that is not known. */
function affectedBy({ type, data, time }: Event, name: string): Affected | undefined {
  const base = { ecosystem: 'Wolfi', name };
  switch (type) {
    case 'fixed': {
      const fixed = textOf(data['fixed-version']);
      if (fixed === undefined) return undefined;
      if (fixed === '0') return { ...base, state: 'not_affected', vendorState: type, ranges: [] };
      const range = { kind: 'events' as const, events: [{ introduced: '0' }, { fixed }] };
      return { ...base, state: 'fixed', ranges: [range], fixDate: time.slice(0, 10) };
    }
    case 'false-positive-determination':
      return {
        ...base,
        state: 'not_affected',
        vendorState: reasonOf(data) ?? type,
        ranges: [],
      };
    // A scanner of the distribution's own found it, and nobody has looked yet.
    case 'detection':
    case 'analysis-not-planned':
      return { ...base, state: 'under_investigation', vendorState: type, ranges: open };
    case 'true-positive-determination':
      return { ...base, state: 'affected', vendorState: type, ranges: open };
    case 'pending-upstream-fix':
      return { ...base, state: 'fix_deferred', vendorState: type, ranges: open };
    case 'fix-not-planned':
      return { ...base, state: 'will_not_fix', vendorState: type, ranges: open };
    default:
      return undefined;
  }
}

/** `vulnerable-code-not-included-in-package`, the justification in the schema's own words. */
function reasonOf(data: JsonObject): string | undefined {
  return /^[a-z-]{1,80}$/.exec(textOf(data['type']) ?? '')?.[0];
}
