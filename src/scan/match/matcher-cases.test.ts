import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { matcherAdvisories } from '../../../test/kit/matcher-records.ts';
import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { runSuite } from '../../../test/kit/suite.ts';
import { goSymbol, packGoSymbols } from '../../formats/go-symbols.ts';
import type { Advisory, Finding, OperatingSystem, Package } from '../../model/index.ts';
import type { LifeCycle } from '../advisories/database.ts';
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

interface EndOfLifeRecord {
  readonly product: string;
  readonly name: string;
  readonly eolFrom: string;
}

const types: Readonly<Record<string, string>> = {
  python: 'pypi',
  java: 'maven',
  gomodule: 'golang',
};
const distributions: Readonly<Record<string, string>> = { redhat: 'rhel', oraclelinux: 'ol' };
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
    return matcherAdvisories(provider, record.item);
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
    kind: 'vulnerability',
    severities: [],
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
