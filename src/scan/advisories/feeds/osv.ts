import { bytesSource } from '../../../formats/byte-source.ts';
import { jsonMembers, parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textMember, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { zipEntries } from '../../../formats/zip.ts';
import { errorText } from '../../../model/index.ts';
import type {
  Advisory,
  AdvisoryKind,
  AdvisoryRange,
  Affected,
  RangeEvent,
} from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { cveOfRecord, cvesFirst, isCve } from '../ids.ts';
import { packageName } from '../names.ts';
import { osvSeverities } from './osv-severity.ts';
import { append } from '../../../model/append.ts';

/** One ecosystem of the OSV bulk export: all that a new ecosystem needs to say. */
export interface OsvEcosystem {
  readonly id: string;
  readonly title: string;
  /** Folder of the export and name of the ecosystem, without release. */
  readonly ecosystem: string;
  readonly licence: string;
  /** True when the publisher lists the CVEs that an erratum fixes under `related`; errata without any are no vulnerabilities. */
  readonly errata?: boolean;
  /** Releases that matter, by their whole names; default: every one. */
  readonly releases?: RegExp;
  /**
   * True for a distribution's records: `UBUNTU-CVE-2024-1` is its word on CVE-2024-1, and versions
   * listed one by one repeat what the ranges say in the distribution's own order.
   */
  readonly ownRecords?: boolean;
  /** Passed on to the feed. */
  readonly secondaryTo?: string;
  /** Passed on to the feed. */
  readonly optional?: boolean;
  /** Where else a local mirror may hold records of this ecosystem. */
  readonly mirror?: readonly string[];
}

const bulk = 'https://osv-vulnerabilities.storage.googleapis.com/';

/**
 * The feed of one ecosystem from OSV's bulk export, `<Ecosystem>/all.zip` with one JSON record in a
 * file; https://ossf.github.io/osv-schema/ 1.7. Single records (`.json`) are read as well.
 */
export function osvFeed(row: OsvEcosystem): Feed {
  const name = `${row.ecosystem}/all.zip`;
  return {
    id: row.id,
    title: row.title,
    url: bulk,
    licence: row.licence,
    ecosystems: [row.ecosystem],
    parts: () => [{ name, url: name, ecosystems: [row.ecosystem] }],
    mirror: [...(row.mirror ?? []), `osv/${name}`, `osv-converted/${name}`, name],
    partOf: (path) => path.replace(/^osv(?:-converted)?\//, ''),
    oneRecordPerId: true,
    ...(row.secondaryTo === undefined ? {} : { secondaryTo: row.secondaryTo }),
    ...(row.optional === undefined ? {} : { optional: row.optional }),
    changes: () => ({
      list: `${row.ecosystem}/modified_id.csv`,
      record: (id) => `${row.ecosystem}/${encodeURIComponent(id)}.json`,
    }),
    parse: (document) => parseOsv(document, row),
  };
}

function* parseOsv(document: FeedDocument, row: OsvEcosystem): Generator<FeedRecord> {
  if (document.name.endsWith('/changes.json')) {
    for (const [id, record] of jsonMembers(document.bytes, `"${document.name}"`))
      yield recordOf(record, `${document.name}: ${id}`, row);
    return;
  }
  if (document.name.endsWith('.json')) {
    yield* records(() => document.bytes, document.name, row);
    return;
  }
  const source = document.pieces ?? bytesSource(document.bytes);
  for (const entry of zipEntries(source, { what: `"${document.name}"` })) {
    if (entry.name.endsWith('.json')) yield* records(() => entry.read(), entry.name, row);
  }
}

/** One record; a broken one is a problem of its own and leaves the others readable. */
function* records(read: () => Uint8Array, name: string, row: OsvEcosystem): Generator<FeedRecord> {
  try {
    yield recordOf(parseJsonBytes(read(), `"${name}"`), name, row);
  } catch (error) {
    yield { kind: 'problem', where: name, text: errorText(error) };
  }
}

function recordOf(value: unknown, where: string, row: OsvEcosystem): FeedRecord {
  const advisory = osvAdvisory(objectOf(value), row);
  return typeof advisory === 'string'
    ? { kind: 'problem', where, text: advisory }
    : { kind: 'advisory', advisory };
}

/** An OSV record as an Advisory, or the reason why it is none. Packages of other ecosystems are left out. */
export function osvAdvisory(record: JsonObject, row: OsvEcosystem): Advisory | string {
  const own = textOf(record['id']);
  if (own === undefined || own.length > 200) return 'a record without id';
  const id = (row.ownRecords === true ? cveOfRecord(own) : undefined) ?? own;
  const entries = listOf(record['affected']).map(objectOf);
  const module = row.errata === true ? moduleOf(textOf(record['summary']) ?? '') : undefined;
  const affected = entries.flatMap((entry) => osvAffected(entry, row, module));
  const database = objectOf(record['database_specific']);
  const aliases = aliasesOf(record, row, id, own);
  const references = listOf(record['references']).map((item) => textOf(objectOf(item)['url']));
  return {
    id,
    aliases,
    source: row.id,
    kind:
      row.errata === true && aliases.length === 0 ? 'informational' : kindOf(id, entries, aliases),
    affected,
    severities: osvSeverities(record, row.id),
    ...textMember('title', record['summary']),
    ...textMember('description', record['details']),
    references: references.filter((url) => url !== undefined),
    cwes: textsOf(database['cwe_ids']),
    ...time('published', record['published']),
    ...time('modified', record['modified']),
    ...time('withdrawn', record['withdrawn'] ?? takenBack(own, record)),
  };
}

/**
 * GitHub writes the word before the title of an advisory that it takes back; copies that lost the
 * time keep the title, and the last change is mostly that one. What it calls a duplicate stays: the
 * fault that it names is one.
 */
function takenBack(id: string, record: JsonObject): unknown {
  const said = /^withdrawn(?: advisory)?(?::|$)/i.test(textOf(record['summary']) ?? '');
  return said && id.startsWith('GHSA-') ? (record['modified'] ?? record['published']) : undefined;
}

/** Other ids of the same fault. `upstream` names the CVEs that a distribution's own id stands for. */
function aliasesOf(record: JsonObject, row: OsvEcosystem, id: string, own: string): string[] {
  const ids = [own, ...textsOf(record['aliases']), ...textsOf(record['upstream'])];
  if (row.errata === true) append(ids, textsOf(record['related']).filter(isCve));
  return cvesFirst(ids, id);
}

/**
 * RustSec marks what is no vulnerability: `unmaintained`, `notice`, and `unsound`, code that safe
 * callers could misuse. Where others gave an unsound crate a CVE or GHSA id, it is one.
 */
function kindOf(
  id: string,
  entries: readonly JsonObject[],
  aliases: readonly string[],
): AdvisoryKind {
  if (id.startsWith('MAL-')) return 'malware';
  const rated = aliases.some((alias) => isCve(alias) || alias.startsWith('GHSA-'));
  const informational = entries.filter((entry) => {
    const word = textOf(objectOf(entry['database_specific'])['informational']);
    return word !== undefined && !(word === 'unsound' && rated);
  });
  return entries.length > 0 && informational.length === entries.length
    ? 'informational'
    : 'vulnerability';
}

/** `Important: nodejs:18 security update`: errata name the module stream that they are for. */
function moduleOf(summary: string): string | undefined {
  return /^[A-Z][a-z]+: ([\w.+-]{1,64}:[\w.+-]{1,64}) /.exec(summary)?.[1];
}

/** Builds of a module carry the word in their release: `1:18.9.1-1.module_el8.7.0+3343+ea2b7901`. */
function isModular(range: AdvisoryRange): boolean {
  return (
    range.kind === 'events' &&
    range.events.some((event) => 'fixed' in event && /[-.]module[_+]/.test(event.fixed))
  );
}

function osvAffected(entry: JsonObject, row: OsvEcosystem, module?: string): Affected[] {
  const { ecosystem, name } = objectOf(entry['package']);
  if (typeof ecosystem !== 'string' || typeof name !== 'string' || name === '') return [];
  const base = ecosystem.split(':', 1)[0] ?? '';
  if (base.toLowerCase() !== row.ecosystem.toLowerCase()) return [];
  if (row.releases !== undefined && !row.releases.test(ecosystem)) return [];
  const specific = objectOf(entry['database_specific']);
  const ranges = osvRanges(entry, specific);
  const listed = textsOf(entry['versions']);
  const versions = row.ownRecords === true && ranges.length > 0 ? [] : listed;
  // A record that tells only git commits says something about this package that no version can answer.
  const unanswerable = ranges.length === 0 && versions.length === 0;
  const imports = osvImports(entry);
  const severity = osvSeverities(entry, row.id)[0];
  const qualifiers = {
    ...(imports.length === 0 ? {} : { imports }),
    ...archOf(objectOf(entry['package'])),
    ...(module !== undefined && ranges.some(isModular) ? { modularity: module } : {}),
  };
  return [
    {
      ecosystem: `${row.ecosystem}${ecosystem.slice(base.length)}`,
      name: packageName(row.ecosystem, name),
      state: ranges.some(hasFix) ? 'fixed' : 'affected',
      ranges: unanswerable ? [{ kind: 'events', events: [{ introduced: '0' }] }] : ranges,
      ...(versions.length > 0 ? { versions } : {}),
      ...(unanswerable || specific['upper_bound_unknown'] === true
        ? { upperBoundUnknown: true }
        : {}),
      ...(severity === undefined ? {} : { severity }),
      ...(Object.keys(qualifiers).length === 0 ? {} : { qualifiers }),
    },
  ];
}

/** Architecture in the package URL; that of a source package holds for all. */
function archOf({ purl }: JsonObject): { readonly arch?: string } {
  const arch = /[?&]arch=([\w.-]{1,40})/.exec(textOf(purl) ?? '')?.[1];
  return arch === undefined || arch === 'source' || arch === 'src' ? {} : { arch };
}

function hasFix(range: AdvisoryRange): boolean {
  return range.kind === 'events' && range.events.some((event) => 'fixed' in event);
}

function osvRanges(entry: JsonObject, specific: JsonObject): AdvisoryRange[] {
  const exclusive = specific['introduced_is_exclusive'] === true;
  const ranges: AdvisoryRange[] = [];
  for (const value of listOf(entry['ranges'])) {
    const range = objectOf(value);
    if (range['type'] === 'GIT') continue;
    const events = listOf(range['events']).flatMap((event) => osvEvents(event, exclusive));
    if (events.length > 0) ranges.push({ kind: 'events', events });
  }
  return ranges;
}

/** Events of one object; the schema allows one each, some publishers write `introduced` and `fixed` together. */
function osvEvents(value: unknown, exclusive: boolean): RangeEvent[] {
  const event = objectOf(value);
  const events: RangeEvent[] = [];
  const introduced = textOf(event['introduced']);
  if (introduced !== undefined)
    events.push(exclusive && introduced !== '0' ? { introduced, exclusive } : { introduced });
  const fixed = textOf(event['fixed']);
  if (fixed !== undefined) events.push({ fixed });
  const last = textOf(event['last_affected']);
  if (last !== undefined) events.push({ last_affected: last });
  const limit = textOf(event['limit']);
  if (limit !== undefined && limit !== '*') events.push({ limit });
  return events;
}

/**
 * Go: import paths, with their symbols after `#` and the systems that they concern after `?` where
 * the record names them (`os/exec#Cmd.Run,Command?goos=windows`); go.dev/doc/security/vuln/database.
 */
function osvImports(entry: JsonObject): string[] {
  const imports = listOf(objectOf(entry['ecosystem_specific'])['imports']).map(objectOf);
  return imports.flatMap((item) => {
    const path = textOf(item['path']);
    if (path === undefined) return [];
    const symbols = textsOf(item['symbols']);
    const systems = (['goos', 'goarch'] as const).flatMap((key) => {
      const names = textsOf(item[key]);
      return names.length === 0 ? [] : [`${key}=${names.join(',')}`];
    });
    const named = symbols.length === 0 ? path : `${path}#${symbols.join(',')}`;
    return [systems.length === 0 ? named : `${named}?${systems.join('&')}`];
  });
}

/** A time, unless it is the placeholder year 1 of repositories that fill dates in on publication. */
function time<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === 'string' && value.startsWith('0001-') ? {} : textMember(key, value);
}
