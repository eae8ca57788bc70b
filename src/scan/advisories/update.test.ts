import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';

import { serveLoopback } from '../../../test/kit/http-server.ts';
import { buildTar } from '../../../test/kit/oci.ts';
import type { TarEntry } from '../../../test/kit/oci.ts';
import { tarOf } from '../../../test/kit/tar.ts';
import { zipOf } from '../../../test/kit/zip.ts';
import { fixedClock } from '../../io/clock.ts';
import { createHttpClient } from '../../io/http.ts';
import { feedOf } from './feeds/index.ts';
import type { Feed } from './contract.ts';
import { openDatabase } from './open.ts';
import { updateDatabase, updateFeeds } from './update.ts';
import type { FeedUpdate, UpdateOptions } from './update.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const day = (number: number): ReturnType<typeof fixedClock> =>
  fixedClock(Date.UTC(2026, 0, number));

function catalogue(...ids: readonly string[]): string {
  const vulnerabilities = ids.map((cveID) => ({ cveID, dateAdded: '2024-01-01' }));
  return JSON.stringify({ dateReleased: '2024-01-01T00:00:00Z', vulnerabilities });
}

/** A catalogue of some length, so that a connection can break in the middle. */
const long = catalogue(...Array.from({ length: 5000 }, (_, index) => `CVE-2024-${10_000 + index}`));
const npm = zipOf([
  {
    name: 'G.json',
    bytes: Buffer.from(
      JSON.stringify({
        id: 'GHSA-1',
        affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }],
      }),
    ),
  },
]);

function feed(id: string): Feed {
  const found = feedOf(id);
  if (found === undefined) throw new Error(id);
  return found;
}

/** A server whose answers by path can be exchanged, and the options of an update from it. */
async function setUp(t: TestContext): Promise<{
  answers: Map<string, Answer>;
  log: string[];
  options: UpdateOptions & { out: string };
  /** Gives up after a second of silence; only for servers that are silent, because CI may be slow too. */
  hasty: UpdateOptions['request'];
  at: (number: number) => UpdateOptions & { out: string };
}> {
  const answers = new Map<string, Answer>();
  const server = await serveLoopback((request, response) => {
    const answer = answers.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  const timing = { now: () => 0, sleep: async () => {}, random: () => 0 };
  const client = createHttpClient({ environment: {}, timing });
  const hasty = createHttpClient({ environment: {}, idle: 1000, timing });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-update-'));
  t.after(async () => {
    client.close();
    hasty.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const options = {
    store: join(folder, 'feeds'),
    out: join(folder, 'plimsoll.db'),
    request: client.request,
    feeds: [feed('kev'), feed('osv-npm')],
    locations: { kev: `${server.url}/kev`, 'osv-npm': `${server.url}/osv` },
    clock: day(1),
  };
  answers.set('/osv/npm/all.zip', send(npm, '"npm-1"'));
  answers.set(
    '/kev/known_exploited_vulnerabilities.json',
    send(catalogue('CVE-2024-0001'), '"kev-1"'),
  );
  return {
    answers,
    log: server.log,
    options,
    hasty: hasty.request,
    at: (number) => ({ ...options, clock: day(number) }),
  };
}

const kevPath = '/kev/known_exploited_vulnerabilities.json';

/** A well-behaved server: conditional and partial requests. */
function send(
  body: string | Uint8Array,
  etag: string,
  headers: Record<string, string> = {},
): Answer {
  const bytes = Buffer.from(body);
  return (request, response) => {
    const common = { etag, 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', ...headers };
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    if (request.headers['if-none-match'] === etag) response.writeHead(304, common).end();
    else if (from !== undefined && request.headers['if-range'] === etag) {
      const start = Number(from);
      if (start >= bytes.length) response.writeHead(416, common).end();
      else
        response
          .writeHead(206, {
            ...common,
            'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
          })
          .end(bytes.subarray(start));
    } else response.writeHead(200, { ...common, 'content-length': bytes.length }).end(bytes);
  };
}

/** Sends the first half and breaks the connection. */
function breakOff(body: string, etag: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { etag, 'content-length': body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };
}

function of(updates: readonly FeedUpdate[], id: string): FeedUpdate | undefined {
  return updates.find((update) => update.id === id);
}

test('an update fetches, then asks for changes only, then takes what changed', async (t) => {
  const { answers, at } = await setUp(t);
  const first = await updateDatabase(at(1));
  assert.deepEqual(
    first.feeds.map((update) => [update.id, update.state, update.parts]),
    [
      ['kev', 'updated', 1],
      ['osv-npm', 'updated', 1],
    ],
  );
  const second = await updateDatabase(at(2));
  assert.deepEqual(
    second.feeds.map((update) => update.state),
    ['unchanged', 'unchanged'],
  );
  assert.equal(second.database, undefined);
  assert.equal(of(second.feeds, 'kev')?.fetched, '2026-01-02T00:00:00Z');
  answers.set(kevPath, send(catalogue('CVE-2024-0001', 'CVE-2024-0002'), '"kev-2"'));
  const third = await updateDatabase(at(3));
  assert.deepEqual(
    third.feeds.map((update) => update.state),
    ['updated', 'unchanged'],
  );
  const database = openDatabase(at(3).out);
  t.after(database.close);
  assert.equal(database.cve('CVE-2024-0002')?.kev?.added, '2024-01-01');
  assert.deepEqual(
    database.info?.feeds.map((state) => [state.id, state.fetched]),
    [
      ['kev', '2026-01-03T00:00:00Z'],
      ['osv-npm', '2026-01-03T00:00:00Z'],
    ],
  );
});

test('a connection that breaks is continued by the next update with Range', async (t) => {
  const { answers, options, log } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"long"'));
  const broken = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual(
    [of(broken, 'kev')?.state, of(broken, 'kev')?.failure?.code, of(broken, 'kev')?.fetched],
    ['failed', 'HTTP_INTERRUPTED', undefined],
  );
  const ranges: (string | undefined)[] = [];
  const good = send(long, '"long"');
  answers.set(kevPath, (request, response) => {
    ranges.push(request.headers.range);
    good(request, response);
  });
  const received: number[] = [];
  const [update] = await updateFeeds({
    ...options,
    only: ['kev'],
    progress: (progress) => received.push(progress.received),
  });
  assert.equal(update?.state, 'updated');
  assert.equal(ranges.length, 1);
  assert.match(ranges[0] ?? '', /^bytes=[1-9]\d*-$/);
  assert.ok((received[0] ?? 0) > 0, 'progress starts where the first attempt ended');
  assert.equal(received.at(-1), long.length);
  assert.deepEqual(readdirSync(join(options.store, 'kev')).sort(), [
    'known_exploited_vulnerabilities.json.document',
    'state.json',
  ]);
  assert.equal(
    readFileSync(
      join(options.store, 'kev', 'known_exploited_vulnerabilities.json.document'),
      'utf8',
    ),
    long,
  );
  assert.ok(log.length > 1);
});

test('a broken download of a version that is gone begins anew', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"old"'));
  await updateFeeds({ ...options, only: ['kev'] });
  const fresh = catalogue('CVE-2025-0001');
  answers.set(kevPath, send(fresh, '"new"'));
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.bytes], ['updated', fresh.length]);
});

test('a download longer than what the server has now begins anew (416)', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"same"'));
  await updateFeeds({ ...options, only: ['kev'] });
  const short = catalogue('CVE-2025-0001');
  answers.set(kevPath, send(short, '"same"'));
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.bytes], ['updated', short.length]);
});

test('a server that answers a Range with another part is not believed', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"x"'));
  await updateFeeds({ ...options, only: ['kev'] });
  answers.set(kevPath, (_request, response) =>
    response
      .writeHead(206, { etag: '"x"', 'content-range': `bytes 5-9/${long.length}` })
      .end('xxxxx'),
  );
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.failure?.code], ['failed', 'FEED_ANSWER']);
});

const html = '<html><body>Sign in to the proxy</body></html>';
const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const bad: readonly [string, Answer, string][] = [
  ['status 500', (_request, response) => response.writeHead(500).end('oops'), 'FEED_ANSWER'],
  [
    'status 503, again and again',
    (_request, response) => response.writeHead(503).end(),
    'FEED_ANSWER',
  ],
  ['status 404', (_request, response) => response.writeHead(404).end(), 'FEED_ANSWER'],
  ['an unasked 304', (_request, response) => response.writeHead(204).end(), 'FEED_ANSWER'],
  ['a web page', send(html, '"h"', { 'content-type': 'text/html' }), 'JSON_INVALID'],
  ['JSON of another kind', send('{"error": "quota"}', '"h"'), 'FEED_UNREADABLE'],
  ['an empty body', send('', '"h"'), 'JSON_INVALID'],
  ['a body cut short', breakOff(long, 'W/"weak"'), 'HTTP_INTERRUPTED'],
  [
    'a body cut short without length',
    (_request, response) => response.writeHead(200).end(long.slice(0, 1000)),
    'JSON_INVALID',
  ],
  [
    'a wrong x-goog-hash',
    send(long, '"h"', { 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5('other')}` }),
    'FEED_CHECKSUM',
  ],
  [
    'a wrong Repr-Digest',
    send(long, '"h"', { 'repr-digest': `sha-256=:${sha256('other')}:` }),
    'FEED_CHECKSUM',
  ],
  ['a wrong Content-MD5', send(long, '"h"', { 'content-md5': md5('other') }), 'FEED_CHECKSUM'],
  ['silence', () => {}, 'HTTP_TIMEOUT'],
  [
    'silence in the middle',
    (_request, response) => void response.writeHead(200).write('{"vulnerabilities": ['),
    'HTTP_TIMEOUT',
  ],
];

for (const [what, answer, code] of bad) {
  test(`${what} keeps the last good state, and the database says how old it is`, async (t) => {
    const { answers, at, hasty } = await setUp(t);
    await updateDatabase(at(1));
    answers.set(kevPath, answer);
    const silent = code === 'HTTP_TIMEOUT';
    const { feeds } = await updateDatabase(silent ? { ...at(9), request: hasty } : at(9));
    const kev = of(feeds, 'kev');
    assert.deepEqual(
      [kev?.state, kev?.failure?.code, kev?.failure?.time, kev?.fetched],
      ['failed', code, '2026-01-09T00:00:00Z', '2026-01-01T00:00:00Z'],
    );
    assert.equal(of(feeds, 'osv-npm')?.state, 'unchanged');
    const database = openDatabase(at(9).out);
    t.after(database.close);
    assert.equal(database.cve('CVE-2024-0001')?.kev?.added, '2024-01-01');
    const state = database.info?.feeds.find((item) => item.id === 'kev');
    assert.deepEqual([state?.fetched, state?.failure?.code], ['2026-01-01T00:00:00Z', code]);
    answers.set(kevPath, send(catalogue('CVE-2024-0001'), '"kev-3"'));
    const after = await updateFeeds(at(10));
    assert.deepEqual([of(after, 'kev')?.state, of(after, 'kev')?.failure], ['updated', undefined]);
  });
}

for (const [what, headers] of [
  ['x-goog-hash', { 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5(long)}` }],
  ['Repr-Digest', { 'repr-digest': `sha-256=:${sha256(long)}:` }],
  ['no checksum', {}],
] as const) {
  test(`a document with a right ${what} is taken`, async (t) => {
    const { answers, options } = await setUp(t);
    answers.set(kevPath, send(long, '"h"', headers));
    const [update] = await updateFeeds({ ...options, only: ['kev'] });
    assert.equal(update?.state, 'updated');
  });
}

function osv(id: string, version: string): string {
  return JSON.stringify({
    id,
    affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: [version] }],
  });
}

test('of a large archive only the records that changed are fetched, and they win', async (t) => {
  const { answers, at, log } = await setUp(t);
  await updateDatabase(at(1));
  answers.set(
    '/osv/npm/modified_id.csv',
    send(
      '2026-01-02T00:00:00Z,GHSA-1\n2026-01-01T12:00:00Z,GHSA-2\n2025-12-01T00:00:00Z,GHSA-0\n',
      '"l"',
    ),
  );
  answers.set('/osv/npm/GHSA-1.json', send(osv('GHSA-1', '2.0.0'), '"r"'));
  answers.set('/osv/npm/GHSA-2.json', send(osv('GHSA-2', '3.0.0'), '"r"'));
  log.length = 0;
  const second = await updateDatabase({ ...at(2), only: ['osv-npm'] });
  assert.equal(of(second.feeds, 'osv-npm')?.state, 'updated');
  assert.deepEqual(log, [
    'GET /osv/npm/modified_id.csv',
    'GET /osv/npm/GHSA-1.json',
    'GET /osv/npm/GHSA-2.json',
  ]);
  const versions = (): unknown => {
    const database = openDatabase(at(2).out);
    const rows = database.lookup('npm', 'a').map((row) => [row.id, row.affected.versions]);
    database.close();
    return rows;
  };
  assert.deepEqual(versions(), [
    ['GHSA-1', ['2.0.0']],
    ['GHSA-2', ['3.0.0']],
  ]);
  log.length = 0;
  assert.equal(of(await updateFeeds(at(3)), 'osv-npm')?.state, 'unchanged');
  assert.equal(log.filter((line) => line.includes('/osv/')).length, 1);
  answers.set(
    '/osv/npm/modified_id.csv',
    send('2026-01-03T00:00:00Z,GHSA-2\n2026-01-02T00:00:00Z,GHSA-1\n', '"l"'),
  );
  answers.set('/osv/npm/GHSA-2.json', send(osv('GHSA-2', '4.0.0'), '"r"'));
  await updateDatabase(at(4));
  assert.deepEqual(versions(), [
    ['GHSA-1', ['2.0.0']],
    ['GHSA-2', ['4.0.0']],
  ]);
});

test('an archive of one document for each id, its changes and what was deleted since', async (t) => {
  const { answers, options, log } = await setUp(t);
  const base = options.locations?.['kev'] ?? '';
  const vex = (id: string, name: string): string =>
    JSON.stringify({
      document: { tracking: { id, status: 'final' } },
      product_tree: {
        branches: [
          {
            product: {
              product_id: 'r',
              product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9' },
            },
          },
          {
            product: {
              product_id: 'c',
              product_identification_helper: { purl: `pkg:rpm/redhat/${name}` },
            },
          },
        ],
        relationships: [
          {
            full_product_name: { product_id: 'r:c' },
            product_reference: 'c',
            relates_to_product_reference: 'r',
          },
        ],
      },
      vulnerabilities: [{ cve: id, product_status: { known_affected: ['r:c'] } }],
    });
  const answer = (path: string, body: string | Uint8Array, tag: string): void => {
    answers.set(path, send(body, tag));
  };
  const files = {
    '2024/cve-2024-0001.json': vex('CVE-2024-0001', 'a'),
    '2024/cve-2024-0002.json': vex('CVE-2024-0002', 'b'),
    '2024/cve-2024-0003.json': vex('CVE-2024-0003', 'c'),
    'index.txt': 'no document',
  };
  answer('/kev/vex/archive_latest.txt', 'csaf_vex_2026-01-01.tar.zst\n', '"latest"');
  answer('/kev/vex/csaf_vex_2026-01-01.tar.zst', zstdCompressSync(tarOf(files)), '"archive"');
  answer(
    '/metrics/repository-to-cpe.json',
    '{"data": {"r-rpms": {"cpes": ["cpe:/o:redhat:enterprise_linux:9"]}}}',
    '"map"',
  );
  const run = (date: number): ReturnType<typeof updateDatabase> =>
    updateDatabase({
      ...options,
      clock: day(date),
      feeds: [feed('redhat-vex')],
      locations: { 'redhat-vex': `${base}/vex` },
    });
  const names = (): readonly string[] => {
    const database = openDatabase(options.out);
    const found = ['a', 'b', 'c', 'd'].filter(
      (name) => database.lookup('Red Hat:enterprise_linux:9', name).length > 0,
    );
    database.close();
    return found;
  };
  assert.equal(of((await run(1)).feeds, 'redhat-vex')?.failure, undefined);
  assert.deepEqual(names(), ['a', 'b', 'c']);
  answer(
    '/kev/vex/changes.csv',
    '"2024/cve-2024-0002.json","2026-01-02T00:00:00+00:00"\n"2020/cve-2020-0001.json","2020-01-01T00:00:00+00:00"\n',
    '"c"',
  );
  answer(
    '/kev/vex/deletions.csv',
    '"2024/cve-2024-0003.json","2026-01-02T00:00:00+00:00"\n',
    '"d"',
  );
  answer('/kev/vex/2024/cve-2024-0002.json', vex('CVE-2024-0002', 'd'), '"r"');
  log.length = 0;
  assert.equal(of((await run(2)).feeds, 'redhat-vex')?.state, 'updated');
  assert.ok(!log.includes('GET /kev/vex/csaf_vex_2026-01-01.tar.zst'));
  assert.deepEqual(names(), ['a', 'd']);
  // A record that is another one than was asked for is not taken; what was there stays.
  answer('/kev/vex/changes.csv', '"2024/cve-2024-0001.json","2026-01-03T00:00:00+00:00"\n', '"c2"');
  answer('/kev/vex/2024/cve-2024-0001.json', vex('CVE-2024-0009', 'x'), '"r"');
  assert.equal(of((await run(3)).feeds, 'redhat-vex')?.failure?.code, 'FEED_UNREADABLE');
  assert.deepEqual(names(), ['a', 'd']);
});

const wholes: readonly [string, Answer][] = [
  ['is a web page', send('<html>', '"l"')],
  ['names a record that is gone', send('2026-01-02T00:00:00Z,GHSA-404\n', '"l"')],
  ['names a path', send('2026-01-02T00:00:00Z,../../etc/passwd\n', '"l"')],
  [
    'names too many records',
    send(
      Array.from({ length: 400 }, (_, index) => `2026-01-02T00:00:00Z,GHSA-${index}\n`).join(''),
      '"l"',
    ),
  ],
];

for (const [what, answer] of wholes) {
  test(`a list of changes that ${what} leads to the whole archive`, async (t) => {
    const { answers, at, log } = await setUp(t);
    await updateDatabase(at(1));
    answers.set('/osv/npm/modified_id.csv', answer);
    log.length = 0;
    const updates = await updateFeeds({ ...at(2), only: ['osv-npm'] });
    assert.equal(of(updates, 'osv-npm')?.state, 'unchanged');
    assert.equal(log.at(-1), 'GET /osv/npm/all.zip');
  });
}

test('a changed record that is another one fails the feed and keeps what was there', async (t) => {
  const { answers, at } = await setUp(t);
  await updateDatabase(at(1));
  answers.set('/osv/npm/modified_id.csv', send('2026-01-02T00:00:00Z,GHSA-1\n', '"l"'));
  answers.set('/osv/npm/GHSA-1.json', send(osv('GHSA-9', '2.0.0'), '"r"'));
  const updates = await updateFeeds({ ...at(2), only: ['osv-npm'] });
  assert.deepEqual(
    [
      of(updates, 'osv-npm')?.state,
      of(updates, 'osv-npm')?.failure?.code,
      of(updates, 'osv-npm')?.fetched,
    ],
    ['failed', 'FEED_UNREADABLE', '2026-01-01T00:00:00Z'],
  );
});

test('a local folder is an equal source, and may be gone afterwards', async (t) => {
  const { options } = await setUp(t);
  const mirror = mkdtempSync(join(tmpdir(), 'plimsoll-mirror-'));
  t.after(() => rmSync(mirror, { recursive: true, force: true }));
  mkdirSync(join(mirror, 'kev'));
  writeFileSync(
    join(mirror, 'kev', 'known_exploited_vulnerabilities.json'),
    catalogue('CVE-2020-0007'),
  );
  const locations = { ...options.locations, kev: mirror };
  const { feeds } = await updateDatabase({ ...options, locations });
  assert.deepEqual(
    feeds.map((update) => update.state),
    ['updated', 'updated'],
  );
  rmSync(mirror, { recursive: true });
  const again = await updateDatabase({ ...options, locations, clock: day(5) });
  assert.deepEqual(
    [of(again.feeds, 'kev')?.state, of(again.feeds, 'kev')?.failure?.code],
    ['failed', 'IO_READ_FAILED'],
  );
  const database = openDatabase(options.out);
  t.after(database.close);
  assert.equal(database.cve('CVE-2020-0007')?.kev?.added, '2024-01-01');
});

test('only feeds and parts that answer for the wanted ecosystems are fetched', async (t) => {
  const { options, log } = await setUp(t);
  const feeds = [feed('alpine-secdb'), feed('osv-npm'), feed('osv-go'), feed('kev')];
  const locations = Object.fromEntries(
    feeds.map((item) => [item.id, options.locations?.['kev'] ?? '']),
  );
  await updateFeeds({ ...options, feeds, locations, wanted: ['Alpine:v3.18', 'npm'] });
  assert.deepEqual(log, [
    'GET /kev/v3.18/main.json',
    'GET /kev/v3.18/community.json',
    'GET /kev/npm/all.zip',
    'GET /kev/known_exploited_vulnerabilities.json',
  ]);
});

test('an optional feed is fetched when it is named or given a place, and then kept fresh', async (t) => {
  const { options, log } = await setUp(t);
  const { kev = '' } = options.locations ?? {};
  const feeds = [{ ...feed('kev'), url: kev, optional: true }];
  const plain = { ...options, feeds, locations: {} };
  assert.deepEqual(await updateFeeds(plain), []);
  assert.deepEqual(log, []);
  for (const asked of [{ only: ['kev'] }, { locations: { kev } }, {}])
    assert.equal((await updateFeeds({ ...plain, ...asked })).length, 1, JSON.stringify(asked));
});

test('a part behind a mirror list and an index is found, and held to the checksum in there', async (t) => {
  const { answers, options, log } = await setUp(t);
  const base = options.locations?.['kev'] ?? '';
  const notice =
    '<updates><update type="security"><id>ALAS-1</id><pkglist><collection><package name="a" version="1" release="2"/></collection></pkglist></update></updates>';
  const index = (digest: string): string =>
    `<repomd><data type="updateinfo"><checksum type="sha256">${digest}</checksum><location href="repodata/u.xml"/></data></repomd>`;
  const answer = (path: string, body: string, tag: string): void => {
    answers.set(`/kev/${path}`, send(body, tag));
  };
  answer('2/core/latest/x86_64/mirror.list', `${base}/2/core/x\n`, '"list"');
  answer('2/core/x/repodata/u.xml', notice, '"u"');
  const digest = createHash('sha256').update(notice).digest('hex');
  const run = (): Promise<FeedUpdate[]> =>
    updateFeeds({
      ...options,
      feeds: [feed('amazon-updateinfo')],
      locations: { 'amazon-updateinfo': base },
      wanted: ['Amazon Linux:2'],
    });
  answer('2/core/x/repodata/repomd.xml', index('00'.repeat(32)), '"index"');
  assert.equal((await run())[0]?.failure?.code, 'FEED_CHECKSUM');
  answer('2/core/x/repodata/repomd.xml', index(digest), '"index"');
  assert.equal((await run())[0]?.state, 'updated');
  assert.equal((await run())[0]?.state, 'unchanged');
  assert.deepEqual(log.slice(-3), [
    'GET /kev/2/core/latest/x86_64/mirror.list',
    'GET /kev/2/core/x/repodata/repomd.xml',
    'GET /kev/2/core/x/repodata/u.xml',
  ]);
  answer('2/core/latest/x86_64/mirror.list', '<html>', '"list"');
  assert.equal((await run())[0]?.failure?.code, 'FEED_ANSWER');
});

test('an archive is fetched as one document and read by its members', async (t) => {
  const { options, answers, log } = await setUp(t);
  const { kev = '' } = options.locations ?? {};
  const tracked = (cve: string): TarEntry => ({
    path: `tracker-master/active/${cve}`,
    content: `Candidate: ${cve}\nPriority: low\nxenial_curl: needed\n`,
  });
  const path = '/kev/ubuntu-cve-tracker-master.tar.gz';
  const archive = (...entries: readonly TarEntry[]): Uint8Array => gzipSync(buildTar(entries));
  answers.set(path, send(archive(tracked('CVE-2024-0001'), tracked('CVE-2024-0002')), '"t1"'));
  const ask = { ...options, feeds: [feed('ubuntu-tracker')], locations: { 'ubuntu-tracker': kev } };
  const first = await updateDatabase(ask);
  assert.equal(of(first.feeds, 'ubuntu-tracker')?.state, 'updated');
  assert.equal(first.database?.feeds[0]?.rows, 2);
  const second = await updateDatabase(ask);
  assert.equal(of(second.feeds, 'ubuntu-tracker')?.state, 'unchanged');
  assert.deepEqual(log, [`GET ${path}`, `GET ${path}`]);
  for (const wrong of [
    archive({ path: 'tracker-master/README', content: '' }),
    Buffer.from('<html>'),
  ]) {
    answers.set(path, send(wrong, '"t2"'));
    const failed = await updateDatabase(ask);
    assert.equal(of(failed.feeds, 'ubuntu-tracker')?.state, 'failed');
    assert.equal(failed.database?.feeds[0]?.rows, 2, 'what was there is kept');
  }
});

test('an unknown feed is refused before anything is fetched', async (t) => {
  const { options, log } = await setUp(t);
  await assert.rejects(updateFeeds({ ...options, only: ['nvd'] }), { code: 'FEED_UNKNOWN' });
  await assert.rejects(updateFeeds({ ...options, locations: { nvd: '/x' } }), {
    code: 'FEED_UNKNOWN',
  });
  assert.deepEqual(log, []);
});

test('an interruption ends the update and leaves everything usable', async (t) => {
  const { answers, at } = await setUp(t);
  await updateDatabase(at(1));
  const controller = new AbortController();
  answers.set(kevPath, (_request, response) => {
    response
      .writeHead(200, { etag: '"z"', 'content-length': long.length })
      .write(long.slice(0, 99));
    controller.abort();
  });
  await assert.rejects(updateDatabase({ ...at(2), signal: controller.signal }), {
    code: 'IO_INTERRUPTED',
  });
  const database = openDatabase(at(2).out);
  t.after(database.close);
  assert.equal(database.cve('CVE-2024-0001')?.kev?.added, '2024-01-01');
});

test('a state file that was damaged, or a document that was deleted, is fetched anew', async (t) => {
  const { options, at } = await setUp(t);
  await updateDatabase(at(1));
  writeFileSync(join(options.store, 'kev', 'state.json'), '{"parts": [{"name": 1}, ');
  rmSync(join(options.store, 'osv-npm', 'npm%2Fall.zip.document'));
  const { feeds } = await updateDatabase(at(2));
  assert.deepEqual(
    feeds.map((update) => update.state),
    ['updated', 'updated'],
  );
});

test('a folder that cannot be written fails the feed and keeps the database', async (t) => {
  const { options, at } = await setUp(t);
  await updateDatabase(at(1));
  rmSync(join(options.store, 'kev'), { recursive: true });
  writeFileSync(join(options.store, 'kev'), 'in the way');
  const before = readFileSync(options.out);
  const updates = await updateFeeds(at(2));
  assert.equal(of(updates, 'kev')?.failure?.code, 'IO_WRITE_FAILED');
  assert.deepEqual(readFileSync(options.out), before);
});

const tmpfs = mkdtempSync(join(tmpdir(), 'plimsoll-full-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', tmpfs]).status === 0;
if (mounted) spawnSync('umount', [tmpfs]);
rmSync(tmpfs, { recursive: true, force: true });

test(
  'a full disk fails the feed, keeps the old documents and database, and heals',
  { skip: mounted ? false : 'needs root to mount a small tmpfs' },
  async (t) => {
    const { answers, options, at } = await setUp(t);
    const disk = mkdtempSync(join(tmpdir(), 'plimsoll-full-'));
    assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status, 0);
    t.after(() => {
      spawnSync('umount', [disk]);
      rmSync(disk, { recursive: true, force: true });
    });
    const here = { ...options, store: join(disk, 'feeds'), out: join(disk, 'plimsoll.db') };
    await updateDatabase({ ...here, clock: day(1) });
    const before = readFileSync(here.out);
    answers.set(kevPath, send(long.replaceAll('2024-01-01', '2025-01-01'), '"big"'));
    const updates = await updateFeeds({ ...here, clock: day(2) });
    assert.deepEqual(
      [of(updates, 'kev')?.state, of(updates, 'kev')?.failure?.code],
      ['failed', 'IO_WRITE_FAILED'],
    );
    await assert.rejects(updateDatabase({ ...here, clock: day(2) }), { code: 'IO_WRITE_FAILED' });
    assert.deepEqual(readFileSync(here.out), before);
    assert.deepEqual(readdirSync(disk).sort(), ['feeds', 'plimsoll.db']);
    assert.ok(existsSync(join(here.store, 'kev', 'known_exploited_vulnerabilities.json.document')));
    const database = openDatabase(here.out);
    assert.equal(database.cve('CVE-2024-0001')?.kev?.added, '2024-01-01');
    database.close();
    answers.set(kevPath, send(catalogue('CVE-2024-0001'), '"kev-1"'));
    assert.equal(of(await updateFeeds(at(3)), 'kev')?.state, 'updated');
  },
);
