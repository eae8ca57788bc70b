import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import {
  brokenRules,
  carefulImage,
  faultyImage,
  password,
  privateKey,
  program,
} from '../../test/kit/faulty-image.ts';
import { buildImage, writeLayout } from '../../test/kit/oci.ts';
import type { BuiltImage, TarEntry } from '../../test/kit/oci.ts';
import { fixedClock } from '../io/clock.ts';
import type { Finding, Report } from '../model/index.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import { openFolder } from './open-folder.ts';
import { openImage } from './open-image.ts';
import { scanSubject } from './scan.ts';
import type { ScanOptions } from './scan.ts';
import type { Scanner } from './scanners.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rules-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const every: readonly Scanner[] = ['vuln', 'misconfig', 'secret'];
const how = {
  database: memoryDatabase({ advisories: [] }),
  clock: fixedClock(Date.UTC(2026, 2, 1)),
  parallel: 0,
};

let images = 0;
async function scan(image: BuiltImage, options: Partial<ScanOptions> = {}): Promise<Report> {
  images += 1;
  const path = join(folder, `image-${images}`);
  await writeLayout(path, { latest: image });
  const opened = await openImage({ reference: `oci-dir:${path}` });
  const subject = { kind: 'image', name: 'shop', image: opened.subject } as const;
  try {
    return await scanSubject(
      { subject, profile: 'installed', image: opened },
      { ...how, scanners: every, ...options },
    );
  } finally {
    await opened.close();
  }
}

const rulesOf = ({ findings }: Report): readonly string[] =>
  [...new Set(findings.map(({ rule }) => rule))].sort();

const named = ({ findings }: Report, rule: string): readonly Finding[] =>
  findings.filter((one) => one.rule === rule);

test('an image with every fault breaks every rule; a careful one breaks none', async () => {
  const faulty = await scan(faultyImage());
  // Whether the image goes by a tag is the word of the place it lies in; a layout has none.
  assert.deepEqual(
    rulesOf(faulty),
    brokenRules.filter((rule) => rule !== 'IMG-LATEST'),
  );
  assert.ok(!JSON.stringify(faulty).includes(password), 'no credential in any finding');
  const careful = await scan(carefulImage());
  assert.deepEqual(rulesOf(careful), []);
  assert.equal(careful.status, 'complete');
  assert.ok(careful.checks.some(({ rule, result }) => rule === 'IMG-SUID' && result === 'pass'));
});

test('credentials are findings of their own kind, with the layer that brought and the one that hides them', async () => {
  const report = await scan(faultyImage(), { scanners: ['secret'] });
  assert.deepEqual(
    report.findings.map(({ kind }) => kind),
    ['secret', 'secret', 'secret'],
  );
  const key = report.findings.find(({ aliases }) => aliases.includes('private-key'));
  assert.ok(key !== undefined);
  assert.equal(key.severity, 'critical');
  assert.deepEqual(
    key.locations.map(({ layer, history, file }) => [layer?.index, history?.index, file?.path]),
    [
      [2, 2, 'root/.ssh/id_ecdsa'],
      [4, 4, 'root/.ssh/id_ecdsa'],
    ],
  );
  assert.match(
    key.message.text,
    /deleted in layer 5 \(RUN sudo rm .*\), and still in layer 3 \(COPY/,
  );
  assert.ok(key.aliases.includes('CIS-DI-0010'));
  const argument = report.findings.find(({ rule }) => rule === 'IMG-SECRET-ENV');
  assert.deepEqual(argument?.locations[0]?.history?.index, 5);
});

test('each scanner says its own and nothing else', async () => {
  const image = faultyImage();
  const kinds = async (scanners?: readonly Scanner[]): Promise<readonly string[]> => {
    const { findings } = await scan(image, scanners === undefined ? {} : { scanners });
    return [...new Set(findings.map(({ kind }) => kind))].sort();
  };
  assert.deepEqual(await kinds(['vuln']), []);
  assert.deepEqual(await kinds(['secret']), ['secret']);
  assert.deepEqual(await kinds(['misconfig']), ['misconfiguration']);
  const usual = await scan(image, { scanners: ['vuln', 'secret'] });
  assert.deepEqual([...new Set(usual.findings.map(({ kind }) => kind))], ['secret']);
  assert.equal(usual.packages.length, 3);
  const { packages, coverage, checks } = await scan(image, { scanners: ['misconfig'] });
  assert.deepEqual([packages, coverage], [[], []]);
  const scanned = checks.find(({ rule }) => rule === 'IMG-VULN-SCAN');
  assert.equal(scanned?.result, 'not-applicable');
});

test('what the scanner of vulnerabilities tells is not told again as a sum', async () => {
  const database = memoryDatabase({
    advisories: [
      {
        id: 'GHSA-test',
        aliases: [],
        source: 'osv-npm',
        kind: 'vulnerability',
        severities: [{ source: 'test', severity: 'critical' }],
        affected: [
          {
            ecosystem: 'npm',
            name: 'left',
            state: 'fixed',
            ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
          },
        ],
      },
    ],
  });
  const left: TarEntry = {
    path: 'srv/node_modules/left/package.json',
    content: '{"name": "left", "version": "1.0.0"}',
  };
  const report = await scan(buildImage([[left]]), { database });
  assert.equal(named(report, 'GHSA-test').length, 1);
  assert.deepEqual(named(report, 'IMG-VULN-SCAN'), []);
  const row = report.checks.find(({ rule }) => rule === 'IMG-VULN-SCAN');
  assert.equal(row?.result, 'fail');
});

test('only what shows counts, except credentials', async () => {
  const key = privateKey();
  const report = await scan(
    buildImage([
      [
        { path: 'usr/bin/su', content: program, mode: 0o4755 },
        { path: 'usr/bin/mount', content: program, mode: 0o4755 },
        { path: 'usr/bin/sudo', content: program, mode: 0o4755 },
        { path: 'opt/t/xmrig', content: program, mode: 0o755 },
        { path: 'etc/shadow', content: 'app::1::\n' },
        { path: 'root/.ssh/id_ecdsa', content: key },
        { path: 'srv/a/id_ecdsa', content: key },
        { path: 'srv/b/id_ecdsa', content: key },
      ],
      [
        { path: 'usr/bin/.wh.su', content: '' },
        { path: 'usr/bin/sudo', content: program, mode: 0o755 },
        { path: 'opt/.wh.t', content: '' },
        { path: 'etc/shadow', content: 'app:!:1::\n' },
        { path: 'root/.wh..wh..opq', content: '' },
        // Written again, with other rights: the same key, and still there.
        { path: 'srv/a/id_ecdsa', content: key, mode: 0o600 },
        { path: 'srv/b/id_ecdsa', content: 'nothing any more' },
      ],
    ]),
  );
  const [suid, ...more] = named(report, 'IMG-SUID');
  assert.deepEqual(more, []);
  assert.deepEqual(
    suid?.locations.map(({ file }) => file?.path),
    ['usr/bin/mount'],
  );
  assert.deepEqual(named(report, 'IMG-MALWARE'), []);
  assert.deepEqual(named(report, 'IMG-EMPTY-PASSWORD'), []);
  assert.deepEqual(
    named(report, 'IMG-SECRET-FILE')
      .map(({ locations }) =>
        locations.map(({ layer, file }) => `${file?.path} ${layer?.index}`).join(),
      )
      .sort(),
    [
      'root/.ssh/id_ecdsa 0,root/.ssh/id_ecdsa 1',
      'srv/a/id_ecdsa 0',
      'srv/b/id_ecdsa 0,srv/b/id_ecdsa 1',
    ],
  );
});

test('a file that the distribution ships is no secret; a setting that somebody edited may be', async () => {
  const listed = (paths: readonly string[]): TarEntry[] => [
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    {
      path: 'var/lib/dpkg/status',
      content: 'Package: tls-kit\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n',
    },
    { path: 'var/lib/dpkg/info/tls-kit.list', content: `${paths.join('\n')}\n` },
  ];
  const owned = ['/opt/tls-kit/server.key', '/etc/tls-kit/server.key'];
  const report = await scan(
    buildImage([
      [
        ...listed(owned),
        ...[...owned, '/opt/other/server.key'].map((path) => ({
          path: path.slice(1),
          content: privateKey(),
        })),
      ],
    ]),
    { scanners: ['secret'] },
  );
  assert.deepEqual(report.findings.map(({ locations }) => locations[0]?.file?.path ?? '').sort(), [
    'etc/tls-kit/server.key',
    'opt/other/server.key',
  ]);
});

test('lists of the package manager are judged by what the layer holds, not by what the text says', async () => {
  const list = 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease';
  const history = ['RUN /bin/sh -c apt-get update && apt-get install -y curl && ./tidy # buildkit'];
  const text = (content: readonly TarEntry[]): BuiltImage => buildImage([content], { history });
  const clean = await scan(text([{ path: 'usr/bin/curl', content: program }]));
  assert.deepEqual(named(clean, 'IMG-HISTORY-UPDATE'), []);
  const [fault] = named(await scan(text([{ path: list, content: 'x' }])), 'IMG-HISTORY-UPDATE');
  assert.deepEqual(
    [fault?.locations[0]?.history?.index, fault?.locations[0]?.layer?.index],
    [0, 0],
  );
  assert.equal(fault?.locations[0]?.file?.path, list);
});

test('an unpacked system has files and no configuration', async () => {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'app'), { recursive: true });
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'app', 'server.key'), privateKey());
  writeFileSync(join(root, 'etc', 'shadow'), 'app::1::\n');
  const report = await scanSubject(openFolder(root, 'installed'), { ...how, scanners: every });
  assert.deepEqual(rulesOf(report), ['IMG-EMPTY-PASSWORD', 'IMG-SECRET-FILE']);
  assert.equal(
    report.findings.every(({ locations }) => locations[0]?.layer === undefined),
    true,
  );
});

test('the age of a reproducible image is not known; that of others counts', async () => {
  const built = (created: string): BuiltImage => buildImage([[]], { created });
  const old = (report: Report): number => named(report, 'IMG-UNNECESSARY-PKG').length;
  assert.equal(old(await scan(built('1970-01-01T00:00:00Z'))), 0);
  assert.equal(old(await scan(built('2025-12-01T00:00:00Z'))), 0);
  assert.equal(old(await scan(built('2024-01-01T00:00:00Z'))), 1);
});

test('a second look from memory says the same', async () => {
  const layerCache = join(folder, 'cache');
  const first = await scan(faultyImage(), { layerCache });
  const path = join(folder, `image-${images}`);
  const opened = await openImage({ reference: `oci-dir:${path}` });
  const subject = { kind: 'image', name: 'shop', image: opened.subject } as const;
  const second = await scanSubject(
    { subject, profile: 'installed', image: opened },
    { ...how, scanners: every, layerCache },
  );
  await opened.close();
  assert.deepEqual(second, first);
});
