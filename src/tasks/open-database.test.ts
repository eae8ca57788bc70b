import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { fixedClock } from '../io/clock.ts';
import { buildFromFolder } from './build-database.ts';
import { openDatabaseFor } from './open-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-open-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const folders = { cache: join(folder, 'cache'), data: join(folder, 'data'), configuration: [] };

test('a database whose bytes were changed is refused, although it opens and reads well', async () => {
  const feeds = join(folder, 'feeds', 'v3.20');
  mkdirSync(feeds, { recursive: true });
  const packages = [{ pkg: { name: 'busybox', secfixes: { '1.36.1-r3': ['CVE-2026-10007'] } } }];
  const document = { distroversion: 'v3.20', reponame: 'main', packages };
  writeFileSync(join(feeds, 'main.json'), JSON.stringify(document));
  const out = join(folder, 'advisories.db');
  const from = join(folder, 'feeds');
  await buildFromFolder({ from, out, feeds: ['alpine-secdb'], clock: fixedClock(0) });

  const count = async (): Promise<number> => {
    const database = await openDatabaseFor(folders, out);
    try {
      return database.lookup('Alpine:v3.20', 'busybox').length;
    } finally {
      database.close();
    }
  };
  assert.equal(await count(), 1);
  assert.equal(await count(), 1, 'also when it was verified before');
  const bytes = readFileSync(out);
  for (let at = bytes.indexOf('busybox'); at !== -1; at = bytes.indexOf('busybox'))
    bytes[at] = 0x71;
  writeFileSync(out, bytes);
  await assert.rejects(count(), { code: 'DATABASE_DAMAGED' });
  await assert.rejects(count(), { code: 'DATABASE_DAMAGED' }, 'and is not remembered as good');
});
