import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Advisory, Affected, Report } from '../../src/model/index.ts';
import { cyclonedx } from '../../src/report/cyclonedx.ts';
import { scan } from '../../src/tasks/library.ts';
import { buildImage, writeLayout } from '../kit/oci.ts';
import type { TarEntry } from '../kit/oci.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sbom-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const debian: readonly TarEntry[] = [
  { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  {
    path: 'var/lib/dpkg/status',
    content:
      'Package: libssl3\nStatus: install ok installed\nSource: openssl (3.0.9-1)\nArchitecture: amd64\nVersion: 3.0.9-1+b1\n',
  },
  {
    path: 'srv/node_modules/@x/left/package.json',
    content: '{"name":"@x/left","version":"1.0.0"}',
  },
  { path: 'srv/node_modules/right/package.json', content: '{"name":"right","version":"1.0.0"}' },
];

const affected = (ecosystem: string, name: string, fixed: string): Affected => ({
  ecosystem,
  name,
  state: 'fixed',
  ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed }] }],
});

const advisory = (id: string, one: Affected): Advisory => ({
  id,
  aliases: [],
  source: 'test',
  kind: 'vulnerability',
  affected: [one],
  severities: [{ source: 'test', severity: 'high' }],
});

const advisories = [
  advisory('CVE-2024-10001', affected('Debian:12', 'openssl', '3.0.11-1')),
  advisory('CVE-2024-10002', affected('Debian:12', 'libssl3', '9')),
  advisory('CVE-2024-10003', affected('npm', '@x/left', '1.0.1')),
  advisory('CVE-2024-10004', affected('npm', 'right', '1.0.0')),
];

const settings = { database: { advisories }, cache: false } as const;

const shown = (report: Report): string[] =>
  report.findings
    .map(({ rule, verdict, severity, fix, locations }) =>
      [rule, verdict, severity, fix?.versions.join(), locations[0]?.package?.purl].join(' '),
    )
    .toSorted();

function rendered(report: Report): string {
  const pieces: string[] = [];
  cyclonedx.write(report, (text) => pieces.push(text), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: true,
    program: { name: 'plimsoll', version: '0.0.0' },
  });
  return pieces.join('');
}

async function imageReport(): Promise<Report> {
  const layout = join(folder, 'layout');
  await writeLayout(layout, { test: buildImage([debian]) });
  return scan({ image: `oci-dir:${layout}:test` }, settings);
}

test('the bill of materials of an image has the findings of the image', async () => {
  const image = await imageReport();
  assert.equal(shown(image).length, 2, 'the image has findings to compare');
  const file = join(folder, 'shop.json');
  writeFileSync(file, rendered(image));
  const sbom = await scan({ sbom: file }, settings);
  assert.deepEqual(shown(sbom), shown(image));
  assert.deepEqual([sbom.status, sbom.os?.id, sbom.os?.version], ['complete', 'debian', '12']);
  assert.deepEqual(
    sbom.packages.map(({ purl, source }) => [purl, source]),
    image.packages.map(({ purl, source }) => [purl, source]),
  );
});

test('package URLs alone are enough where they name the system and the source', async () => {
  const file = join(folder, 'purls');
  writeFileSync(
    file,
    'pkg:deb/debian/libssl3@3.0.9-1+b1?arch=amd64&distro=debian-12&upstream=openssl@3.0.9-1\npkg:npm/%40x/left@1.0.0\n',
  );
  const found = shown(await scan({ sbom: file }, settings));
  assert.deepEqual(
    found.map((line) => line.split(' ').slice(0, 2)),
    [
      ['CVE-2024-10001', 'affected'],
      ['CVE-2024-10003', 'affected'],
    ],
  );
});

test('what is no bill of materials is partial, and a folder is an error', async () => {
  const file = join(folder, 'text.cdx.json');
  writeFileSync(file, 'no bill of materials');
  const { status, errors } = await scan({ sbom: file }, settings);
  assert.deepEqual([status, errors[0]?.code], ['partial', 'SBOM_UNKNOWN']);
  await assert.rejects(scan({ sbom: folder }, settings), { code: 'IMAGE_NOT_AN_IMAGE' });
});
