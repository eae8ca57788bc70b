import { join } from 'node:path';

import { fileSize, writeArtifact } from '../../io/artifact.ts';
import { readTextFile } from '../../io/text-file.ts';
import { listOf, numberOf, objectOf, textOf } from '../../formats/json-values.ts';
import { limits } from '../../model/index.ts';
import type { FeedState } from '../../model/index.ts';
import type { FeedOrigin, FeedSource } from './build.ts';
import type { Feed, FeedDocument } from './contract.ts';
import { partDocuments } from './mirror.ts';

/** A document that was fetched, as the store remembers it. */
export interface StoredPart {
  readonly name: string;
  /** RFC 3339 time at which the server last confirmed that this is the current state. */
  readonly fetched: string;
  readonly bytes: number;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Time of the newest change that was fetched in addition to this document. */
  readonly upTo?: string;
  /** True for changes, which are read before the whole so that they win. */
  readonly first?: boolean;
}

/** What the store knows about one feed. */
export interface StoredFeed {
  readonly parts: readonly StoredPart[];
  /** Set when the last attempt failed for at least one part. */
  readonly failure?: NonNullable<FeedState['failure']>;
}

/**
 * The folder where fetched documents stay, each feed in a folder of its own, so that one feed can
 * be refreshed without the others and a failed one keeps what it had.
 */
export interface FeedStore {
  readonly read: (feed: string) => StoredFeed;
  readonly write: (feed: string, state: StoredFeed) => Promise<void>;
  /** The part, when its document is really there in its full length; a state may outlive its files. */
  readonly has: (feed: string, part: StoredPart | undefined) => StoredPart | undefined;
  /** Where the document of a part lies. */
  readonly place: (feed: string, part: string) => string;
  /** The documents as the builder wants them. */
  readonly source: FeedSource;
}

const nothing: StoredFeed = { parts: [] };

/** Opens the store; nothing is created before the first write. */
export function openFeedStore(folder: string): FeedStore {
  // Part names have slashes (`v3.18/main`); in a file name they are escaped.
  const place = (feed: string, part: string): string =>
    join(folder, feed, `${encodeURIComponent(part)}.document`);
  const statePath = (feed: string): string => join(folder, feed, 'state.json');
  const read = (feed: string): StoredFeed => readState(statePath(feed));
  return {
    read,
    place,
    has: (feed, part) =>
      part !== undefined && fileSize(place(feed, part.name)) === part.bytes ? part : undefined,
    write: (feed, state) => writeArtifact(statePath(feed), Buffer.from(JSON.stringify(state))),
    source: {
      documents: (feed) => storedDocuments(feed, read(feed.id).parts, place),
      origin: (feed) => originOf(read(feed.id)),
    },
  };
}

async function* storedDocuments(
  feed: Feed,
  parts: readonly StoredPart[],
  place: FeedStore['place'],
): AsyncGenerator<FeedDocument> {
  const ordered = parts.toSorted((a, b) => Number(b.first ?? false) - Number(a.first ?? false));
  const known = new Map(feed.parts().map((part) => [part.name, part]));
  for (const { name } of ordered)
    yield* partDocuments(feed, known.get(name) ?? { name }, place(feed.id, name));
}

/** As old as the oldest part: that is what a reader may rely on. */
function originOf(state: StoredFeed): FeedOrigin | undefined {
  const fetched = state.parts.map((part) => part.fetched).sort()[0];
  if (fetched === undefined) return undefined;
  const modified = state.parts
    .map((part) => Date.parse(part.lastModified ?? ''))
    .filter((time) => Number.isFinite(time));
  return {
    fetched,
    ...(modified.length === 0
      ? {}
      : { modified: `${new Date(Math.max(...modified)).toISOString().slice(0, 19)}Z` }),
    ...(state.failure === undefined ? {} : { failure: state.failure }),
  };
}

/** A state that cannot be read is no state: the documents are then fetched anew. */
function readState(path: string): StoredFeed {
  const text = readTextFile(path, limits.text_bytes.value);
  if (text === undefined) return nothing;
  let found: unknown;
  try {
    found = JSON.parse(text) as unknown;
  } catch {
    return nothing;
  }
  const state = objectOf(found);
  const failure = failureOf(state['failure']);
  return {
    parts: listOf(state['parts']).flatMap(partOf),
    ...(failure === undefined ? {} : { failure }),
  };
}

function partOf(value: unknown): StoredPart[] {
  const part = objectOf(value);
  const name = textOf(part['name']);
  const fetched = textOf(part['fetched']);
  const bytes = numberOf(part['bytes']);
  if (name === undefined || fetched === undefined || bytes === undefined) return [];
  const etag = textOf(part['etag']);
  const lastModified = textOf(part['lastModified']);
  const upTo = textOf(part['upTo']);
  return [
    {
      name,
      fetched,
      bytes,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(upTo === undefined ? {} : { upTo }),
      ...(part['first'] === true ? { first: true } : {}),
    },
  ];
}

function failureOf(value: unknown): StoredFeed['failure'] {
  const { time, code, text } = objectOf(value);
  return typeof time === 'string' && typeof code === 'string' && typeof text === 'string'
    ? { time, code, text }
    : undefined;
}
