import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildTar } from '../../../test/kit/oci.ts';
import type { TarEntry } from '../../../test/kit/oci.ts';
import { openDatabase } from './open.ts';
import { updateDatabase, updateFeeds } from './update.ts';
import type { FeedUpdate } from './update.ts';
import { day, catalogue, feed, setUp, send, of } from '../../../test/kit/feed-server.ts';

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
