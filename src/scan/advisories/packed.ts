import type {
  AdvisoryKind,
  AdvisoryRange,
  AdvisoryState,
  Affected,
  RangeEvent,
  Severity,
  SeverityStatement,
} from '../../model/index.ts';
import type { MatchRow } from './database.ts';

/**
 * Match rows as short JSON lists: V8 reads JSON faster than any packing written in JavaScript, and
 * without keys a row is a third of its size. One list holds, in this order:
 *   id · source · code (kind and state) · ranges · aliases · severities · rest
 * A value that is empty is 0, and zeros at the end are left out. Ecosystem and name are the key
 * that the list is stored under. The form belongs to the schema number of the database.
 */
export type PackedRow = readonly unknown[];

const kinds: readonly AdvisoryKind[] = ['vulnerability', 'malware', 'informational'];
const states: readonly AdvisoryState[] = [
  'affected',
  'fixed',
  'not_affected',
  'under_investigation',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
  'unimportant',
];
const words: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];

/** Members of Affected that few rows have; the letters are the keys in the packed form. */
const rare = [
  ['v', 'versions'],
  ['u', 'unaffected'],
  ['w', 'vendorState'],
  ['b', 'upperBoundUnknown'],
  ['d', 'fixDate'],
  ['i', 'vendorIds'],
  ['q', 'qualifiers'],
] as const;

/** Packs a row; `sources` gives the number of a feed id. */
export function packRow(row: MatchRow, sources: (id: string) => number): PackedRow {
  const { affected } = row;
  const rest: Record<string, unknown> = {};
  for (const [letter, member] of rare)
    if (affected[member] !== undefined) rest[letter] = affected[member];
  if (affected.severity !== undefined) rest['s'] = packSeverity(affected.severity, sources);
  if (row.published !== undefined) rest['p'] = packTime(row.published);
  if (row.modified !== undefined) rest['m'] = packTime(row.modified);
  const list: unknown[] = [
    row.id,
    sources(row.source),
    kinds.indexOf(row.kind) + 3 * states.indexOf(affected.state),
    emptyAsZero(affected.ranges.map(packRange)),
    emptyAsZero(row.aliases),
    emptyAsZero(row.severities.map((item) => packSeverity(item, sources))),
    Object.keys(rest).length === 0 ? 0 : rest,
  ];
  while (list.at(-1) === 0) list.pop();
  return list;
}

/** The row that was packed under this ecosystem and name. `sources` holds feed ids by number. */
export function unpackRow(
  packed: PackedRow,
  key: { readonly ecosystem: string; readonly name: string },
  sources: readonly string[],
): MatchRow {
  const [id, source = 0, code = 0, ranges = 0, aliases = 0, severities = 0, rest = 0] = packed;
  const extra = (rest === 0 ? {} : rest) as Readonly<Record<string, unknown>>;
  const affected: Record<string, unknown> = {
    ecosystem: key.ecosystem,
    name: key.name,
    state: states[Math.floor(Number(code) / 3)] ?? 'affected',
    ranges: listOrNone(ranges).map(unpackRange),
  };
  for (const [letter, member] of rare)
    if (extra[letter] !== undefined) affected[member] = extra[letter];
  if (extra['s'] !== undefined) affected['severity'] = unpackSeverity(extra['s'], sources);
  return {
    id: String(id),
    aliases: listOrNone(aliases) as readonly string[],
    source: sources[Number(source)] ?? '',
    kind: kinds[Number(code) % 3] ?? 'vulnerability',
    severities: listOrNone(severities).map((item) => unpackSeverity(item, sources)),
    ...(extra['p'] === undefined ? {} : { published: unpackTime(extra['p']) }),
    ...(extra['m'] === undefined ? {} : { modified: unpackTime(extra['m']) }),
    affected: affected as unknown as Affected,
  };
}

function emptyAsZero(list: readonly unknown[]): readonly unknown[] | 0 {
  return list.length === 0 ? 0 : list;
}

function listOrNone(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/**
 * `"1.2"` is everything below 1.2, 0 is everything; else events as `i1.0` introduced, `x1.0`
 * introduced exclusively, `f` fixed, `l` last affected, `m` limit; an object is an expression.
 */
function packRange(range: AdvisoryRange): unknown {
  if (range.kind === 'expression')
    return {
      e: range.expression,
      ...(range.fixed === undefined ? {} : { f: range.fixed }),
      ...(range.except === undefined ? {} : { x: range.except }),
    };
  const [first, second] = range.events;
  if (first !== undefined && 'introduced' in first && first.introduced === '0') {
    if (range.events.length === 1 && first.exclusive === undefined) return 0;
    if (range.events.length === 2 && second !== undefined && 'fixed' in second) return second.fixed;
  }
  return range.events.map(packEvent);
}

function packEvent(event: RangeEvent): string {
  if ('introduced' in event) return `${event.exclusive === true ? 'x' : 'i'}${event.introduced}`;
  if ('fixed' in event) return `f${event.fixed}`;
  return 'limit' in event ? `m${event.limit}` : `l${event.last_affected}`;
}

function unpackRange(value: unknown): AdvisoryRange {
  if (value === 0) return { kind: 'events', events: [{ introduced: '0' }] };
  if (typeof value === 'string')
    return { kind: 'events', events: [{ introduced: '0' }, { fixed: value }] };
  if (Array.isArray(value))
    return { kind: 'events', events: value.map((event) => unpackEvent(String(event))) };
  const { e, f, x } = value as { e: string; f?: readonly string[]; x?: readonly string[] };
  return {
    kind: 'expression',
    expression: e,
    ...(f === undefined ? {} : { fixed: f }),
    ...(x === undefined ? {} : { except: x }),
  };
}

function unpackEvent(text: string): RangeEvent {
  const version = text.slice(1);
  switch (text[0]) {
    case 'f':
      return { fixed: version };
    case 'l':
      return { last_affected: version };
    case 'm':
      return { limit: version };
    case 'x':
      return { introduced: version, exclusive: true };
    default:
      return { introduced: version };
  }
}

/** Source (a feed's number, or a text) · severity · word · version · score · vector. */
export function packSeverity(
  statement: SeverityStatement,
  sources: (id: string) => number,
): readonly unknown[] {
  const number = sources(statement.source);
  const { cvss } = statement;
  const list: unknown[] = [
    number === -1 ? statement.source : number,
    words.indexOf(statement.severity),
    statement.word ?? 0,
    ...(cvss === undefined ? [] : [cvss.version, cvss.score, cvss.vector]),
  ];
  while (list.at(-1) === 0 && list.length > 2) list.pop();
  return list;
}

/** The statement that was packed. */
export function unpackSeverity(value: unknown, sources: readonly string[]): SeverityStatement {
  const [source, severity, word = 0, version, score, vector] = listOrNone(value);
  return {
    source: typeof source === 'number' ? (sources[source] ?? '') : String(source),
    severity: words[Number(severity)] ?? 'unknown',
    ...(typeof word === 'string' ? { word } : {}),
    ...(typeof vector === 'string'
      ? { cvss: { version: version as '3.1', score: Number(score), vector } }
      : {}),
  };
}

/** Seconds since 1970 for a time in the usual form, else the text itself. */
function packTime(time: string): number | string {
  const seconds = Date.parse(time) / 1000;
  return Number.isInteger(seconds) && unpackTime(seconds) === time ? seconds : time;
}

function unpackTime(value: unknown): string {
  return typeof value === 'number'
    ? `${new Date(value * 1000).toISOString().slice(0, 19)}Z`
    : String(value);
}
