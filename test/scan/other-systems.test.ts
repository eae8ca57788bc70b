import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { archTracker } from '../../src/scan/advisories/feeds/arch-tracker.ts';
import { githubWorkflow } from '../../src/scan/analyzers/infrastructure/github-workflow.ts';
import { embeddedSbom, sbomDocument } from '../../src/scan/analyzers/infrastructure/sbom.ts';
import { pacman } from '../../src/scan/analyzers/os/pacman.ts';
import { portage } from '../../src/scan/analyzers/os/portage.ts';
import { match } from '../../src/tasks/match.ts';
import { advisoriesOf, documentOf } from '../kit/feeds.ts';
import { expected, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

type Said = Pick<FoundPackage, 'name' | 'version'>;

/** How a row's file is read, and how its project writes what we found. */
interface Reading {
  readonly analyzer: FileAnalyzer;
  readonly path: string;
  /** What the row's project would call a package of ours; nothing when it leaves it out. */
  readonly says?: (one: FoundPackage, row: ParserRow) => readonly Said[];
}

const workflow = '.github/workflows/ci.yml';

/** Our analyzer of each format of SCALIBR. */
const scalibr: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['misc/githubactions', { analyzer: githubWorkflow, path: workflow }],
  ['os/pacman', { analyzer: pacman, path: 'var/lib/pacman/local/gawk-5.3.1-1/desc' }],
  ['sbom/cdx', { analyzer: sbomDocument, path: 'sbom.cdx.json' }],
  ['sbom/spdx', { analyzer: sbomDocument, path: 'sbom.spdx', says: byProduct }],
  ['os/portage', { analyzer: portage, path: 'var/db/pkg/perl-core/Getopt-Long-2.580.0/PF' }],
]);

/** Our analyzer of each format of Trivy. */
const trivy: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['fanal/analyzer/sbom', { analyzer: embeddedSbom, path: 'opt/bitnami/a/.spdx-a.spdx' }],
]);

/** Our analyzer of each format of Syft. */
const syft: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['githubactions', { analyzer: githubWorkflow, path: workflow, says: withPath }],
]);

/** What has no package URL is called by its CPE there. */
function byProduct({ name, version, purl, cpes }: FoundPackage): Said[] {
  if (purl === undefined) return [{ name: cpes?.[0] ?? name, version: '' }];
  // The group of a Maven package is left out.
  return [{ name: name.split(':').at(-1) ?? name, version }];
}

/** An action in a folder of its repository has the folder in its name. */
function withPath({ name, version, purl = '' }: FoundPackage): Said[] {
  const [, folder] = purl.split('#', 2);
  // Whole workflows are read by another part of it.
  if (folder?.startsWith('.github') === true) return [];
  return [{ name: folder === undefined ? name : `${name}/${folder}`, version }];
}

function run(origin: string, row: ParserRow, reading: Reading | undefined): void {
  assert.ok(reading);
  const { analyzer, path, says = (one) => [one] } = reading;
  const input = rowFile(origin, row.input);
  if (row.expectError === true) {
    assert.throws(() => {
      const [problem] = analyse(analyzer, path, input).problems ?? [];
      if (problem !== undefined) throw new Error(problem.text);
    });
    return;
  }
  const found = analyse(analyzer, path, input).packages ?? [];
  // Syft lists the actions of the same repository too, which are no packages of anybody.
  const told = row.expectByTarget?.flatMap(({ packages }) => packages) ?? row.expect ?? [];
  const wanted = told.filter(({ name }) => !name.startsWith('./'));
  assert.deepEqual(
    nameVersions(found.flatMap((one) => says(one, row))),
    nameVersions(expected(wanted)),
  );
}

for (const [origin, readings] of [
  ['scalibr', scalibr],
  ['trivy', trivy],
  ['syft', syft],
] as const)
  test(`suite ${origin}, other systems`, needsShared(`${parsers}/${origin}.jsonl`), async () => {
    await runSuite(
      `${origin}-other-systems`,
      parserRows(origin, ({ format }) => readings.has(format)).map(({ id, row }) => ({
        id,
        run: () => run(origin, row, readings.get(row.format)),
      })),
    );
  });

test('suite required paths, other systems', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map(
    [...scalibr].map(([format, { analyzer }]) => [
      format,
      // A file of any name may be given as a bill of materials; in an image they go by names.
      analyzer === sbomDocument ? [embeddedSbom] : [analyzer],
    ]),
  );
  await runSuite('required-paths-other-systems', requiredPathRows(formats));
});

const groups = [
  {
    name: 'AVG-1',
    packages: ['glibc', 'lib32-glibc'],
    status: 'Fixed',
    severity: 'High',
    type: 'arbitrary code execution',
    affected: '2.38-1',
    fixed: '2.38-2',
    issues: ['CVE-2023-4911', 'CVE-2023-5156'],
    advisories: ['ASA-202310-01'],
  },
  {
    name: 'AVG-2',
    packages: ['pam'],
    status: 'Vulnerable',
    severity: 'Medium',
    affected: '1.7.0-2',
    fixed: null,
    issues: ['CVE-2025-6020'],
  },
  {
    name: 'AVG-3',
    packages: ['safe'],
    status: 'Not affected',
    affected: '1-1',
    issues: ['CVE-2024-10001'],
  },
  { name: 'AVG-4', packages: ['odd'], status: 'Fixed', affected: '1-1', fixed: '2-1', issues: [] },
  { name: 'AVG-5', packages: ['a'], status: 'Brand new', issues: [] },
  { name: 'bad' },
];

test('packages of Arch are judged by their own names and the versions of pacman', async () => {
  const advisories = advisoriesOf([...archTracker.parse(documentOf('all.json', groups))]);
  const judged = async (name: string, version: string): Promise<string[]> =>
    (
      await match([{ type: 'alpm', name, version }], {
        database: { advisories },
        os: { id: 'arch', version: '' },
      })
    ).map(({ rule, verdict }) => `${rule} ${verdict}`);
  assert.deepEqual(await judged('lib32-glibc', '2.38-1'), [
    'CVE-2023-4911 affected',
    'CVE-2023-5156 affected',
  ]);
  assert.deepEqual(await judged('pam', '99-1'), ['CVE-2025-6020 affected']);
  for (const [name, version] of [
    ['glibc', '2.38-2'],
    ['glibc', '1:1.0-1'],
    ['safe', '1-1'],
    ['glib', '2.38-1'],
  ] as const)
    assert.deepEqual(await judged(name, version), [], name);
});
