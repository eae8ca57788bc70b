import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { openCacheFolder } from '../io/cache-folder.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { memoryDatabase } from './advisories/memory.ts';
import { judgementName, readJudgement, writeJudgement } from './match-cache.ts';
import type { JudgementParts } from './match-cache.ts';
import type { MatchResult } from './match/contract.ts';

const day = 86_400_000;
const fetched = Date.parse('2026-03-01T00:00:00Z');

function database(checksum: string, starter = false): AdvisoryDatabase {
  const empty = memoryDatabase({ advisories: [] });
  const feed = {
    id: 'osv-npm',
    licence: 'x',
    ecosystems: ['npm'],
    fetched: new Date(fetched).toISOString(),
    newest: new Date(fetched).toISOString(),
    records: 1,
  };
  return {
    ...empty,
    feedsFor: (ecosystem) => (ecosystem === 'npm' ? [feed] : []),
    info: { path: 'x', schema: 1, built: '', checksum, starter, feeds: [feed] },
  };
}

const parts: JudgementParts = {
  inventory: 'inventory',
  database: database('sha256:1'),
  now: new Date(fetched + day),
  options: {},
  chosen: [undefined, undefined],
  build: 'build',
};

test('judgementName: the same for the same question, however the clock moves within a feed’s life', () => {
  const name = judgementName(parts);
  assert.match(name ?? '', /^[0-9a-f]{64}$/);
  assert.equal(judgementName({ ...parts, database: database('sha256:1') }), name);
  assert.equal(judgementName({ ...parts, now: new Date(fetched + 2 * day) }), name);
});

test('judgementName: another for whatever a judgement depends on', () => {
  const others: readonly JudgementParts[] = [
    parts,
    { ...parts, inventory: 'other' },
    { ...parts, database: database('sha256:2') },
    { ...parts, options: { unimportant: true } },
    { ...parts, options: { detached: 'comprehensive' } },
    { ...parts, chosen: [['os'], undefined] },
    { ...parts, chosen: [undefined, true] },
    { ...parts, build: 'other' },
    // Seven days are the limit, and the reason counts the days.
    { ...parts, now: new Date(fetched + 8 * day) },
    { ...parts, now: new Date(fetched + 9 * day) },
  ];
  const names = others.map(judgementName);
  assert.equal(new Set(names).size, others.length);
  assert.ok(!names.includes(undefined));
});

test('judgementName: nothing is remembered where nothing vouches for code or database', () => {
  const { build: _build, ...sources } = parts;
  assert.equal(judgementName(sources), undefined, 'the sources run');
  assert.equal(judgementName({ ...parts, database: database('') }), undefined);
  // The starter set is part of the build, whose hash is in the name.
  const starter = judgementName({ ...parts, database: database('', true) });
  assert.match(starter ?? '', /^[0-9a-f]{64}$/);
  assert.notEqual(
    judgementName({ ...parts, database: database('', true), build: 'other' }),
    starter,
  );
});

test('a judgement comes back as it was stored', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-judgements-'));
  try {
    const cache = openCacheFolder(folder);
    const result: MatchResult = {
      findings: [],
      suppressed: [],
      coverage: [{ ecosystem: 'npm', packages: 1, state: 'covered', feeds: ['osv-npm'] }],
      notes: [],
    };
    assert.equal(readJudgement(cache, 'aa00'), undefined);
    writeJudgement(cache, 'aa00', result);
    assert.deepEqual(readJudgement(cache, 'aa00'), result);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
