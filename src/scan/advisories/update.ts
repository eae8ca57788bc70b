import { writeCopy } from '../../io/artifact.ts';
import type { Clock } from '../../io/clock.ts';
import { listFiles } from '../../io/folder-files.ts';
import type { HttpClient } from '../../io/http.ts';
import { errorCode, errorText } from '../../model/index.ts';
import type { FeedState } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import { buildDatabase, timeText } from './build.ts';
import type { BuildSummary } from './build.ts';
import type { Feed, FeedPart } from './contract.ts';
import { feeds as allFeeds } from './feeds/index.ts';
import { openFeedStore } from './feed-store.ts';
import type { FeedStore, StoredFeed, StoredPart } from './feed-store.ts';
import { changesName, fetchChanges } from './fetch-changes.ts';
import { fetchPart } from './fetch-part.ts';
import type { PartRequest } from './fetch-part.ts';
import { placeOfPart } from './fetch-through.ts';
import { mirrorDocuments } from './mirror.ts';
import { databaseStatus } from './status.ts';
import { withoutUnreachable } from './unreachable.ts';

/** How far an update is. */
export interface UpdateProgress {
  readonly feed: string;
  readonly part: string;
  /** Bytes there are so far, and in all when the server said. */
  readonly received: number;
  readonly total?: number;
}

/** What to update, from where, and to where. */
export interface UpdateOptions {
  /** Folder in which fetched documents stay between updates. */
  readonly store: string;
  /** `createHttpClient().request`, or a test's. Silence is bounded there. */
  readonly request: HttpClient['request'];
  readonly clock: Clock;
  /** Default: every feed of the registry. */
  readonly feeds?: readonly Feed[];
  /** Ids of the feeds to refresh; default all. */
  readonly only?: readonly string[];
  /** Ecosystems wanted (`Debian:12`, `npm`): feeds and parts that answer for none of them are left alone. */
  readonly wanted?: readonly string[];
  /** By feed id: another address instead of the feed's own, or a local folder with the same files. */
  readonly locations?: Readonly<Record<string, string>>;
  readonly progress?: (progress: UpdateProgress) => void;
  readonly signal?: AbortSignal;
}

/** What became of one feed. `failed`: at least one part could not be refreshed, its last good state is kept. */
export interface FeedUpdate {
  readonly id: string;
  readonly state: 'updated' | 'unchanged' | 'failed';
  readonly parts: number;
  readonly changed: number;
  /** Bytes of the documents that are there now. */
  readonly bytes: number;
  /** Time of the oldest part that is there now; absent when there is none. */
  readonly fetched?: string;
  readonly failure?: NonNullable<FeedState['failure']>;
}

/**
 * Refreshes the documents of the feeds wanted, one feed at a time. A failure of one feed is part of
 * the result and keeps what that feed had; only an interruption or an unknown name ends the work.
 * @throws {ScanError} FEED_UNKNOWN. @throws {IoError} IO_INTERRUPTED.
 */
export async function updateFeeds(options: UpdateOptions): Promise<FeedUpdate[]> {
  const feeds = options.feeds ?? allFeeds;
  for (const id of [...(options.only ?? []), ...Object.keys(options.locations ?? {})]) {
    if (feeds.some((feed) => feed.id === id)) continue;
    const known = feeds.map((feed) => feed.id).join(', ');
    throw new ScanError('FEED_UNKNOWN', `Cannot update feed "${id}": wanted one of ${known}`);
  }
  const store = openFeedStore(options.store);
  const updates: FeedUpdate[] = [];
  const patient = { ...options, request: withoutUnreachable(options.request) };
  for (const feed of feeds.filter(
    (item) => isWanted(item, options) && !isLeft(item, options, store),
  ))
    updates.push(await updateFeed(feed, store, patient));
  return updates;
}

/** What an update did, and the database made of it. */
export interface UpdateSummary {
  readonly feeds: readonly FeedUpdate[];
  /** Absent when nothing changed and the database is usable as it is, or when there is nothing to build from. */
  readonly database?: BuildSummary;
}

/**
 * Refreshes feeds and builds the database anew when any of them changed or failed (the database
 * says how old each feed is) or when there is no usable database at `out`.
 */
export async function updateDatabase(
  options: UpdateOptions & { readonly out: string },
): Promise<UpdateSummary> {
  const updates = await updateFeeds(options);
  const idle = updates.every((update) => update.state === 'unchanged');
  if (idle && databaseStatus(options.out).state === 'ok') return { feeds: updates };
  const store = openFeedStore(options.store);
  const feeds = options.feeds ?? allFeeds;
  if (feeds.every((feed) => store.read(feed.id).parts.length === 0)) return { feeds: updates };
  const database = await buildDatabase({
    source: store.source,
    out: options.out,
    feeds,
    clock: options.clock,
  });
  return { feeds: updates, database };
}

function isWanted(feed: Feed, { only, wanted }: UpdateOptions): boolean {
  if (only !== undefined && !only.includes(feed.id)) return false;
  if (wanted === undefined || feed.ecosystems.length === 0) return true;
  const families = new Set(wanted.map((name) => name.split(':', 1)[0]));
  return feed.ecosystems.some((name) => families.has(name));
}

/** True for an optional feed that nobody asked for. */
function isLeft(feed: Feed, { only, locations }: UpdateOptions, store: FeedStore): boolean {
  if (feed.optional !== true || only?.includes(feed.id) === true) return false;
  return locations?.[feed.id] === undefined && store.read(feed.id).parts.length === 0;
}

async function updateFeed(
  feed: Feed,
  store: FeedStore,
  options: UpdateOptions,
): Promise<FeedUpdate> {
  const before = store.read(feed.id);
  const parts = new Map(before.parts.map((part) => [part.name, part]));
  const run: FeedRun = { feed, store, options, parts, changed: 0, asked: 0, failure: undefined };
  const location = options.locations?.[feed.id];
  if (location !== undefined && !/^https?:\/\//.test(location)) await fromFolder(run, location);
  else await fromServer(run, location ?? feed.url);
  await remember(run);
  return summaryOf(run);
}

interface FeedRun {
  readonly feed: Feed;
  readonly store: FeedStore;
  readonly options: UpdateOptions;
  readonly parts: Map<string, StoredPart>;
  changed: number;
  asked: number;
  failure: StoredFeed['failure'];
}

async function fromServer(run: FeedRun, base: string): Promise<void> {
  const { feed, options } = run;
  for (const part of feed.parts(options.wanted)) {
    run.asked += 1;
    await attempt(run, () => refresh(run, part, base));
  }
}

/** Fetches what changed in a part, or the part as a whole. */
async function refresh(run: FeedRun, part: FeedPart, base: string): Promise<void> {
  const { feed, options, parts } = run;
  const place = await placeOfPart(feed, part, addressOf(part.url, base), options);
  const request: PartRequest = {
    feed,
    name: part.name,
    ...place,
    ...(part.members === undefined ? {} : { members: part.members }),
    base: addressOf('', base),
    path: run.store.place(feed.id, part.name),
    known: run.store.has(feed.id, parts.get(part.name)),
    now: timeText(options.clock),
    request: options.request,
    signal: options.signal,
    progress: (received, total) =>
      options.progress?.({
        feed: feed.id,
        part: part.name,
        received,
        ...(total === undefined ? {} : { total }),
      }),
  };
  const changes = feed.changes?.(part);
  const name = changesName(part.name);
  if (changes !== undefined) {
    const kept = run.store.has(feed.id, parts.get(name));
    const fetched = await fetchChanges(request, changes, kept);
    if (fetched !== undefined) {
      parts.set(part.name, fetched.whole);
      if (fetched.changed || kept !== undefined)
        parts.set(
          name,
          fetched.changed ? fetched.part : { ...fetched.part, bytes: kept?.bytes ?? 0 },
        );
      if (fetched.changed) run.changed += 1;
      return;
    }
  }
  const fetched = await fetchPart(request);
  parts.set(part.name, fetched.part);
  if (!fetched.changed) return;
  run.changed += 1;
  // The whole is newer than the changes that were fetched one by one.
  if (changes !== undefined) parts.delete(name);
}

function addressOf(url: string, base: string): string {
  return new URL(url, base.endsWith('/') ? base : `${base}/`).href;
}

/** A local folder is an equal source: its documents are copied, so that it may disappear afterwards. */
async function fromFolder(run: FeedRun, folder: string): Promise<void> {
  const { feed, options, parts, store } = run;
  await attempt(run, async () => {
    const fetched = timeText(options.clock);
    for await (const document of mirrorDocuments(feed, folder, listFiles(folder))) {
      run.asked += 1;
      const { bytes } = document;
      writeCopy(store.place(feed.id, document.name), bytes);
      parts.set(document.name, { name: document.name, fetched, bytes: bytes.length });
      run.changed += 1;
      const received = bytes.length;
      options.progress?.({ feed: feed.id, part: document.name, received, total: received });
    }
    if (run.asked === 0) {
      const text = `Cannot update feed ${feed.id}: no file of it in "${folder}"`;
      throw new ScanError('FEED_EMPTY', text);
    }
  });
}

async function attempt(run: FeedRun, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const code = errorCode(error);
    // An interruption ends the update; a defect of ours must not look like a bad feed.
    if (code === 'IO_INTERRUPTED' || code === 'INTERNAL') throw error;
    run.failure = { time: timeText(run.options.clock), code, text: errorText(error) };
  }
}

/** Writes the state; on a full disk not even that works, which is then the failure told. */
async function remember(run: FeedRun): Promise<void> {
  const { failure } = run;
  const parts = [...run.parts.values()];
  if (parts.length === 0 && failure === undefined) return;
  await attempt(run, () =>
    run.store.write(run.feed.id, { parts, ...(failure === undefined ? {} : { failure }) }),
  );
}

function summaryOf(run: FeedRun): FeedUpdate {
  const parts = [...run.parts.values()];
  const fetched = parts.map((part) => part.fetched).sort()[0];
  const { failure } = run;
  return {
    id: run.feed.id,
    state: failure !== undefined ? 'failed' : run.changed > 0 ? 'updated' : 'unchanged',
    parts: run.asked,
    changed: run.changed,
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    ...(fetched === undefined ? {} : { fetched }),
    ...(failure === undefined ? {} : { failure }),
  };
}
