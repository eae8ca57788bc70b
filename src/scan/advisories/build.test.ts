import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DatabaseSync } from 'node:sqlite';

import { advisoriesOf, documentOf } from '../../../test/kit/feeds.ts';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { zipOf } from '../../../test/kit/zip.ts';
import { fixedClock } from '../../io/clock.ts';
import { buildDatabase } from './build.ts';
import type { BuildSummary } from './build.ts';
import { feeds } from './feeds/index.ts';
import { memoryDatabase } from './memory.ts';
import { openDatabase } from './open.ts';
import { databaseStatus, verifyDatabase } from './status.ts';

const clock = fixedClock(Date.parse('2026-01-02T03:04:05.678Z'));
const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

const ws = {
  id: 'GHSA-ws',
  aliases: ['CVE-2021-32640'],
  summary: 'ReDoS',
  details: 'Long text',
  modified: '2024-01-02T03:04:05.123Z',
  severity: [{ type: 'CVSS_V3', score: vector }],
  database_specific: { severity: 'MODERATE', cwe_ids: ['CWE-400'] },
  references: [{ url: 'https://example.org/a' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'ws' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '7.0.0' }, { fixed: '7.4.6' }] }],
    },
    {
      package: { ecosystem: 'npm', name: 'ws' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { last_affected: '5.2.2' }] }],
      versions: ['6.0.0'],
    },
  ],
};
const gone = { ...ws, id: 'GHSA-gone', withdrawn: '2024-01-01T00:00:00Z' };

/** A mirror in upstream's own file names. */
const mirror: Readonly<Record<string, string | Uint8Array>> = {
  'npm/all.zip': zipOf([
    { name: 'GHSA-ws.json', bytes: Buffer.from(JSON.stringify(ws)) },
    { name: 'GHSA-gone.json', bytes: Buffer.from(JSON.stringify(gone)) },
    { name: 'again/GHSA-ws.json', bytes: Buffer.from(JSON.stringify({ ...ws, affected: [] })) },
  ]),
  'debian-tracker.json': JSON.stringify({
    curl: {
      'CVE-2023-0001': {
        description: 'D',
        releases: {
          bookworm: {
            status: 'resolved',
            fixed_version: '7.88.1-10+deb12u1',
            urgency: 'not yet assigned',
          },
        },
      },
      'CVE-2023-0002': { releases: { bookworm: { status: 'open', urgency: 'unimportant' } } },
    },
  }),
  'DSA/list':
    '[01 Mar 2023] DSA-1-1 curl - security update\n\t{CVE-2023-0001 CVE-2022-0009}\n\t[bookworm] - curl 7.88.1-10+deb12u1\n\t[bullseye] - curl 7.74.0-1.3+deb11u7\n',
  'v3.18/main.json': JSON.stringify({
    distroversion: 'v3.18',
    packages: [
      { pkg: { name: 'curl', secfixes: { '8.0-r0': ['CVE-2023-0001'], '0': ['CVE-2023-0003'] } } },
    ],
  }),
  'known_exploited_vulnerabilities.json': JSON.stringify({
    vulnerabilities: [
      { cveID: 'CVE-2023-0001', dateAdded: '2023-05-01', knownRansomwareCampaignUse: 'Known' },
    ],
  }),
  'epss_scores-current.csv.gz': gzipSync(
    '#score_date:2026-01-01\ncve,epss,percentile\nCVE-2023-0001,0.97531,0.99999\n',
  ),
  'api/debian.json': JSON.stringify([{ cycle: '12', codename: 'Bookworm', eol: '2026-07-11' }]),
  'debian.csv':
    'version,codename,series,created,release,eol,eol-lts\n12,Bookworm,bookworm,x,y,2020-01-01,\n1.1,Buzz,buzz,x,y,1997-06-05,\n',
  'cves/2023/0xxx/CVE-2023-0001.json': JSON.stringify({
    cveMetadata: { cveId: 'CVE-2023-0001', assignerShortName: 'curl' },
    containers: { cna: { title: 'T', metrics: [{ cvssV3_1: { vectorString: vector } }] } },
  }),
  'README.md': 'no feed',
};

function folder(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>> = mirror,
): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-feeds-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function built(
  t: TestContext,
  files = mirror,
): Promise<{ path: string; summary: BuildSummary; root: string }> {
  const root = folder(t, files);
  const path = join(folder(t, {}), 'plimsoll.db');
  return { path, root, summary: await buildDatabase({ from: root, out: path, clock }) };
}

test('buildDatabase and openDatabase give back what the parsers gave', async (t) => {
  const { path, summary } = await built(t);
  const database = openDatabase(path);
  t.after(database.close);
  const npm = feeds.find((feed) => feed.id === 'osv-npm');
  const parsed = advisoriesOf(npm?.parse(documentOf('npm/all.zip', mirror['npm/all.zip'])) ?? []);
  const memory = memoryDatabase({ advisories: parsed.slice(0, 2) });
  assert.deepEqual(database.lookup('npm', 'ws'), memory.lookup('npm', 'ws'));
  assert.deepEqual(database.text('osv-npm', 'GHSA-ws'), memory.text('osv-npm', 'GHSA-ws'));
  const counts = summary.feeds.find((feed) => feed.id === 'osv-npm');
  assert.deepEqual(
    [counts?.records, counts?.withdrawn, counts?.duplicates, counts?.rows],
    [3, 1, 1, 2],
  );
});

test('what is not in the database is not found', async (t) => {
  const { path } = await built(t);
  const database = openDatabase(path);
  t.after(database.close);
  assert.deepEqual(database.lookup('npm', 'wss'), []);
  assert.deepEqual(database.lookup('PyPI', 'ws'), []);
  assert.deepEqual(database.lookup('npm', "ws' OR 1=1 --"), []);
  assert.equal(database.text('osv-npm', 'GHSA-gone'), undefined);
  assert.equal(database.text('nobody', 'GHSA-ws'), undefined);
  assert.equal(database.cve('CVE-1999-0001'), undefined);
  assert.equal(database.cve('GHSA-ws'), undefined);
  assert.deepEqual(database.lifeCycles('windows'), []);
});

test('of two Debian feeds the tracker wins and takes the advisory ids of the lists', async (t) => {
  const { path } = await built(t);
  const database = openDatabase(path);
  t.after(database.close);
  assert.deepEqual(
    database
      .lookup('Debian:12', 'curl')
      .map((row) => [row.id, row.source, row.affected.state, row.affected.vendorIds]),
    [
      ['CVE-2023-0001', 'debian-tracker', 'fixed', ['DSA-1-1']],
      ['CVE-2023-0002', 'debian-tracker', 'unimportant', undefined],
      ['CVE-2022-0009', 'debian-advisories', 'fixed', ['DSA-1-1']],
    ],
  );
  assert.deepEqual(
    database.lookup('Debian:11', 'curl').map((row) => [row.id, row.source]),
    [
      ['CVE-2022-0009', 'debian-advisories'],
      ['CVE-2023-0001', 'debian-advisories'],
    ],
  );
});

test('facts about a CVE come from all feeds that have some', async (t) => {
  const { path } = await built(t);
  const database = openDatabase(path);
  t.after(database.close);
  assert.deepEqual(database.cve('CVE-2023-0001'), {
    epss: { probability: 0.97531, percentile: 0.99999, date: '2026-01-01' },
    kev: { added: '2023-05-01', ransomware: true },
    severities: [
      { source: 'cna:curl', severity: 'critical', cvss: { version: '3.1', score: 9.8, vector } },
    ],
  });
  assert.equal(database.text('cve5', 'CVE-2023-0001')?.title, 'T');
  assert.deepEqual(database.lifeCycles('debian'), [
    { cycle: '12', codename: 'bookworm', eol: '2026-07-11' },
    { cycle: '1.1', codename: 'buzz', eol: '1997-06-05' },
  ]);
});

test('the database says which feeds answer for an ecosystem, and how old they are', async (t) => {
  const { path, summary } = await built(t);
  const database = openDatabase(path);
  t.after(database.close);
  assert.deepEqual(
    database.feedsFor('Debian:12').map((feed) => feed.id),
    ['debian-tracker', 'debian-advisories'],
  );
  assert.deepEqual(database.feedsFor('Debian:13'), []);
  assert.deepEqual(
    database.feedsFor('Alpine:v3.18').map((feed) => feed.id),
    ['alpine-secdb'],
  );
  assert.deepEqual(database.feedsFor('PyPI'), []);
  const npm = database.info?.feeds.find((feed) => feed.id === 'osv-npm');
  const { title, url } = feeds.find((feed) => feed.id === 'osv-npm')!;
  assert.deepEqual(npm, {
    id: 'osv-npm',
    title,
    url,
    ecosystems: ['npm'],
    records: 3,
    newest: '2024-01-02T03:04:05.123Z',
    fetched: '2026-01-02T03:04:05Z',
    licence: 'CC-BY-4.0',
  });
  assert.equal(database.info?.built, '2026-01-02T03:04:05Z');
  assert.equal(database.info?.checksum, summary.checksum);
  assert.equal(database.info?.starter, false);
});

test('the same input gives the same bytes, another clock other bytes', async (t) => {
  const first = await built(t);
  const second = await built(t);
  assert.deepEqual(readFileSync(first.path), readFileSync(second.path));
  const later = await buildDatabase({ from: first.root, out: second.path, clock: fixedClock(0) });
  assert.notEqual(later.checksum, first.summary.checksum);
});

test('only the database is left where it was built, and a failed build leaves the old one', async (t) => {
  const { path } = await built(t);
  assert.deepEqual(readdirSync(dirname(path)), ['plimsoll.db']);
  const before = readFileSync(path);
  await assert.rejects(buildDatabase({ from: folder(t, { 'README.md': 'x' }), out: path, clock }), {
    code: 'FEED_EMPTY',
  });
  await assert.rejects(buildDatabase({ from: join(dirname(path), 'missing'), out: path, clock }), {
    code: 'IO_READ_FAILED',
  });
  assert.deepEqual(readdirSync(dirname(path)), ['plimsoll.db']);
  assert.deepEqual(readFileSync(path), before);
});

test('a reader keeps the database it opened while another takes its place', async (t) => {
  const { path, root } = await built(t);
  const old = openDatabase(path);
  t.after(old.close);
  rmSync(join(root, 'npm/all.zip'));
  await buildDatabase({ from: root, out: path, clock });
  assert.equal(old.lookup('npm', 'ws').length, 2);
  const fresh = openDatabase(path);
  t.after(fresh.close);
  assert.equal(fresh.lookup('npm', 'ws').length, 0);
  assert.deepEqual(fresh.feedsFor('npm'), []);
});

test('a broken document is a problem of its feed and spares the others', async (t) => {
  const files = { ...mirror, 'npm/all.zip': '<html>', 'v3.17/main.json': '{"distroversion": ' };
  const { summary, path } = await built(t, files);
  const npm = summary.feeds.find((feed) => feed.id === 'osv-npm');
  assert.deepEqual([npm?.records, npm?.problems], [0, 1]);
  assert.match(npm?.examples[0] ?? '', /ZIP_INVALID/);
  const alpine = summary.feeds.find((feed) => feed.id === 'alpine-secdb');
  assert.deepEqual([alpine?.records, alpine?.problems], [2, 1]);
  // What could not be read stays known for as long as the database is used.
  const told = databaseStatus(path);
  const state =
    told.state === 'ok' ? told.info.feeds.find(({ id }) => id === 'alpine-secdb') : undefined;
  assert.equal(state?.problems?.count, 1);
  assert.match(state.problems.examples[0] ?? '', /JSON_INVALID/);
  const database = openDatabase(path);
  t.after(database.close);
  assert.deepEqual(database.feedsFor('npm'), []);
});

test('a database of nothing never replaces another, and a broken archive spares other feeds', async (t) => {
  const { path, root } = await built(t);
  const before = readFileSync(path);
  const broken = folder(t, { 'npm/all.zip': 'no zip', 'debian.csv': '<html>' });
  await assert.rejects(buildDatabase({ from: broken, out: path, clock }), { code: 'FEED_EMPTY' });
  assert.deepEqual(readFileSync(path), before);
  mkdirSync(join(root, 'alpine'));
  writeFileSync(join(root, 'alpine', 'secdb-x.tar.zst'), 'no archive');
  const { feeds: counted } = await buildDatabase({ from: root, out: path, clock });
  const alpine = counted.find((feed) => feed.id === 'alpine-secdb');
  assert.match(alpine?.examples[0] ?? '', /^GZIP_INVALID: .*secdb-x/);
  assert.equal(counted.find((feed) => feed.id === 'osv-npm')?.rows, 2);
});

test('a feed whose records have no times says nothing about its age', async (t) => {
  const undated = { ...ws, modified: '0001-01-01T00:00:00Z' };
  const zip = (records: readonly unknown[]): Buffer =>
    zipOf(
      records.map((record, index) => ({
        name: `${index}.json`,
        bytes: Buffer.from(JSON.stringify(record)),
      })),
    );
  const records = [ws, ...['a', 'b', 'c'].map((id) => ({ ...undated, id }))];
  const { summary } = await built(t, { 'npm/all.zip': zip(records) });
  assert.equal(summary.feeds[0]?.newest, undefined);
  const mostly = await built(t, { 'npm/all.zip': zip(records.slice(0, 2)) });
  assert.equal(mostly.summary.feeds[0]?.newest, ws.modified);
});

test('verifyDatabase accepts what was built and refuses one changed bit', async (t) => {
  const { path, summary } = await built(t);
  assert.equal(verifyDatabase(path).checksum, summary.checksum);
  const bytes = readFileSync(path);
  for (const at of [bytes.length - 5, Math.floor(bytes.length / 2)]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    const status = databaseStatus(path, { verify: true });
    assert.equal(status.state, 'unusable', `byte ${at}`);
  }
});

const foreign: readonly [string, (path: string) => void, string][] = [
  ['a file cut at a page', (path) => truncateSync(path, 8192), 'SQLITE_DAMAGED'],
  ['a file cut inside a page', (path) => truncateSync(path, 5000), 'SQLITE_DAMAGED'],
  ['an empty file', (path) => truncateSync(path, 0), 'SQLITE_DAMAGED'],
  ['a web page', (path) => writeFileSync(path, '<html>'.repeat(100)), 'SQLITE_DAMAGED'],
  ['a missing file', (path) => rmSync(path), 'IO_READ_FAILED'],
  [
    "another program's database",
    (path) => {
      rmSync(path);
      const other = new DatabaseSync(path);
      other.exec('CREATE TABLE a(b)');
      other.close();
    },
    'DATABASE_FOREIGN',
  ],
  [
    'a database of another layout',
    (path) => {
      const other = new DatabaseSync(path);
      other.exec('PRAGMA user_version = 99');
      other.close();
    },
    'DATABASE_SCHEMA',
  ],
];

for (const [what, damage, code] of foreign) {
  test(`openDatabase refuses ${what}`, async (t) => {
    const { path } = await built(t);
    damage(path);
    assert.throws(() => openDatabase(path), { code });
    const status = databaseStatus(path);
    assert.deepEqual([status.state, 'code' in status && status.code], ['unusable', code]);
  });
}

test('damage inside the file is an error with a code when it is read, never a missing advisory', async (t) => {
  const { path } = await built(t);
  const bytes = readFileSync(path);
  const copy = `${path}.copy`;
  t.after(() => rmSync(copy, { force: true }));
  let refused = 0;
  for (let page = 1; page < bytes.length / 4096; page += 1) {
    copyFileSync(path, copy);
    writeFileSync(
      copy,
      Buffer.concat([
        bytes.subarray(0, page * 4096),
        Buffer.alloc(4096, 0xee),
        bytes.subarray((page + 1) * 4096),
      ]),
    );
    try {
      const database = openDatabase(copy);
      try {
        database.lookup('npm', 'ws');
        database.text('osv-npm', 'GHSA-ws');
        database.cve('CVE-2023-0001');
        database.lifeCycles('debian');
      } finally {
        database.close();
      }
    } catch (error) {
      refused += 1;
      assert.match(
        String((error as { code?: string }).code),
        /^(?:SQLITE_DAMAGED|DATABASE_DAMAGED)$/,
      );
    }
  }
  assert.ok(refused >= 8, `${refused} damaged pages noticed`);
});

test('mutated databases are read or refused', async (t) => {
  const { path } = await built(t);
  const mutated = join(dirname(path), 'mutated.db');
  fuzz([readFileSync(path)], (bytes) => {
    writeFileSync(mutated, bytes);
    const database = openDatabase(mutated);
    try {
      for (const [ecosystem, name] of [
        ['npm', 'ws'],
        ['Debian:12', 'curl'],
        ['Alpine:v3.18', 'curl'],
      ] as const)
        for (const { source, id } of database.lookup(ecosystem, name)) database.text(source, id);
      database.cve('CVE-2023-0001');
      database.lifeCycles('debian');
      database.feedsFor('Debian:12');
      verifyDatabase(mutated);
    } finally {
      database.close();
    }
  });
});
