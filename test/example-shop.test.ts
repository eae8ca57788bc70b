import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildHarbourShop } from '../examples/image/build.ts';
import { basePackages } from '../examples/image/packages.ts';
import { runProgram, sourceProgram } from './kit/program.ts';

interface Found {
  readonly VulnerabilityID: string;
  readonly PkgName: string;
  readonly FixedVersion?: string;
  readonly Layer: { readonly DiffID: string };
}
interface Result {
  readonly Class: string;
  readonly Type: string;
  readonly Packages: readonly { readonly Name: string }[];
  readonly Vulnerabilities?: readonly Found[];
}
interface ShopReport {
  readonly Metadata: { readonly DiffIDs: readonly string[] };
  readonly Results: readonly Result[];
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-shop-'));
after(() => rmSync(folder, { recursive: true }));
let report: ShopReport;

before(async () => {
  await buildHarbourShop(join(folder, 'shop'));
  const reference = `oci-dir:${join(folder, 'shop')}:harbour-shop:1.0`;
  const fixed = ['--offline', '--cache-dir', join(folder, 'cache'), '--at', '2026-01-01'];
  const given = ['image', reference, '-f', 'json', '--list-all-pkgs', ...fixed];
  const run = runProgram(sourceProgram(), given);
  assert.equal(run.code, 0, run.stderr);
  report = JSON.parse(run.stdout) as ShopReport;
});

const packagesOf = (kind: string): readonly string[] =>
  report.Results.filter(({ Type }) => Type === kind).flatMap(({ Packages }) =>
    Packages.map(({ Name }) => Name),
  );
const findings = (): readonly Found[] =>
  report.Results.flatMap(({ Vulnerabilities }) => Vulnerabilities ?? []);
const layerOf = ({ Layer }: Found): number => report.Metadata.DiffIDs.indexOf(Layer.DiffID);

test('the shop has the packages of its last layer, and nothing that a layer took away', () => {
  const debian = packagesOf('debian');
  for (const { name } of basePackages) assert.ok(debian.includes(name), name);
  assert.ok(debian.includes('libwebp7'));
  assert.ok(!debian.includes('wget'), 'purged by the last layer');
  const node = packagesOf('node-pkg');
  assert.ok(node.includes('lodash') && node.includes('ejs'));
  assert.ok(!node.includes('minimist'), 'removed by a whiteout');
  assert.ok(packagesOf('python-pkg').includes('Django'));
});

test('the starter set finds what the shop is known for, with fix and layer', () => {
  const wanted: readonly (readonly [string, string, string, number])[] = [
    ['CVE-2023-4911', 'libc6', '2.36-9+deb12u3', 0],
    ['CVE-2023-38545', 'curl', '7.88.1-10+deb12u4', 1],
    ['CVE-2023-4863', 'libwebp7', '1.2.4-0.2+deb12u1', 1],
    ['CVE-2021-23337', 'lodash', '4.17.21', 2],
    ['CVE-2022-29078', 'ejs', '3.1.7', 2],
    ['CVE-2020-1747', 'PyYAML', '5.3.1', 3],
  ];
  for (const [id, name, fix, layer] of wanted) {
    const found = findings().find(
      ({ VulnerabilityID, PkgName }) => VulnerabilityID === id && PkgName === name,
    );
    assert.ok(found !== undefined, `${id} in ${name}`);
    assert.ok((found.FixedVersion ?? '').split(', ').includes(fix), `${id}: ${found.FixedVersion}`);
    assert.equal(layerOf(found), layer, `${id}: layer`);
  }
});

test('the starter set keeps silent about what it should not tell', () => {
  const ids = new Set(findings().map(({ VulnerabilityID }) => VulnerabilityID));
  // xz-utils 5.4.1 never held the back door.
  assert.ok(!ids.has('CVE-2024-3094'));
  const names = new Set(findings().map(({ PkgName }) => PkgName));
  for (const name of ['minimist', 'wget', 'harbour-cart', 'base-files'])
    assert.ok(!names.has(name), name);
});
