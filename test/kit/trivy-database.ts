import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  Advisory,
  AdvisoryState,
  Affected,
  Severity,
  SeverityStatement,
} from '../../src/model/index.ts';
import type { AdvisoryDatabase } from '../../src/scan/advisories/database.ts';
import { memoryDatabase } from '../../src/scan/advisories/memory.ts';

/** A tree of buckets as Trivy writes its test databases: a bucket holds buckets and keys. */
type Pairs = readonly {
  readonly bucket?: string;
  readonly key?: string;
  readonly pairs?: Pairs;
  readonly value?: Value;
}[];

interface Value {
  readonly ID?: string;
  readonly FixedVersion?: string;
  readonly VulnerableVersions?: readonly string[];
  readonly PatchedVersions?: readonly string[];
  /** A number in advisories, a word in ratings. */
  readonly Severity?: number | string;
  readonly Status?: number;
  readonly State?: string;
  readonly VendorIDs?: readonly string[];
  readonly VendorSeverity?: Readonly<Record<string, number>>;
}

const severities: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];
const states: readonly (AdvisoryState | undefined)[] = [
  undefined,
  'not_affected',
  'affected',
  'fixed',
  'under_investigation',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
];
const families: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['maven', 'Maven'],
  ['pip', 'PyPI'],
  ['go', 'Go'],
  ['cargo', 'crates.io'],
  ['composer', 'Packagist'],
  ['nuget', 'NuGet'],
  ['rubygems', 'RubyGems'],
]);

/** The database of a folder of Trivy's YAML fixtures, for the families that Plimsoll has. */
export function trivyDatabase(folder: string): AdvisoryDatabase {
  const buckets = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')) as Pairs);
  const sources = new Map(
    buckets
      .filter(({ bucket }) => bucket === 'data-source')
      .flatMap(({ pairs = [] }) => pairs.map(({ key = '', value }) => [key, value?.ID ?? ''])),
  );
  const ratings = new Map<string, readonly SeverityStatement[]>();
  const advisories: Advisory[] = [];
  for (const { bucket = '', pairs = [] } of buckets) {
    if (bucket === 'vulnerability') {
      for (const { key = '', value } of pairs) ratings.set(key, ratingsOf(value));
    }
    const ecosystem = ecosystemOf(bucket);
    if (ecosystem === undefined) continue;
    const source = sources.get(bucket) ?? bucket.split(' ', 1)[0] ?? '';
    for (const { bucket: name = '', pairs: rows = [] } of pairs) {
      for (const { key: id = '', value = {} } of rows) {
        advisories.push({
          id,
          aliases: [],
          source,
          kind: 'vulnerability',
          severities: [],
          affected: [affectedOf(value, { ecosystem, name }, source)],
        });
      }
    }
  }
  const cves = new Map([...ratings].map(([id, statements]) => [id, { severities: statements }]));
  // What is rated under a bulletin's id is the bulletin's own word.
  const rated = advisories.map((advisory) =>
    /^(?:openSUSE|GHSA)-/.test(advisory.id)
      ? { ...advisory, severities: ratings.get(advisory.id) ?? [] }
      : advisory,
  );
  return memoryDatabase({ advisories: rated, cves });
}

/** Buckets of distributions with RPMs, and where our names for their releases differ. */
const rpmBuckets: readonly (readonly [RegExp, string])[] = [
  [/^amazon linux (\d+)$/, 'Amazon Linux:'],
  [/^Oracle Linux (\d+)$/, 'Oracle Linux:'],
  [/^Photon OS ([\d.]+)$/, 'Photon OS:'],
  [/^openSUSE (Leap [\d.]+|Tumbleweed)$/, 'openSUSE:'],
];

function ecosystemOf(bucket: string): string | undefined {
  for (const [pattern, name] of rpmBuckets) {
    const of = pattern.exec(bucket)?.[1];
    if (of !== undefined) return `${name}${of}`;
  }
  const release = /^(debian|alpine) (\S+)$/.exec(bucket);
  if (release?.[1] === 'debian') return `Debian:${release[2]}`;
  if (release !== null) return `Alpine:${release[2] === 'edge' ? '' : 'v'}${release[2]}`;
  return families.get(bucket.split('::', 1)[0] ?? '');
}

function affectedOf(
  value: Value,
  base: Pick<Affected, 'ecosystem' | 'name'>,
  source: string,
): Affected {
  const { FixedVersion: fixed = '', VulnerableVersions: ranges, PatchedVersions = [] } = value;
  const state =
    states[value.Status ?? 0] ?? (fixed === '' && ranges === undefined ? 'affected' : 'fixed');
  const severity = severities[Number(value.Severity ?? 0)] ?? 'unknown';
  return {
    ...base,
    state,
    ranges:
      ranges === undefined
        ? [{ kind: 'events', events: [{ introduced: '0' }, ...(fixed === '' ? [] : [{ fixed }])] }]
        : [{ kind: 'expression', expression: ranges.join(' || '), fixed: PatchedVersions }],
    ...(value.State !== undefined && { vendorState: value.State }),
    ...(value.VendorIDs !== undefined && { vendorIds: value.VendorIDs }),
    ...(severity !== 'unknown' && { severity: { source, severity } }),
  };
}

function ratingsOf(value: Value | undefined): readonly SeverityStatement[] {
  const word = severities.find((one) => one.toUpperCase() === value?.Severity);
  // A rating without any source is nobody's in particular.
  if (word !== undefined && value?.VendorSeverity === undefined) {
    return [{ source: 'unnamed', severity: word }];
  }
  return Object.entries(value?.VendorSeverity ?? {}).map(([source, number]) => ({
    source,
    severity: severities[number] ?? 'unknown',
  }));
}
