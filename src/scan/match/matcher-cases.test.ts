import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { runSuite } from '../../../test/kit/suite.ts';
import { goSymbol, packGoSymbols } from '../../formats/go-symbols.ts';
import { distroOf, ecosystemOf as languageOf } from '../../model/index.ts';
import type { Advisory, Affected, Finding, OperatingSystem, Package } from '../../model/index.ts';
import type { LifeCycle } from '../advisories/database.ts';
import { nvdConfigurations } from '../advisories/feeds/nvd-record.ts';
import { osvEcosystems } from '../advisories/feeds/osv-ecosystems.ts';
import { osvAdvisory } from '../advisories/feeds/osv.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';

/** One row of grype's matcher tests as data; see the README of the cases. */
interface MatcherCase {
  readonly name: string;
  readonly distro: {
    readonly id: string;
    readonly version: string;
    readonly channels?: readonly string[];
  } | null;
  readonly package: {
    readonly name: string;
    readonly version: string;
    readonly type: string;
    readonly groupId?: string;
    readonly artifactId?: string;
    readonly arch?: string;
    readonly modularityLabel?: string;
    readonly cpes?: readonly string[];
    /** Import path to the functions in the program. */
    readonly goSymbols?: Readonly<Record<string, readonly string[]>>;
    readonly mainModule?: string;
    readonly upstreams?: readonly { readonly name: string; readonly version: string }[];
  };
  readonly options?: Readonly<Record<string, unknown>>;
  readonly records: readonly { readonly provider: string; readonly file: string }[];
  readonly expect: {
    readonly vulnerable: readonly string[];
    readonly notVulnerable?: readonly string[];
    readonly exact: boolean;
    readonly final: readonly string[];
    readonly suppressed?: readonly { readonly id: string }[];
    readonly suppressedExact?: boolean;
    readonly details?: Readonly<Record<string, Detail>>;
  };
}

interface Detail {
  readonly matchedBy?: readonly string[];
  readonly fix?: { readonly state: string; readonly versions: readonly string[] };
  readonly advisories?: readonly string[];
}

interface OsRecord {
  readonly Name: string;
  readonly FixedIn: readonly {
    readonly Name: string;
    readonly NamespaceName: string;
    readonly Version: string;
    readonly Arch?: string;
    readonly Module?: string | null;
    readonly VendorAdvisory?: {
      readonly NoAdvisory?: boolean;
      readonly AdvisorySummary?: readonly { readonly ID: string }[];
    };
  }[];
}

interface OsvRecord {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
  readonly affected: readonly {
    readonly package: { readonly ecosystem: string; readonly name: string; readonly purl?: string };
    readonly ranges: readonly { readonly events: readonly never[] }[];
    readonly ecosystem_specific?: { readonly rpm_modularity?: string };
  }[];
}

interface GithubRecord {
  readonly ghsaId: string;
  readonly CVE: readonly string[];
  readonly withdrawn: string | null;
  readonly FixedIn: readonly {
    readonly name: string;
    readonly identifier: string;
    readonly range: string;
    readonly ecosystem: string;
  }[];
}

interface VexRecord {
  readonly vulnerability: { readonly name: string; readonly aliases: readonly string[] };
  readonly products: readonly { readonly identifiers: { readonly purl: string } }[];
}

interface CsafRecord {
  readonly product_tree: {
    readonly branches: readonly CsafBranch[];
    readonly relationships: readonly CsafRelationship[];
  };
  readonly vulnerabilities: readonly {
    readonly cve: string;
    readonly product_status: { readonly known_affected?: readonly string[] };
  }[];
}

interface CsafBranch {
  readonly branches?: readonly CsafBranch[];
  readonly product?: {
    readonly product_id: string;
    readonly product_identification_helper?: { readonly cpe?: string; readonly purl?: string };
  };
}

interface CsafRelationship {
  readonly full_product_name: { readonly product_id: string };
  readonly product_reference: string;
  readonly relates_to_product_reference: string;
}

interface EndOfLifeRecord {
  readonly product: string;
  readonly name: string;
  readonly eolFrom: string;
}

interface NvdRecord {
  readonly id: string;
  readonly configurations: readonly unknown[];
}

const types: Readonly<Record<string, string>> = {
  python: 'pypi',
  java: 'maven',
  gomodule: 'golang',
};
const distributions: Readonly<Record<string, string>> = { redhat: 'rhel', oraclelinux: 'ol' };
const ecosystems: Readonly<Record<string, string>> = {
  npm: 'npm',
  python: 'PyPI',
  gem: 'RubyGems',
  go: 'Go',
  java: 'Maven',
};
const base = { kind: 'vulnerability', severities: [] } as const;

/** Vunnel's record forms as advisories. Forms of families that are not here yet give none. */
function advisoriesOf(
  provider: string,
  item: Readonly<Record<string, unknown>>,
): readonly Advisory[] {
  if (provider === 'nvd') return [nvd(item['cve'] as NvdRecord)];
  if (provider === 'github') return [github(item['Advisory'] as GithubRecord)];
  if (provider === 'hummingbird') return csaf(item as unknown as CsafRecord);
  if ('document' in item && 'fixes' in item) return [vex(item['document'] as VexRecord)];
  if (provider === 'govulndb') return [goVulnerability(item)];
  if ('affected' in item) return [osv(item as unknown as OsvRecord, provider)];
  const record = item['Vulnerability'] as Partial<OsRecord> | undefined;
  return record?.FixedIn === undefined ? [] : [distribution(record as OsRecord, provider)];
}

function distribution(record: OsRecord, source: string): Advisory {
  const affected = record.FixedIn.map((fix): Affected => {
    const qualifiers = {
      ...(fix.Module ? { modularity: fix.Module } : {}),
      ...(fix.Arch ? { arch: fix.Arch } : {}),
    };
    const unfixed = fix.Version === 'None' || fix.Version === '';
    const vendorIds = (fix.VendorAdvisory?.AdvisorySummary ?? []).map(({ ID }) => ID);
    return {
      ecosystem: ecosystemOf(fix.NamespaceName),
      name: fix.Name,
      state: fix.Version === '0' ? 'not_affected' : unfixed ? 'affected' : 'fixed',
      ranges:
        fix.Version === '0'
          ? []
          : [
              {
                kind: 'events',
                events: [{ introduced: '0' }, ...(unfixed ? [] : [{ fixed: fix.Version }])],
              },
            ],
      ...(vendorIds.length > 0 && { vendorIds }),
      ...(Object.keys(qualifiers).length > 0 && { qualifiers }),
    };
  });
  return { ...base, id: record.Name, aliases: [], source, affected };
}

/** `rhel:8`, `sles:15.6`, `alpine:3.12`; release tracks of their own (`rhel:9.4+eus`) keep their name. */
function ecosystemOf(namespace: string): string {
  const [family = '', release = ''] = namespace.split(':');
  const { advisories, extended } = distroOf(family) ?? {};
  const rolling = advisories?.({ id: family, version: '' });
  if (release === 'rolling' && rolling !== undefined) return rolling;
  if (extended !== undefined && release.endsWith(`+${extended.channel}`)) {
    const version = release.slice(0, -extended.channel.length - 1);
    return extended.advisories({ id: family, version }) ?? namespace;
  }
  const known = /^[\d.]+$/.test(release)
    ? distroOf(family)?.advisories({ id: family, version: release })
    : undefined;
  return known ?? `${family.charAt(0).toUpperCase()}${family.slice(1)}:${release}`;
}

/** Products of a CSAF document that are known to be affected and not fixed, by CPE of the distribution and purl of the package. */
function csaf({ product_tree: tree, vulnerabilities }: CsafRecord): readonly Advisory[] {
  const flat = (branches: readonly CsafBranch[]): readonly CsafBranch[] =>
    branches.flatMap((branch) => [branch, ...flat(branch.branches ?? [])]);
  const helpers = new Map(
    flat(tree.branches).flatMap(({ product }) =>
      product === undefined ? [] : [[product.product_id, product.product_identification_helper]],
    ),
  );
  return vulnerabilities.map(({ cve, product_status: status }) => {
    const affected = (status.known_affected ?? []).flatMap((id): readonly Affected[] => {
      const relation = tree.relationships.find(
        ({ full_product_name: { product_id } }) => product_id === id,
      );
      const cpe = helpers.get(relation?.relates_to_product_reference ?? '')?.cpe ?? '';
      const purl = helpers.get(relation?.product_reference ?? '')?.purl ?? '';
      const name = /^pkg:rpm\/redhat\/([^@?]+)$/.exec(purl)?.[1];
      const product = /^cpe:\/a:redhat:(\w+:\d+)$/.exec(cpe)?.[1];
      if (name === undefined || product === undefined) return [];
      return [{ ecosystem: `Red Hat:${product}`, name, state: 'affected', ranges: [] }];
    });
    return { ...base, id: cve, aliases: [], source: 'csaf', affected };
  });
}

/** Records of the Go vulnerability database are read as the product reads them. */
function goVulnerability(item: Readonly<Record<string, unknown>>): Advisory {
  const row = osvEcosystems.find(({ id }) => id === 'osv-go');
  assert.ok(row !== undefined);
  const advisory = osvAdvisory(item, row);
  if (typeof advisory === 'string') throw new Error(advisory);
  return advisory;
}

function osv(record: OsvRecord, source: string): Advisory {
  const affected = record.affected.map((entry): Affected => ({
    ecosystem: entry.package.ecosystem,
    name: entry.package.name,
    state: 'fixed',
    ranges: entry.ranges.map(({ events }) => ({ kind: 'events', events })),
    ...osvQualifiers(entry),
  }));
  // Errata name the faults that they fix under "related".
  const fixes = source === 'alma' ? (record.related ?? []) : [];
  const aliases = [...(record.aliases ?? []), ...(record.upstream ?? []), ...fixes];
  return { ...base, id: record.id, aliases, source, affected };
}

function osvQualifiers({
  package: { purl = '' },
  ecosystem_specific: specific,
}: OsvRecord['affected'][number]): Pick<Affected, 'qualifiers'> {
  const arch = /[?&]arch=([^&]+)/.exec(purl)?.[1];
  const qualifiers = {
    ...(specific?.rpm_modularity && { modularity: specific.rpm_modularity }),
    ...(arch !== undefined && arch !== 'source' && arch !== 'src' && { arch }),
  };
  return Object.keys(qualifiers).length === 0 ? {} : { qualifiers };
}

function github(record: GithubRecord): Advisory {
  const affected = record.FixedIn.map((fix): Affected => ({
    ecosystem: ecosystems[fix.ecosystem] ?? fix.ecosystem,
    name: fix.name,
    state: fix.identifier === 'None' ? 'affected' : 'fixed',
    ranges: [
      {
        kind: 'expression',
        // Vunnel drops GitHub's commas between the two sides of a range.
        expression: fix.range.replaceAll(/(?<=[^\s,]) +(?=[<>=])/g, ', '),
        fixed: fix.identifier === 'None' ? [] : [fix.identifier],
      },
    ],
  }));
  const withdrawn = record.withdrawn === null ? {} : { withdrawn: record.withdrawn };
  return {
    ...base,
    ...withdrawn,
    id: record.ghsaId,
    aliases: record.CVE,
    source: 'github',
    affected,
  };
}

/** As the feed reads it. */
function nvd(record: NvdRecord): Advisory {
  const { affected, problems } = nvdConfigurations(record.configurations);
  assert.deepEqual(problems, []);
  return { ...base, id: record.id, aliases: [], source: 'nvd', affected };
}

/** A supplier's "fixed" products: exactly these versions are unaffected. */
function vex(record: VexRecord): Advisory {
  const affected = record.products.map(({ identifiers }): Affected => {
    const [, type = '', name = '', version = ''] =
      /^pkg:(\w+)\/(.+)@(.+)$/.exec(identifiers.purl) ?? [];
    const osv = languageOf(type)?.osv ?? type;
    return {
      ecosystem: osv,
      name: osv === 'Maven' ? name.replace('/', ':') : name,
      state: 'not_affected',
      ranges: [],
      versions: [decodeURIComponent(version)],
    };
  });
  const { name, aliases } = record.vulnerability;
  return { ...base, id: name, aliases, source: 'vex', affected };
}

function packageOf(row: MatcherCase['package']): Package {
  const type = types[row.type] ?? row.type;
  const upstream = row.upstreams?.[0];
  const name = row.groupId === undefined ? row.name : `${row.groupId}:${row.artifactId ?? ''}`;
  return {
    name,
    version: row.version,
    type,
    purl: `pkg:${type}/${name.replace(':', '/')}@${row.version}`,
    foundBy: 'case',
    locations: [],
    ...(row.arch !== undefined && { arch: row.arch }),
    ...(row.cpes !== undefined && { cpes: row.cpes }),
    ...(upstream !== undefined && { source: upstream }),
    ...(row.modularityLabel !== undefined && { qualifiers: { modularity: row.modularityLabel } }),
    ...(row.goSymbols !== undefined && { qualifiers: { symbols: packedSymbols(row.goSymbols) } }),
    ...(row.mainModule === row.name && { relationship: 'root' }),
  };
}

/** Functions as a Go program's analysis keeps them; methods are written `(*Type).Method` by the linker. */
function packedSymbols(all: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(all).map(([path, symbols]) =>
    packGoSymbols(
      path,
      symbols.map((symbol) => goSymbol(`${path}.${symbol}`)?.symbol ?? symbol),
    ),
  );
}

function idsOf(finding: Finding): readonly string[] {
  return [finding.rule, ...finding.aliases];
}

function check(row: MatcherCase, root: string): void {
  const lifeCycles = new Map<string, readonly LifeCycle[]>();
  const advisories = row.records.flatMap(({ provider, file }) => {
    const record = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      item: Record<string, unknown>;
    };
    if (provider === 'eol') {
      const { product, name, eolFrom } = record.item as unknown as EndOfLifeRecord;
      lifeCycles.set(product, [...(lifeCycles.get(product) ?? []), { cycle: name, eol: eolFrom }]);
    }
    return advisoriesOf(provider, record.item);
  });
  const os: OperatingSystem | undefined =
    row.distro === null
      ? undefined
      : {
          id: distributions[row.distro.id] ?? row.distro.id,
          version: row.distro.version,
          ...(row.distro.channels !== undefined && { channels: row.distro.channels }),
        };
  const subject = packageOf(row.package);
  const run = (packages: readonly Package[], extra: readonly Advisory[] = []) =>
    matchPackages(packages, {
      os,
      now: new Date('2026-09-01T00:00:00Z'),
      database: memoryDatabase({ advisories: [...advisories, ...extra], lifeCycles }),
      options: {
        staleAfterDays: Number.POSITIVE_INFINITY,
        endOfLifeByCpe: row.options?.['UseCPEsForEOL'] === true,
      },
    });
  const { findings, suppressed, coverage } = run([subject]);
  // An ecosystem the product does not know answers nothing: no such row may count as passed.
  const gap = coverage.find(({ state }) => state === 'unsupported');
  assert.equal(gap?.reason, undefined);
  const unsure = findings.filter(({ verdict }) => verdict === 'unknown');
  assert.deepEqual(
    unsure.map(({ message }) => message.text),
    [],
    'unknown counts as failed',
  );
  // What matches and is then cleared with a reason is matched, and not left in a report.
  const matched = [...findings, ...suppressed];
  for (const [ids, among] of [
    [row.expect.vulnerable, matched],
    [row.expect.final, findings],
  ] as const) {
    for (const id of ids) {
      assert.ok(
        among.some((finding) => idsOf(finding).includes(id)),
        `${id} is not found`,
      );
    }
  }
  for (const finding of matched) {
    // Where others drop a fault whose code is not in the program, it is kept with that reason.
    if (finding.suppressed?.by === 'not-present') continue;
    const ids = idsOf(finding);
    // Some rows leave open what is cleared, and want only that it is not left.
    if (suppressed.includes(finding) && row.expect.suppressed === undefined) continue;
    // A finding that the distribution clears is kept with the reason where others drop it.
    const cleared = suppressed.includes(finding) ? (row.expect.suppressed ?? []) : [];
    const expected = new Set([
      ...row.expect.vulnerable,
      ...row.expect.final,
      ...cleared.map(({ id }) => id),
    ]);
    if (row.expect.exact)
      assert.ok(
        ids.some((id) => expected.has(id)),
        `${ids[0]} is too much`,
      );
    const forbidden = row.expect.notVulnerable?.find((id) => ids.includes(id));
    assert.equal(forbidden, undefined);
  }
  // A row that is not exact names some of what is found.
  if (row.expect.exact)
    assert.equal(findings.length, row.expect.final.length, 'findings left in a report');
  for (const [id, detail] of Object.entries(row.expect.details ?? {})) {
    checkDetail(
      matched.find((finding) => idsOf(finding).includes(id)),
      detail,
    );
  }
  if (row.expect.suppressedExact === true) {
    const cleared = new Set(row.expect.suppressed?.map(({ id }) => id));
    const stray = suppressed.find(
      (finding) =>
        finding.suppressed?.by !== 'not-present' && !idsOf(finding).some((id) => cleared.has(id)),
    );
    assert.equal(stray?.rule, undefined, 'cleared without a word of the distribution');
  }
  for (const { id } of row.expect.suppressed ?? []) checkOwned(id, subject, run);
}

function checkDetail(finding: Finding | undefined, detail: Detail): void {
  const { fix, vulnerability } = finding ?? {};
  if (detail.matchedBy !== undefined)
    assert.ok(detail.matchedBy.includes(vulnerability?.match.by ?? ''));
  if (detail.fix !== undefined) assert.deepEqual(fix?.versions, detail.fix.versions);
  if (detail.advisories !== undefined)
    assert.deepEqual(vulnerability?.vendorIds, detail.advisories);
}

/** "Suppressed" means: the same fault from another source, in a file that this package owns, is cleared by the vendor. */
function checkOwned(
  id: string,
  owner: Package,
  run: (
    packages: readonly Package[],
    extra: readonly Advisory[],
  ) => ReturnType<typeof matchPackages>,
): void {
  const owned: Package = {
    name: 'owned',
    version: '1.0',
    type: 'pypi',
    purl: 'pkg:pypi/owned@1.0',
    foundBy: 'case',
    locations: [],
    owner: owner.purl,
  };
  const other: Advisory = {
    ...base,
    id: 'OTHER-1',
    aliases: [id],
    source: 'other',
    affected: [{ ecosystem: 'PyPI', name: 'owned', state: 'affected', ranges: [] }],
  };
  const { findings, suppressed } = run([owner, owned], [other]);
  assert.equal(
    findings.find((finding) => finding.package === owned.purl),
    undefined,
    `${id} is not cleared`,
  );
  const cleared = suppressed.find((finding) => finding.package === owned.purl);
  assert.equal(cleared?.suppressed?.by, 'vendor');
  assert.match(cleared?.suppressed?.reason ?? '', /says that .* is (not affected|fixed)/);
}

test(
  'cases of an outside matcher: one package, given records, wanted verdicts',
  needsShared('cases/scan/matcher'),
  async () => {
    const root = sharedPath('cases/scan/matcher');
    const lines = readFileSync(join(root, 'cases.jsonl'), 'utf8').trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as MatcherCase);
    const seen = new Map<string, number>();
    await runSuite(
      'matcher',
      rows.map((row) => {
        // Some names repeat; the number of the repetition makes them unique.
        const count = (seen.get(row.name) ?? 0) + 1;
        seen.set(row.name, count);
        return {
          id: count === 1 ? row.name : `${row.name} #${count}`,
          run: () => check(row, root),
        };
      }),
    );
  },
);
