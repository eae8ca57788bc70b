import { fileSize, makeArtifact, removeFile } from '../../io/artifact.ts';
import type { Clock } from '../../io/clock.ts';
import { listFiles } from '../../io/folder-files.ts';
import { errorCode, errorText, printable } from '../../model/index.ts';
import type { FeedState } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import { writeArtifactFile } from './artifact.ts';
import type { Feed, FeedDocument, FeedRecord } from './contract.ts';
import { feeds as allFeeds } from './feeds/index.ts';
import { mirrorDocuments } from './mirror.ts';
import { addProblem, emptyCount, newestOf, openStaging } from './staging.ts';
import type { FeedCount, FeedNumbers, Staging } from './staging.ts';

/** What is known about a feed besides its documents, from the last time it was fetched. */
export interface FeedOrigin {
  /** RFC 3339 time at which the documents were fetched. */
  readonly fetched: string;
  /** The documents' own time (Last-Modified), for feeds whose records have none. */
  readonly modified?: string;
  readonly failure?: FeedState['failure'];
}

/** Where documents come from: a function asked once for each feed. */
export interface FeedSource {
  readonly documents: (feed: Feed) => AsyncIterable<FeedDocument> | Iterable<FeedDocument>;
  readonly origin: (feed: Feed) => FeedOrigin | undefined;
}

/** What to build a database from. */
export interface BuildOptions {
  /** A mirror folder: archives as in a feed collection, or files under the names upstream uses. */
  readonly from?: string;
  /** Documents from somewhere else; instead of `from`. */
  readonly source?: FeedSource;
  /** Path of the database; replaced by rename when the new one is whole. */
  readonly out: string;
  /** Default: every feed of the registry. */
  readonly feeds?: readonly Feed[];
  readonly clock: Clock;
  /** Told when a feed begins and, every so many records, how far it is. */
  readonly progress?: (feed: string, records: number) => void;
}

/** What one feed gave to a database. */
export interface FeedSummary {
  readonly id: string;
  readonly documents: number;
  readonly records: number;
  readonly withdrawn: number;
  readonly duplicates: number;
  readonly rows: number;
  readonly problems: number;
  /** The first problems in words. */
  readonly examples: readonly string[];
  readonly ecosystems: readonly string[];
  readonly newest?: string;
  readonly failure?: FeedState['failure'];
}

/** What was built. */
export interface BuildSummary {
  readonly path: string;
  readonly bytes: number;
  readonly built: string;
  readonly checksum: string;
  readonly feeds: readonly FeedSummary[];
}

/**
 * Builds the advisory database in one pass over the feeds: records are staged on disk, sorted
 * there, and written in order, so memory stays flat and the same documents, feeds and clock give
 * the same bytes. Whatever stands at `out` stays until the new file is whole.
 * @throws {ScanError} FEED_EMPTY when no document of any feed is there.
 * @throws {IoError} IO_READ_FAILED, IO_WRITE_FAILED.
 */
export async function buildDatabase(options: BuildOptions): Promise<BuildSummary> {
  const feeds = options.feeds ?? allFeeds;
  const built = timeText(options.clock);
  const source = options.source ?? folderSource(options.from ?? '.', built);
  const numbers = feedNumbers(feeds);
  return makeArtifact(options.out, async (temporary) => {
    const staged = `${temporary}-staging`;
    const counts = new Map<string, FeedCount>();
    let staging: Staging | undefined;
    try {
      staging = openStaging(staged, numbers);
      await stage({ ...options, feeds, source }, { staging, numbers, counts });
      const states = feeds.flatMap((feed) => stateOf(feed, counts.get(feed.id), source, built));
      const checksum = writeArtifactFile(temporary, staging.file, {
        built,
        sources: feeds.map((feed) => feed.id),
        primaryOf: primaries(feeds),
        states,
        epssDate: states.find((state) => state.id === 'epss')?.newest ?? '',
      });
      return {
        path: options.out,
        bytes: fileSize(temporary) ?? 0,
        built,
        checksum,
        feeds: [...counts].map(([id, count]) => summaryOf(id, count, states)),
      };
    } finally {
      staging?.file.close();
      removeFile(staged);
    }
  });
}

type Prepared = BuildOptions & { readonly feeds: readonly Feed[]; readonly source: FeedSource };

/** Numbers of the feeds by their place in the list; `current` is the feed whose records come now. */
function feedNumbers(feeds: readonly Feed[]): FeedNumbers & { current: number } {
  const byId = new Map(feeds.map((feed, number) => [feed.id, number]));
  const numbers = {
    current: 0,
    feed: () => numbers.current,
    numberOf: (id: string) => byId.get(id) ?? -1,
  };
  return numbers;
}

async function stage(
  options: Prepared,
  target: {
    readonly staging: Staging;
    readonly numbers: { current: number };
    readonly counts: Map<string, FeedCount>;
  },
): Promise<void> {
  const { staging, numbers, counts } = target;
  for (const [number, feed] of options.feeds.entries()) {
    numbers.current = number;
    const count = await stageFeed(feed, options, staging);
    if (count.documents + count.problems > 0) counts.set(feed.id, count);
  }
  // A database of nothing must never take the place of one that says something.
  if ([...counts.values()].every((count) => count.records === 0)) {
    const where = options.from === undefined ? 'the sources given' : `"${options.from}"`;
    const [problem] = [...counts.values()].flatMap((count) => count.examples);
    const found = problem === undefined ? 'no file of any feed is there' : problem;
    throw new ScanError('FEED_EMPTY', `Cannot build a database from ${where}: ${found}`);
  }
  staging.seal();
}

async function stageFeed(feed: Feed, options: Prepared, staging: Staging): Promise<FeedCount> {
  const count = emptyCount();
  const seen = new Set<string>();
  for await (const document of documentsOf(feed, options.source, count)) {
    if (count.documents === 0) options.progress?.(feed.id, 0);
    count.documents += 1;
    for (const record of recordsOf(feed, document)) {
      if (isRepeated(feed, record, seen)) {
        count.records += 1;
        count.duplicates += 1;
        continue;
      }
      staging.add(record, count);
      if (count.records % 10_000 === 0) options.progress?.(feed.id, count.records);
    }
  }
  return count;
}

/** Documents of a feed; an archive that is broken ends the feed, with a problem, and spares the others. */
async function* documentsOf(
  feed: Feed,
  source: FeedSource,
  count: FeedCount,
): AsyncGenerator<FeedDocument> {
  try {
    yield* source.documents(feed);
  } catch (error) {
    if (isOurs(error)) throw error;
    addProblem(count, `${errorCode(error)}: ${errorText(error)}`);
  }
}

/** A read error, a full disk or a defect is no fault of the document. */
function isOurs(error: unknown): boolean {
  const code = errorCode(error);
  return code.startsWith('IO_') || code === 'INTERNAL';
}

/** Records of a document. One that is broken as a whole is a problem of the feed and spares its other documents. */
function* recordsOf(feed: Feed, document: FeedDocument): Generator<FeedRecord> {
  try {
    yield* feed.parse(document);
  } catch (error) {
    if (isOurs(error)) throw error;
    const text = `${errorCode(error)}: ${errorText(error)}`;
    yield { kind: 'problem', where: document.name, text };
  }
}

function isRepeated(feed: Feed, record: FeedRecord, seen: Set<string>): boolean {
  if (feed.oneRecordPerId !== true || record.kind !== 'advisory') return false;
  const { size } = seen;
  seen.add(record.advisory.id);
  return seen.size === size;
}

function folderSource(root: string, built: string): FeedSource {
  const paths = listFiles(root);
  return {
    documents: (feed) => mirrorDocuments(feed, root, paths),
    origin: () => ({ fetched: built }),
  };
}

function primaries(feeds: readonly Feed[]): ReadonlyMap<number, number> {
  const pairs = feeds.flatMap((feed, number) => {
    const primary = feeds.findIndex((other) => other.id === feed.secondaryTo);
    return primary === -1 ? [] : [[number, primary] as const];
  });
  return new Map(pairs);
}

function stateOf(
  feed: Feed,
  count: FeedCount | undefined,
  source: FeedSource,
  built: string,
): FeedState[] {
  if (count === undefined || count.records === 0) return [];
  const origin = source.origin(feed);
  const newest = newestOf(count) ?? origin?.modified;
  return [
    {
      id: feed.id,
      title: feed.title,
      url: feed.url,
      ecosystems: [...count.ecosystems].sort(),
      records: count.records,
      ...(newest === undefined ? {} : { newest }),
      fetched: origin?.fetched ?? built,
      licence: feed.licence,
      ...(feed.supplement === true ? { supplement: true } : {}),
      ...problemsOf(count),
      ...(origin?.failure === undefined ? {} : { failure: origin.failure }),
    },
  ];
}

/** Problems of a feed that the database itself carries in words. */
const examplesStored = 10;

function problemsOf({ problems, examples }: FeedCount): Pick<FeedState, 'problems'> {
  if (problems === 0) return {};
  return {
    problems: { count: problems, examples: examples.slice(0, examplesStored).map(printable) },
  };
}

function summaryOf(id: string, count: FeedCount, states: readonly FeedState[]): FeedSummary {
  const state = states.find((item) => item.id === id);
  return {
    id,
    documents: count.documents,
    records: count.records,
    withdrawn: count.withdrawn,
    duplicates: count.duplicates,
    rows: count.rows,
    problems: count.problems,
    examples: count.examples.map(printable),
    ecosystems: [...count.ecosystems].sort(),
    ...(state?.newest === undefined ? {} : { newest: state.newest }),
    ...(state?.failure === undefined ? {} : { failure: state.failure }),
  };
}

/** The clock's time in whole seconds. */
export function timeText(clock: Clock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
}
