import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Advisory } from '../../model/index.ts';
import { memoryDatabase } from './memory.ts';

const advisory: Advisory = {
  id: 'GHSA-1',
  aliases: ['CVE-2020-0001'],
  source: 'osv-npm',
  kind: 'vulnerability',
  affected: [
    { ecosystem: 'npm', name: 'a', state: 'affected', ranges: [] },
    { ecosystem: 'npm', name: 'b', state: 'affected', ranges: [] },
  ],
  severities: [],
  title: 'T',
};

test('memoryDatabase finds rows by ecosystem and name, and nothing else', () => {
  const database = memoryDatabase({ advisories: [advisory] });
  assert.deepEqual(
    database.lookup('npm', 'b').map((row) => [row.id, row.affected.name]),
    [['GHSA-1', 'b']],
  );
  assert.deepEqual(database.lookup('npm', 'c'), []);
  assert.deepEqual(database.lookup('PyPI', 'a'), []);
  assert.deepEqual(database.lookup('npm', 'constructor'), []);
});

test('memoryDatabase keeps texts apart and drops what was withdrawn', () => {
  const database = memoryDatabase({
    advisories: [advisory, { ...advisory, id: 'GHSA-2', withdrawn: '2024-01-01T00:00:00Z' }],
  });
  assert.deepEqual(database.text('osv-npm', 'GHSA-1'), { title: 'T', references: [], cwes: [] });
  assert.equal(database.text('osv-npm', 'GHSA-2'), undefined);
  assert.equal(database.lookup('npm', 'a').length, 1);
});

test('memoryDatabase answers for the ecosystems of its advisories only', () => {
  const database = memoryDatabase({ advisories: [advisory] });
  assert.deepEqual(
    database.feedsFor('npm').map((feed) => feed.id),
    ['osv-npm'],
  );
  assert.deepEqual(database.feedsFor('PyPI'), []);
});
