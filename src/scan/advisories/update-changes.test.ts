import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { tarOf } from '../../../test/kit/tar.ts';
import { openDatabase } from './open.ts';
import { updateDatabase, updateFeeds } from './update.ts';
import { day, feed, setUp, send, of } from '../../../test/kit/feed-server.ts';
import type { Answer } from '../../../test/kit/feed-server.ts';

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
