import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bytesSource } from '../../src/formats/byte-source.ts';
import { zipEntries } from '../../src/formats/zip.ts';
import { fixedClock } from '../../src/io/clock.ts';
import { ecosystems } from '../../src/model/index.ts';
import type { Finding, OperatingSystem, Package } from '../../src/model/index.ts';
import { archiveMembers } from '../../src/scan/advisories/archive-members.ts';
import { buildDatabase } from '../../src/scan/advisories/build.ts';
import type { AdvisoryDatabase } from '../../src/scan/advisories/database.ts';
import { feeds } from '../../src/scan/advisories/feeds/index.ts';
import { wolfiAdvisories } from '../../src/scan/advisories/feeds/wolfi-advisories.ts';
import { openDatabase } from '../../src/scan/advisories/open.ts';
import { idsOf as advisoryIds } from '../../src/scan/match/identity.ts';
import { matchPackages } from '../../src/scan/match/match-packages.ts';
import { advisoriesOf } from '../kit/feeds.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

/** A row computed from the feeds themselves: a package of an ecosystem and the ids that are due. */
interface Row {
  readonly feed: string;
  readonly name?: string;
  readonly source_package?: string;
  readonly origin?: string;
  readonly package?: string;
  readonly version: string;
  readonly expected: readonly Expected[];
  readonly match?: 'at-least';
}

interface Expected {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly cves?: readonly string[];
  readonly fixed?: string | readonly string[];
  readonly severity?: string;
}

function nameOf(row: Row): string {
  return row.name ?? row.source_package ?? row.origin ?? row.package ?? '';
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-acceptance-'));
const clock = fixedClock(Date.parse('2026-09-01T00:00:00Z'));
const families: ReadonlySet<string> = new Set([
  'debian-tracker',
  'debian-advisories',
  'alpine-secdb',
  'osv-npm',
  'npm-advisories',
  'osv-pypi',
  'osv-almalinux',
  'osv-go',
  'osv-crates',
  'osv-maven',
  'osv-nuget',
  'friends-of-php',
  'ruby-advisory-db',
]);
const guard = needsShared('feeds');
let database: AdvisoryDatabase;

before(async () => {
  if (guard.skip !== false) return;
  const out = join(folder, 'advisories.db');
  const wanted = feeds.filter(({ id }) => families.has(id));
  await buildDatabase({ from: sharedPath('feeds'), out, clock, feeds: wanted });
  database = openDatabase(out);
});
after(() => {
  if (guard.skip === false) database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Package and operating system of an ecosystem with release; undefined for families that are not here. */
function subjectOf(
  ecosystem: string,
  name: string,
  version: string,
): { readonly pkg: Package; readonly os?: OperatingSystem } | undefined {
  const [, family = '', release = ''] = /^([A-Za-z.]+)(?::v?(\S+))?/.exec(ecosystem) ?? [];
  const type =
    { Debian: 'deb', Alpine: 'apk', AlmaLinux: 'rpm', Ubuntu: 'deb' }[family] ??
    ecosystems.find(({ osv }) => osv === family)?.type;
  if (type === undefined) return undefined;
  const purl = `pkg:${type}/${name}@${version}`;
  const pkg: Package = { name, version, type, purl, foundBy: 'case', locations: [] };
  if (release === '') return { pkg };
  const os: OperatingSystem =
    release === 'edge'
      ? { id: 'alpine', version: '', channel: 'edge' }
      : { id: family.toLowerCase(), version: release.replace(/:LTS$/, '') };
  return { pkg, os };
}

/** Findings of one package; an ecosystem without an answer is no answer here. */
function findingsOf(ecosystem: string, name: string, version: string): readonly Finding[] {
  const subject = subjectOf(ecosystem, name, version);
  assert.ok(subject !== undefined, `${ecosystem} is not here yet`);
  const { pkg, os } = subject;
  const result = matchPackages([pkg], { os, database, now: new Date(clock.now()) });
  // Some of the collected feeds are old copies, and are called so.
  assert.match(result.coverage[0]?.state ?? '', /^(?:covered|stale)$/);
  return result.findings;
}

function idsOf(finding: Finding): readonly string[] {
  return [finding.rule, ...finding.aliases, ...(finding.vulnerability?.vendorIds ?? [])];
}

const words: Readonly<Record<string, string>> = { moderate: 'medium' };

function checkRow(row: Row): void {
  const name = nameOf(row);
  const findings = findingsOf(row.feed, name, row.version);
  for (const expected of row.expected) {
    for (const id of expected.cves ?? [expected.id]) {
      const finding = findings.find((one) => idsOf(one).includes(id));
      assert.ok(finding !== undefined, `${id} is not found`);
      assert.equal(finding.verdict, 'affected', `${id}: unknown counts as failed`);
      assert.ok(idsOf(finding).includes(expected.id), `${id} does not name ${expected.id}`);
      for (const alias of expected.aliases ?? []) assert.ok(idsOf(finding).includes(alias), alias);
      checkDetails(finding, expected, row);
    }
  }
  if (row.match === 'at-least') return;
  const due = new Set(row.expected.flatMap(({ id, cves = [] }) => [id, ...cves]));
  const extra = findings.filter((finding) => !idsOf(finding).some((id) => due.has(id)));
  assert.deepEqual(
    extra.map(({ rule }) => rule),
    [],
    'too much',
  );
}

function checkDetails(finding: Finding, expected: Expected, row: Row): void {
  const { fixed, severity = '' } = expected;
  // A CVE that several notices fixed is shown with the first one's version.
  const shared = row.expected.filter(({ cves = [] }) => cves.includes(finding.rule)).length > 1;
  if (typeof fixed === 'string' && fixed !== '' && !shared) {
    assert.ok(
      finding.fix?.versions.includes(fixed),
      `${finding.rule}: fixed in ${fixed}, told ${finding.fix?.versions.join(' ')}`,
    );
  }
  if (severity !== '') {
    const word = severity.toLowerCase();
    assert.equal(finding.severity, words[word] ?? word, finding.rule);
  }
}

test('packages judged against real feeds give the ids that are due', guard, async () => {
  const lines = readFileSync(sharedPath('cases/scan/acceptance.jsonl'), 'utf8').trim().split('\n');
  await runSuite(
    'acceptance',
    lines.map((line) => {
      const row = JSON.parse(line) as Row;
      const name = nameOf(row);
      return { id: `${row.feed} ${name}@${row.version}`, run: () => checkRow(row) };
    }),
  );
});

/** One query of OSV's batch API and the ids it answered in mid-2026. */
interface Query {
  readonly ids: readonly string[];
  readonly query: {
    readonly package?: { readonly ecosystem: string; readonly name: string };
    readonly version?: string;
    readonly commit?: string;
  };
}

/** Texts of the records in one OSV export. */
function* exported(name: string): Generator<string> {
  const archive = bytesSource(readFileSync(sharedPath(`feeds/osv/${name}/all.zip`)));
  for (const entry of zipEntries(archive, { what: '"all.zip"' }))
    yield new TextDecoder().decode(entry.read());
}

/**
 * Other names of records: some converted feeds name a fault by its CVE where the answers have
 * GitHub's id. Two sources join them, a collection of originals and the advisories of Wolfi, which
 * list the ids of one fault under each other.
 */
async function otherNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, readonly string[]>();
  const join = (id: string, aliases: readonly string[]): unknown =>
    names.set(id, [...new Set([...(names.get(id) ?? []), ...aliases])]);
  for (const text of exported('fixtures-subset')) {
    const record = JSON.parse(text) as { id: string; aliases?: string[] };
    join(record.id, record.aliases ?? []);
  }
  const path = sharedPath('feeds/wolfi/wolfi-advisories-2025-05-07-apache2.tar.zst');
  for await (const member of archiveMembers(path, (name) => name.endsWith('.advisories.yaml'))) {
    for (const { id, aliases } of advisoriesOf(
      wolfiAdvisories.parse({ name: member.path, bytes: member.bytes }),
    ))
      for (const alias of aliases) if (alias.startsWith('GHSA-')) join(alias, [id]);
  }
  return names;
}

/** Commits and tags that a record of the exports with git ranges names one by one. */
function enumeratedCommits(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of ['PyPI', 'fixtures-subset'])
    for (const text of exported(name))
      for (const [commit] of text.matchAll(/\b[0-9a-f]{40}\b/g)) found.add(commit);
  return found;
}

/** What the records at hand say beside versions. */
interface Witnesses {
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly commits: ReadonlySet<string>;
}

/**
 * The mirror is older than the answers and knows fewer records: whatever is found must be among the
 * ids, and every id whose record the mirror has must be found.
 */
function checkQuery({ ids, query }: Query, { names, commits }: Witnesses): void {
  if (query.commit !== undefined) {
    // Without the commits between two others, only one that a record names can be judged.
    assert.ok(commits.has(query.commit), 'no record names this commit');
  }
  const { ecosystem = 'commit', name = '' } = query.package ?? {};
  const found = findingsOf(ecosystem, name, query.version ?? '').map(idsOf);
  const due = ids.map((id) => advisoryIds({ id, aliases: names.get(id) ?? [] }));
  const all = new Set(due.flat());
  assert.deepEqual(
    found.filter((one) => !one.some((id) => all.has(id))),
    [],
    'too much',
  );
  const known = new Set(
    database
      .lookup(ecosystem, name)
      .flatMap((row) => [...advisoryIds(row), ...(row.affected.vendorIds ?? [])]),
  );
  const missing = due.filter(
    (fault) =>
      fault.some((id) => known.has(id)) &&
      !found.some((one) => fault.some((id) => one.includes(id))),
  );
  assert.deepEqual(missing, [], 'not found');
}

test("findings agree with a public database's recorded answers", guard, async () => {
  const file = sharedPath('cases/scan/osv-querybatch.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const seen = new Map<string, number>();
  const witnesses: Witnesses = { names: await otherNames(), commits: enumeratedCommits() };
  await runSuite(
    'osv-querybatch',
    lines.map((line) => {
      const row = JSON.parse(line) as Query;
      const { ecosystem, name } = row.query.package ?? {
        ecosystem: 'commit',
        name: row.query.commit,
      };
      const base = `${ecosystem} ${name}@${row.query.version ?? ''}`;
      const count = (seen.get(base) ?? 0) + 1;
      seen.set(base, count);
      return {
        id: count === 1 ? base : `${base} #${count}`,
        run: () => checkQuery(row, witnesses),
      };
    }),
  );
});
