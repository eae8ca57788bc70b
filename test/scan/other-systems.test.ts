import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { archTracker } from '../../src/scan/advisories/feeds/arch-tracker.ts';
import { githubWorkflow } from '../../src/scan/analyzers/infrastructure/github-workflow.ts';
import { baseImages } from '../../src/scan/analyzers/containers/base-images.ts';
import { composeImages } from '../../src/scan/analyzers/containers/compose-images.ts';
import { kubernetesImages } from '../../src/scan/analyzers/containers/kubernetes-images.ts';
import { flatpak } from '../../src/scan/analyzers/desktop/flatpak.ts';
import { homebrew } from '../../src/scan/analyzers/desktop/homebrew.ts';
import { macApp } from '../../src/scan/analyzers/desktop/mac-app.ts';
import { macports } from '../../src/scan/analyzers/desktop/macports.ts';
import { netscaler } from '../../src/scan/analyzers/desktop/netscaler.ts';
import { spack } from '../../src/scan/analyzers/desktop/spack.ts';
import { bottlerocket } from '../../src/scan/analyzers/os/bottlerocket.ts';
import { chisel } from '../../src/scan/analyzers/os/chisel.ts';
import { containerOptimized } from '../../src/scan/analyzers/os/container-optimized.ts';
import { nix } from '../../src/scan/analyzers/os/nix.ts';
import { snap, snapContents } from '../../src/scan/analyzers/os/snap.ts';
import { embeddedSbom, sbomDocument } from '../../src/scan/analyzers/infrastructure/sbom.ts';
import { pacman } from '../../src/scan/analyzers/os/pacman.ts';
import { portage } from '../../src/scan/analyzers/os/portage.ts';
import { match } from '../../src/tasks/match.ts';
import { advisoriesOf, documentOf } from '../kit/feeds.ts';
import { expected, filesBelow, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

type Said = Pick<FoundPackage, 'name' | 'version'>;

/** How a row's file is read, and how its project writes what we found. */
interface Reading {
  readonly analyzer: FileAnalyzer;
  readonly path: string | ((row: ParserRow) => string);
  /** What the row's project would call a package of ours; nothing when it leaves it out. */
  readonly says?: (one: FoundPackage, row: ParserRow) => readonly Said[];
}

const workflow = '.github/workflows/ci.yml';

/** Our analyzer of each format of SCALIBR. */
const scalibr: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['containers/dockerbaseimage', { analyzer: baseImages, path: 'Dockerfile' }],
  ['containers/dockercomposeimage', { analyzer: composeImages, path: 'compose.yaml' }],
  ['containers/k8simage', { analyzer: kubernetesImages, path: 'pod.yaml' }],
  ['misc/githubactions', { analyzer: githubWorkflow, path: workflow }],
  ['os/pacman', { analyzer: pacman, path: 'var/lib/pacman/local/gawk-5.3.1-1/desc' }],
  ['misc/netscaler', { analyzer: netscaler, path: 'flash/boot/loader.conf' }],
  ['os/chisel', { analyzer: chisel, path: 'var/lib/chisel/manifest.wall' }],
  ['os/cos', { analyzer: containerOptimized, path: 'etc/cos-package-info.json' }],
  [
    'os/flatpak',
    { analyzer: flatpak, path: 'var/lib/flatpak/app/a/b/export/share/metainfo/a.metainfo.xml' },
  ],
  ['os/homebrew', { analyzer: homebrew, path: ({ input }) => input }],
  ['os/macapps', { analyzer: macApp, path: 'Applications/a.app/Contents/Info.plist' }],
  ['os/macports', { analyzer: macports, path: 'opt/local/var/macports/registry/portfiles/a' }],
  ['os/nix', { analyzer: nix, path: 'nix/var/nix/db/db.sqlite' }],
  ['os/snap', { analyzer: snap, path: 'snap/core/1/meta/snap.yaml' }],
  ['os/spack', { analyzer: spack, path: 'opt/a/.spack/spec.json' }],
  ['sbom/cdx', { analyzer: sbomDocument, path: 'sbom.cdx.json' }],
  ['sbom/spdx', { analyzer: sbomDocument, path: 'sbom.spdx', says: byProduct }],
  ['os/portage', { analyzer: portage, path: 'var/db/pkg/perl-core/Getopt-Long-2.580.0/PF' }],
]);

/** Our analyzer of each format of Trivy. */
const trivy: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  [
    'fanal/analyzer/pkg/bottlerocket_inventory',
    {
      analyzer: bottlerocket,
      path: 'usr/share/bottlerocket/application-inventory.json',
      says: withoutRelease,
    },
  ],
  ['fanal/analyzer/sbom', { analyzer: embeddedSbom, path: 'opt/bitnami/a/.spdx-a.spdx' }],
]);

/** Epoch and release are fields of their own there. */
function withoutRelease({ name, version }: FoundPackage): Said[] {
  return [{ name, version: version.replace(/^[0-9]+:/, '').replace(/-[^-]*$/, '') }];
}

/** Our analyzer of each format of Syft. */
const syft: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['apple', { analyzer: macApp, path: 'Applications/a.app/Contents/Info.plist' }],
  ['githubactions', { analyzer: githubWorkflow, path: workflow, says: withPath }],
  ['homebrew', { analyzer: homebrew, path: ({ input }) => input }],
  ['snap', { analyzer: snapContents, path: 'usr/share/snappy/dpkg.yaml' }],
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
  const { analyzer, says = (one) => [one] } = reading;
  const path = typeof reading.path === 'string' ? reading.path : reading.path(row);
  const input = rowFile(origin, row.input);
  if (row.expectError === true) {
    assert.throws(() => {
      const [problem] = analyse(analyzer, path, input).problems ?? [];
      if (problem !== undefined) throw new Error(problem.text);
    });
    return;
  }
  const found = filesBelow(input).flatMap((below) => {
    const place = below !== '' && analyzer === homebrew ? below : path;
    return analyse(analyzer, place, below === '' ? input : join(input, below)).packages ?? [];
  });
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

/** Formats that nothing here opens: their rows are deferred one by one, each with its reason. */
const unopened = [
  'embeddedfs/archive',
  'embeddedfs/ova',
  'embeddedfs/qcow2',
  'embeddedfs/vdi',
  'embeddedfs/vmdk',
  'containers/podman',
  'misc/gitrepo',
  'os/winget',
];

test('suite required paths, formats not opened', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map(unopened.map((format) => [format, []]));
  await runSuite('required-paths-not-opened', requiredPathRows(formats));
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
