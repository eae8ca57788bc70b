import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { buildImage, writeLayout } from '../test/kit/oci.ts';
import { scan } from './index.ts';
import type { Advisory } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-library-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const advisory: Advisory = {
  id: 'GHSA-test',
  aliases: [],
  source: 'own',
  kind: 'vulnerability',
  severities: [],
  affected: [
    {
      ecosystem: 'npm',
      name: 'left',
      state: 'fixed',
      ranges: [{ kind: 'expression', expression: '< 2.0.0' }],
    },
  ],
};
const database = { advisories: [advisory] };

test('scan() reads a source tree with advisories in memory', async () => {
  const lock = {
    lockfileVersion: 3,
    packages: { '': { name: 'me' }, 'node_modules/left': { version: '1.0.0' } },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const report = await scan({ path: folder }, { database, cache: false });
  assert.deepEqual(
    report.findings.map(({ rule, verdict }) => [rule, verdict]),
    [['GHSA-test', 'affected']],
  );
  assert.equal(report.coverage.find(({ ecosystem }) => ecosystem === 'npm')?.state, 'covered');
});

test('scan() opens an image by its path, and takes nothing else for one', async () => {
  const path = join(folder, 'by-path');
  await writeLayout(path, { test: buildImage([[{ path: 'a', content: 'b' }]]) });
  const how = { database, cache: false, offline: true } as const;
  assert.equal((await scan({ image: path }, how)).subject.image?.os, 'linux');
  await assert.rejects(scan({ image: folder }, how), { code: 'IMAGE_NOT_AN_IMAGE' });
  await assert.rejects(scan({ image: './no-such-image.tar' }, how), { code: 'IMAGE_NOT_AN_IMAGE' });
});

test('scan() opens an image by a reference with a prefix', async () => {
  const path = join(folder, 'layout');
  const file = {
    path: 'srv/node_modules/left/package.json',
    content: '{"name":"left","version":"2.0.0"}',
  };
  await writeLayout(path, { test: buildImage([[file]]) });
  const report = await scan(
    { image: `oci-dir:${path}` },
    { database, cache: false, offline: true },
  );
  assert.deepEqual(
    [report.packages.length, report.findings.length, report.status],
    [1, 0, 'complete'],
  );
});

test('scan() rejects what is not there', async () => {
  await assert.rejects(scan({ path: join(folder, 'nothing') }, { database }), {
    code: 'IMAGE_NOT_AN_IMAGE',
  });
  await assert.rejects(scan({ path: folder }, { database: join(folder, 'missing.db') }), {
    code: 'DATABASE_MISSING',
  });
});
