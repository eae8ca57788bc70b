import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Finding, OperatingSystem, Package } from '../../src/model/index.ts';
import { applyFilters } from '../../src/policy/filter.ts';
import { matchPackages } from '../../src/scan/match/match-packages.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';
import { trivyDatabase } from '../kit/trivy-database.ts';

interface OsPackage {
  readonly name: string;
  readonly version: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly arch?: string;
  readonly srcName?: string;
  readonly srcVersion?: string;
  readonly srcRelease?: string;
  readonly srcEpoch?: number;
}

interface OsCase {
  readonly os: { readonly Family: string; readonly Name: string };
  readonly ignoreUnfixed: boolean;
  readonly packages: readonly OsPackage[];
  readonly expect: readonly Readonly<Record<string, unknown>>[];
}

const types: Readonly<Record<string, string>> = { debian: 'deb', alpine: 'apk' };

/** Ids of distributions where the case has another word. */
const ids: Readonly<Record<string, string>> = { amazon: 'amzn', oracle: 'ol' };

function evr(epoch: number | undefined, version: string, release: string | undefined): string {
  const tail = release === undefined ? version : `${version}-${release}`;
  return epoch === undefined || epoch === 0 ? tail : `${epoch}:${tail}`;
}

function packageOf(row: OsPackage, type: string): Package {
  const version = evr(row.epoch, row.version, row.release);
  return {
    name: row.name,
    version,
    type,
    purl: `pkg:${type}/${row.name}@${version}`,
    source: {
      name: row.srcName ?? row.name,
      version: evr(row.srcEpoch, row.srcVersion ?? row.version, row.srcRelease),
    },
    foundBy: 'case',
    locations: [],
  };
}

/** A finding with the fields that the row asserts, in Trivy's names. */
function told(finding: Finding, fields: readonly string[]): Record<string, unknown> {
  const { params } = finding.message;
  const all: Record<string, unknown> = {
    VulnerabilityID: finding.rule,
    PkgName: params['name'],
    InstalledVersion: params['version'],
    FixedVersion: finding.fix?.versions.join(', '),
    Severity: finding.severity.toUpperCase(),
    SeveritySource: finding.vulnerability?.severitySource,
    Status: finding.vulnerability?.status,
    VendorIDs: finding.vulnerability?.vendorIds,
  };
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}

function check(row: OsCase, folder: string): void {
  const type = types[row.os.Family] ?? 'rpm';
  const { Family, Name } = row.os;
  const os: OperatingSystem = { id: ids[Family] ?? Family, version: Name };
  const { findings, coverage } = matchPackages(
    row.packages.map((pkg) => packageOf(pkg, type)),
    { os, database: trivyDatabase(folder), now: new Date('2026-09-01T00:00:00Z') },
  );
  const gap = coverage.find(({ state }) => state === 'unsupported');
  assert.equal(gap?.reason, undefined);
  const left = applyFilters(findings, { ignoreUnfixed: row.ignoreUnfixed }).findings;
  assert.deepEqual(
    left.map(({ rule, message }) => `${String(message.params['name'])} ${rule}`).sort(),
    row.expect.map((one) => `${String(one['PkgName'])} ${String(one['VulnerabilityID'])}`).sort(),
  );
  for (const wanted of row.expect) {
    const finding = left.find(
      ({ rule, message }) =>
        rule === wanted['VulnerabilityID'] && message.params['name'] === wanted['PkgName'],
    );
    assert.ok(finding);
    assert.deepEqual(told(finding, Object.keys(wanted)), wanted);
  }
}

test(
  'packages of whole images give the findings of an outside scanner',
  needsShared('cases/scan/os-match'),
  async () => {
    const folder = sharedPath('cases/scan/os-match');
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    await runSuite(
      'os-match',
      names.map((name) => ({
        id: name.replace(/\.json$/, ''),
        run: () => {
          const row = JSON.parse(readFileSync(join(folder, name), 'utf8')) as OsCase;
          check(row, join(folder, 'vuln-db'));
        },
      })),
    );
  },
);
