import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { purlOf } from '../../src/formats/purl.ts';
import { readVex } from '../../src/formats/read-vex.ts';
import type { Finding, Package } from '../../src/model/index.ts';
import { applyVex } from '../../src/policy/vex.ts';
import type { VexFile } from '../../src/policy/vex.ts';
import { analyzers } from '../../src/scan/analyzers/index.ts';
import { joined } from '../../src/scan/joined.ts';
import { matchPackages } from '../../src/scan/match/match-packages.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { analyse } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';
import { trivyDatabase } from '../kit/trivy-database.ts';

interface Golden {
  readonly options:
    | readonly {
        readonly includeDevDeps?: boolean;
        readonly vulnSeveritySources?: readonly string[];
        readonly vex?: string;
      }[]
    | null;
  readonly results: readonly {
    readonly target: string;
    readonly type: string;
    readonly vulns: readonly Readonly<Record<string, string>>[] | null;
  }[];
}

/** Packages of every lockfile in a folder, with the file as their location. */
function packagesIn(folder: string): readonly Package[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
  const results = files.flatMap((file) => {
    const path = file.slice(folder.length + 1);
    const stat = { size: 1, mode: 0o644 };
    const wanting = analyzers.filter((one) => one.finds === 'lockfile' && one.wants(path, stat));
    return wanting.map((analyzer) => ({
      path,
      analyzer: analyzer.id,
      result: analyse(analyzer, path, file),
    }));
  });
  return joined(results.map((file) => ({ file })))
    .map(({ file }) => file)
    .flatMap(({ path, analyzer, result }) =>
      (result.packages ?? []).map((found) => ({
        ...found,
        purl: found.purl ?? purlOf({ type: found.type, name: found.name, version: found.version }),
        foundBy: analyzer,
        locations: [{ file: { path } }],
      })),
    );
}

/** A finding in the fields and names of the golden. */
function told(finding: Finding): Record<string, unknown> {
  const { params } = finding.message;
  return {
    FixedVersion: finding.fix?.versions.join(', '),
    InstalledVersion: params['version'],
    PkgName: params['name'],
    Severity: finding.severity.toUpperCase(),
    VulnerabilityID: finding.rule,
  };
}

/** The document that the outside run was given; it lies beside the input. */
function vexFile(folder: string, named: string): VexFile {
  const path = join(folder, 'vex', basename(named));
  return { path, ...readVex(readFileSync(path), path) };
}

function check(folder: string, golden: Golden, database: ReturnType<typeof trivyDatabase>): void {
  const [options] = golden.options ?? [];
  const found = packagesIn(join(folder, 'input'));
  for (const { target } of golden.results) {
    const read = found.some(({ locations }) => locations[0]?.file?.path === target);
    assert.ok(read, `${target} is read by no analyzer`);
  }
  const packages = found.filter(({ dev }) => dev !== true || options?.includeDevDeps === true);
  const { vulnSeveritySources } = options ?? {};
  const matched = matchPackages(packages, {
    database,
    now: new Date('2026-09-01T00:00:00Z'),
    options: vulnSeveritySources === undefined ? {} : { severitySources: vulnSeveritySources },
  });
  const vexFiles = options?.vex === undefined ? [] : [vexFile(folder, options.vex)];
  const { findings } = applyVex(matched.findings, vexFiles, {
    packages,
    subject: { kind: 'filesystem', name: folder },
  });
  for (const { target, vulns } of golden.results) {
    const here = findings.filter(({ locations }) => locations[0]?.file?.path === target);
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>): number =>
      String(a['VulnerabilityID']) < String(b['VulnerabilityID']) ? -1 : 1;
    assert.deepEqual(here.map(told).sort(byId), [...(vulns ?? [])].sort(byId));
  }
}

test(
  'lockfiles give the findings of an outside scanner',
  needsShared('cases/scan/lockfiles/scan'),
  async () => {
    const folder = sharedPath('cases/scan/lockfiles');
    const database = trivyDatabase(join(folder, 'vuln-db'));
    await runSuite(
      'lockfile-findings',
      readdirSync(join(folder, 'scan')).map((name) => ({
        id: name,
        run: () => {
          const text = readFileSync(join(folder, 'scan', name, 'expected.json'), 'utf8');
          check(join(folder, 'scan', name), JSON.parse(text) as Golden, database);
        },
      })),
    );
  },
);
