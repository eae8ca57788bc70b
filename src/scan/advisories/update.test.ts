import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from './open.ts';
import { updateDatabase, updateFeeds } from './update.ts';
import {
  catalogue,
  long,
  setUp,
  kevPath,
  send,
  breakOff,
  of,
} from '../../../test/kit/feed-server.ts';
import type { Answer } from '../../../test/kit/feed-server.ts';

test('an update fetches, then asks for changes only, then takes what changed', async (t) => {
  const { answers, at } = await setUp(t);
  const first = await updateDatabase(at(1));
  assert.deepEqual(
    first.feeds.map((update) => [update.id, update.state, update.parts]),
    [
      ['kev', 'updated', 1],
      ['osv-npm', 'updated', 1],
    ],
  );
  const second = await updateDatabase(at(2));
  assert.deepEqual(
    second.feeds.map((update) => update.state),
    ['unchanged', 'unchanged'],
  );
  assert.equal(second.database, undefined);
  assert.equal(of(second.feeds, 'kev')?.fetched, '2026-01-02T00:00:00Z');
  answers.set(kevPath, send(catalogue('CVE-2024-0001', 'CVE-2024-0002'), '"kev-2"'));
  const third = await updateDatabase(at(3));
  assert.deepEqual(
    third.feeds.map((update) => update.state),
    ['updated', 'unchanged'],
  );
  const database = openDatabase(at(3).out);
  t.after(database.close);
  assert.equal(database.cve('CVE-2024-0002')?.kev?.added, '2024-01-01');
  assert.deepEqual(
    database.info?.feeds.map((state) => [state.id, state.fetched]),
    [
      ['kev', '2026-01-03T00:00:00Z'],
      ['osv-npm', '2026-01-03T00:00:00Z'],
    ],
  );
});

test('a connection that breaks is continued by the next update with Range', async (t) => {
  const { answers, options, log } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"long"'));
  const broken = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual(
    [of(broken, 'kev')?.state, of(broken, 'kev')?.failure?.code, of(broken, 'kev')?.fetched],
    ['failed', 'HTTP_INTERRUPTED', undefined],
  );
  const ranges: (string | undefined)[] = [];
  const good = send(long, '"long"');
  answers.set(kevPath, (request, response) => {
    ranges.push(request.headers.range);
    good(request, response);
  });
  const received: number[] = [];
  const [update] = await updateFeeds({
    ...options,
    only: ['kev'],
    progress: (progress) => received.push(progress.received),
  });
  assert.equal(update?.state, 'updated');
  assert.equal(ranges.length, 1);
  assert.match(ranges[0] ?? '', /^bytes=[1-9]\d*-$/);
  assert.ok((received[0] ?? 0) > 0, 'progress starts where the first attempt ended');
  assert.equal(received.at(-1), long.length);
  assert.deepEqual(readdirSync(join(options.store, 'kev')).sort(), [
    'known_exploited_vulnerabilities.json.document',
    'state.json',
  ]);
  assert.equal(
    readFileSync(
      join(options.store, 'kev', 'known_exploited_vulnerabilities.json.document'),
      'utf8',
    ),
    long,
  );
  assert.ok(log.length > 1);
});

test('a broken download of a version that is gone begins anew', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"old"'));
  await updateFeeds({ ...options, only: ['kev'] });
  const fresh = catalogue('CVE-2025-0001');
  answers.set(kevPath, send(fresh, '"new"'));
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.bytes], ['updated', fresh.length]);
});

test('a download longer than what the server has now begins anew (416)', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"same"'));
  await updateFeeds({ ...options, only: ['kev'] });
  const short = catalogue('CVE-2025-0001');
  answers.set(kevPath, send(short, '"same"'));
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.bytes], ['updated', short.length]);
});

test('a server that answers a Range with another part is not believed', async (t) => {
  const { answers, options } = await setUp(t);
  answers.set(kevPath, breakOff(long, '"x"'));
  await updateFeeds({ ...options, only: ['kev'] });
  answers.set(kevPath, (_request, response) =>
    response
      .writeHead(206, { etag: '"x"', 'content-range': `bytes 5-9/${long.length}` })
      .end('xxxxx'),
  );
  const [update] = await updateFeeds({ ...options, only: ['kev'] });
  assert.deepEqual([update?.state, update?.failure?.code], ['failed', 'FEED_ANSWER']);
});

const html = '<html><body>Sign in to the proxy</body></html>';
const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const bad: readonly [string, Answer, string][] = [
  ['status 500', (_request, response) => response.writeHead(500).end('oops'), 'FEED_ANSWER'],
  [
    'status 503, again and again',
    (_request, response) => response.writeHead(503).end(),
    'FEED_ANSWER',
  ],
  ['status 404', (_request, response) => response.writeHead(404).end(), 'FEED_ANSWER'],
  ['an unasked 304', (_request, response) => response.writeHead(204).end(), 'FEED_ANSWER'],
  ['a web page', send(html, '"h"', { 'content-type': 'text/html' }), 'JSON_INVALID'],
  ['JSON of another kind', send('{"error": "quota"}', '"h"'), 'FEED_UNREADABLE'],
  ['an empty body', send('', '"h"'), 'JSON_INVALID'],
  ['a body cut short', breakOff(long, 'W/"weak"'), 'HTTP_INTERRUPTED'],
  [
    'a body cut short without length',
    (_request, response) => response.writeHead(200).end(long.slice(0, 1000)),
    'JSON_INVALID',
  ],
  [
    'a wrong x-goog-hash',
    send(long, '"h"', { 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5('other')}` }),
    'FEED_CHECKSUM',
  ],
  [
    'a wrong Repr-Digest',
    send(long, '"h"', { 'repr-digest': `sha-256=:${sha256('other')}:` }),
    'FEED_CHECKSUM',
  ],
  ['a wrong Content-MD5', send(long, '"h"', { 'content-md5': md5('other') }), 'FEED_CHECKSUM'],
  ['silence', () => {}, 'HTTP_TIMEOUT'],
  [
    'silence in the middle',
    (_request, response) => void response.writeHead(200).write('{"vulnerabilities": ['),
    'HTTP_TIMEOUT',
  ],
];

for (const [what, answer, code] of bad) {
  test(`${what} keeps the last good state, and the database says how old it is`, async (t) => {
    const { answers, at, hasty } = await setUp(t);
    await updateDatabase(at(1));
    answers.set(kevPath, answer);
    const silent = code === 'HTTP_TIMEOUT';
    const { feeds } = await updateDatabase(silent ? { ...at(9), request: hasty } : at(9));
    const kev = of(feeds, 'kev');
    assert.deepEqual(
      [kev?.state, kev?.failure?.code, kev?.failure?.time, kev?.fetched],
      ['failed', code, '2026-01-09T00:00:00Z', '2026-01-01T00:00:00Z'],
    );
    assert.equal(of(feeds, 'osv-npm')?.state, 'unchanged');
    const database = openDatabase(at(9).out);
    t.after(database.close);
    assert.equal(database.cve('CVE-2024-0001')?.kev?.added, '2024-01-01');
    const state = database.info?.feeds.find((item) => item.id === 'kev');
    assert.deepEqual([state?.fetched, state?.failure?.code], ['2026-01-01T00:00:00Z', code]);
    answers.set(kevPath, send(catalogue('CVE-2024-0001'), '"kev-3"'));
    const after = await updateFeeds(at(10));
    assert.deepEqual([of(after, 'kev')?.state, of(after, 'kev')?.failure], ['updated', undefined]);
  });
}

for (const [what, headers] of [
  ['x-goog-hash', { 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5(long)}` }],
  ['Repr-Digest', { 'repr-digest': `sha-256=:${sha256(long)}:` }],
  ['no checksum', {}],
] as const) {
  test(`a document with a right ${what} is taken`, async (t) => {
    const { answers, options } = await setUp(t);
    answers.set(kevPath, send(long, '"h"', headers));
    const [update] = await updateFeeds({ ...options, only: ['kev'] });
    assert.equal(update?.state, 'updated');
  });
}
