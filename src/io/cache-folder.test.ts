import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openCacheFolder } from './cache-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cache-'));
after(() => rmSync(folder, { recursive: true }));

test('a cache folder keeps, replaces, removes; a missing entry is a miss', () => {
  const cache = openCacheFolder(join(folder, 'a', 'b'));
  assert.equal(cache.read('aabb'), undefined);
  assert.equal(cache.write('aabb', Buffer.from('one')), undefined);
  assert.equal(cache.read('aabb')?.toString(), 'one');
  cache.write('aabb', Buffer.from('two'));
  assert.equal(cache.read('aabb')?.toString(), 'two');
  cache.remove('aabb');
  cache.remove('aabb');
  assert.equal(cache.read('aabb'), undefined);
});

test('a cache that cannot be written says so and throws nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  const cache = openCacheFolder(join(folder, 'file'));
  assert.ok(cache.write('aabb', Buffer.from('x')) instanceof Error);
  assert.equal(cache.read('aabb'), undefined);
  assert.deepEqual(cache.prune(10), { entries: 0, bytes: 0 });
});

test('prune: least recently used go first, abandoned writes always', () => {
  const path = join(folder, 'pruned');
  const cache = openCacheFolder(path);
  for (const [age, name] of ['a1', 'b2', 'c3'].entries()) {
    cache.write(name, Buffer.alloc(100));
    const used = new Date(Date.now() - age * 60_000);
    utimesSync(join(path, name.slice(0, 2), name), used, used);
  }
  mkdirSync(join(path, 'd4'), { recursive: true });
  const left = join(path, 'd4', 'd4.1.tmp');
  writeFileSync(left, 'x');
  const old = new Date(Date.now() - 7_200_000);
  utimesSync(left, old, old);
  assert.deepEqual(cache.prune(300), { entries: 2, bytes: 280 });
  assert.notEqual(cache.read('a1'), undefined);
  assert.notEqual(cache.read('b2'), undefined);
  assert.equal(cache.read('c3'), undefined);
  assert.deepEqual(readdirSync(join(path, 'd4')), []);
});

test('processes that write one entry at once leave one whole entry', async () => {
  const path = join(folder, 'race');
  const module = new URL('./cache-folder.ts', import.meta.url).href;
  const code = `const { openCacheFolder } = await import(${JSON.stringify(module)});
    const cache = openCacheFolder(${JSON.stringify(path)});
    const mine = Buffer.alloc(200_000, process.argv[1]);
    for (let round = 0; round < 40; round += 1) {
      cache.write('feed', mine);
      const seen = cache.read('feed');
      if (seen.length !== mine.length || seen.some((byte) => byte !== seen[0])) process.exit(1);
    }`;
  const ends = ['x', 'y', 'z'].map(
    (letter) =>
      new Promise((resolve) => {
        spawn(process.execPath, ['--input-type=module', '-e', code, letter]).on('exit', resolve);
      }),
  );
  assert.deepEqual(await Promise.all(ends), [0, 0, 0]);
  assert.deepEqual(readdirSync(join(path, 'fe')), ['feed']);
});
