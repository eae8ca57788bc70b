import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseInfo, FeedState } from '../model/index.ts';
import { scanMessages } from '../model/messages/scan.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { CoverageTable, answerabilityOf } from './coverage.ts';

const now = new Date('2026-09-01T00:00:00Z');

function feed(id: string, fetched: string): FeedState {
  return { id, ecosystems: ['npm'], records: 1, fetched, licence: 'CC0-1.0' };
}

function database(feeds: readonly FeedState[], starter = false): AdvisoryDatabase {
  const info: DatabaseInfo = {
    path: 'memory',
    schema: 1,
    built: '2026-09-01T00:00:00Z',
    checksum: '',
    starter,
    feeds,
  };
  return {
    info,
    lookup: () => [],
    text: () => undefined,
    cve: () => undefined,
    lifeCycles: () => [],
    feedsFor: (ecosystem) => feeds.filter((row) => row.ecosystems.includes(ecosystem)),
    close: () => undefined,
  };
}

test('answerabilityOf() is covered only with a fresh feed, and otherwise says why not', () => {
  const fresh = feed('osv', '2026-08-30T00:00:00Z');
  const rows = [
    ['no database', undefined, 'npm', 'no-database', /no advisory database/],
    ['no feed', database([fresh]), 'PyPI', 'no-feed', /no feed for PyPI/],
    ['starter set', database([fresh], true), 'npm', 'starter-set', /starter set/],
    [
      'stale',
      database([fresh, feed('old', '2026-08-01T00:00:00Z')]),
      'npm',
      'stale',
      /old is 31 days old/,
    ],
    ['age unknown', database([feed('odd', 'yesterday')]), 'npm', 'stale', /of unknown age/],
    ['fresh', database([fresh]), 'npm', 'covered', undefined],
  ] as const;
  for (const [title, base, ecosystem, state, reason] of rows) {
    const answer = answerabilityOf(ecosystem, base, now);
    assert.equal(answer.state, state, title);
    if (reason === undefined) assert.equal(answer.reason, undefined, title);
    else assert.match(answer.reason ?? '', reason, title);
    // Other languages translate the message, so that it must say the same.
    assert.equal(answer.message?.text, answer.reason, title);
    if (answer.message !== undefined) assert.ok(answer.message.id in scanMessages, title);
  }
});

test('answerabilityOf() takes the age that the caller allows', () => {
  const base = database([feed('osv', '2026-08-01T00:00:00Z')]);
  assert.equal(answerabilityOf('npm', base, now, 31).state, 'covered');
  assert.equal(answerabilityOf('npm', base, now, 30).state, 'stale');
});

test('answerabilityOf() knows an old copy by its newest record, however lately it was fetched', () => {
  const copy = (id: string, newest?: string): FeedState => ({
    ...feed(id, '2026-08-31T00:00:00Z'),
    ...(newest !== undefined && { newest }),
  });
  const old = copy('old', '2024-10-10T00:00:00Z');
  const answer = answerabilityOf('npm', database([old]), now);
  assert.equal(answer.state, 'stale');
  assert.match(answer.reason ?? '', /newest record of old is 691 days old/);
  const state = (...feeds: FeedState[]): string =>
    answerabilityOf('npm', database(feeds), now).state;
  assert.equal(state(copy('quiet', '2025-10-10T00:00:00Z')), 'covered');
  assert.equal(state(old, copy('new', '2026-08-10T00:00:00Z')), 'covered');
  assert.equal(state(old, copy('undated')), 'covered');
  assert.equal(
    answerabilityOf('npm', database([old]), now, Number.POSITIVE_INFINITY).state,
    'covered',
  );
});

test('CoverageTable has one row for each ecosystem and state', () => {
  const table = new CoverageTable();
  table.count('npm', { state: 'covered', feeds: ['osv'] });
  table.count('Debian:12', { state: 'third-party', reason: 'r', feeds: [] });
  table.count('npm', { state: 'covered', feeds: ['osv'] });
  table.count('Debian:12', { state: 'covered', feeds: ['debian'] });
  assert.deepEqual(
    table.rows().map((row) => [row.ecosystem, row.state, row.packages]),
    [
      ['Debian:12', 'covered', 1],
      ['Debian:12', 'third-party', 1],
      ['npm', 'covered', 2],
    ],
  );
});
