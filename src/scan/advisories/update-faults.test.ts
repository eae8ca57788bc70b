import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from './open.ts';
import { updateDatabase, updateFeeds } from './update.ts';
import { day, catalogue, long, setUp, kevPath, send, of } from '../../../test/kit/feed-server.ts';

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
