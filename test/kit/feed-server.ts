import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fixedClock } from '../../src/io/clock.ts';
import { createHttpClient } from '../../src/io/http.ts';
import type { Feed } from '../../src/scan/advisories/contract.ts';
import { feedOf } from '../../src/scan/advisories/feeds/index.ts';
import type { FeedUpdate, UpdateOptions } from '../../src/scan/advisories/update.ts';
import { serveLoopback } from './http-server.ts';
import { zipOf } from './zip.ts';

/** What the server does with a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Clock of a day in January 2026. */
export const day = (number: number): ReturnType<typeof fixedClock> =>
  fixedClock(Date.UTC(2026, 0, number));

/** A catalogue of exploited vulnerabilities. */
export function catalogue(...ids: readonly string[]): string {
  const vulnerabilities = ids.map((cveID) => ({ cveID, dateAdded: '2024-01-01' }));
  return JSON.stringify({ dateReleased: '2024-01-01T00:00:00Z', vulnerabilities });
}

/** A catalogue of some length, so that a connection can break in the middle. */
export const long: string = catalogue(
  ...Array.from({ length: 5000 }, (_, index) => `CVE-2024-${10_000 + index}`),
);
export const npm: Uint8Array = zipOf([
  {
    name: 'G.json',
    bytes: Buffer.from(
      JSON.stringify({
        id: 'GHSA-1',
        affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }],
      }),
    ),
  },
]);

/** A registered feed. */
export function feed(id: string): Feed {
  const found = feedOf(id);
  if (found === undefined) throw new Error(id);
  return found;
}

/** A server whose answers by path can be exchanged, and the options of an update from it. */
export async function setUp(t: TestContext): Promise<{
  answers: Map<string, Answer>;
  log: string[];
  options: UpdateOptions & { out: string };
  /** Gives up after a second of silence; only for servers that are silent, because CI may be slow too. */
  hasty: UpdateOptions['request'];
  at: (number: number) => UpdateOptions & { out: string };
}> {
  const answers = new Map<string, Answer>();
  const server = await serveLoopback((request, response) => {
    const answer = answers.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  const timing = { now: () => 0, sleep: async () => {}, random: () => 0 };
  const client = createHttpClient({ environment: {}, timing });
  const hasty = createHttpClient({ environment: {}, idle: 1000, timing });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-update-'));
  t.after(async () => {
    client.close();
    hasty.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const options = {
    store: join(folder, 'feeds'),
    out: join(folder, 'plimsoll.db'),
    request: client.request,
    feeds: [feed('kev'), feed('osv-npm')],
    locations: { kev: `${server.url}/kev`, 'osv-npm': `${server.url}/osv` },
    clock: day(1),
  };
  answers.set('/osv/npm/all.zip', send(npm, '"npm-1"'));
  answers.set(
    '/kev/known_exploited_vulnerabilities.json',
    send(catalogue('CVE-2024-0001'), '"kev-1"'),
  );
  return {
    answers,
    log: server.log,
    options,
    hasty: hasty.request,
    at: (number) => ({ ...options, clock: day(number) }),
  };
}

export const kevPath = '/kev/known_exploited_vulnerabilities.json';

/** A well-behaved server: conditional and partial requests. */
export function send(
  body: string | Uint8Array,
  etag: string,
  headers: Record<string, string> = {},
): Answer {
  const bytes = Buffer.from(body);
  return (request, response) => {
    const common = { etag, 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', ...headers };
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    if (request.headers['if-none-match'] === etag) response.writeHead(304, common).end();
    else if (from !== undefined && request.headers['if-range'] === etag) {
      const start = Number(from);
      if (start >= bytes.length) response.writeHead(416, common).end();
      else
        response
          .writeHead(206, {
            ...common,
            'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
          })
          .end(bytes.subarray(start));
    } else response.writeHead(200, { ...common, 'content-length': bytes.length }).end(bytes);
  };
}

/** Sends the first half and breaks the connection. */
export function breakOff(body: string, etag: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { etag, 'content-length': body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };
}

/** What an update did to one feed. */
export function of(updates: readonly FeedUpdate[], id: string): FeedUpdate | undefined {
  return updates.find((update) => update.id === id);
}
