import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { cleanFolders, databaseFolder, layerCachePath } from './clean.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-clean-'));
after(() => rmSync(root, { recursive: true, force: true }));

test('cleanFolders() measures, deletes what was chosen and nothing else', () => {
  const folders = { cache: join(root, 'cache'), data: join(root, 'data'), configuration: [] };
  mkdirSync(join(layerCachePath(folders), 'aa'), { recursive: true });
  writeFileSync(join(layerCachePath(folders), 'aa', 'aa11'), Buffer.alloc(1000));
  mkdirSync(databaseFolder(folders), { recursive: true });
  writeFileSync(join(databaseFolder(folders), 'advisories.db'), Buffer.alloc(50));
  writeFileSync(join(folders.cache, 'other'), 'not ours to delete');

  const none = cleanFolders(folders, { layers: false, database: false });
  assert.deepEqual(
    none.map(({ what, bytes, deleted }) => [what, bytes, deleted]),
    [
      ['layers', 1000, false],
      ['database', 50, false],
    ],
  );
  cleanFolders(folders, { layers: true, database: false });
  assert.deepEqual(
    [existsSync(layerCachePath(folders)), existsSync(databaseFolder(folders))],
    [false, true],
  );
  cleanFolders(folders, { layers: true, database: true });
  assert.deepEqual(
    [existsSync(databaseFolder(folders)), existsSync(join(folders.cache, 'other'))],
    [false, true],
  );
});
