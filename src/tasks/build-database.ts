import type { Clock } from '../io/clock.ts';
import { buildDatabase } from '../scan/advisories/build.ts';
import type { BuildSummary } from '../scan/advisories/build.ts';
import type { Feed } from '../scan/advisories/contract.ts';
import { feeds } from '../scan/advisories/feeds/index.ts';
import { ScanError } from '../scan/errors.ts';

export { updateDatabase } from '../scan/advisories/update.ts';
export type { FeedUpdate, UpdateOptions, UpdateSummary } from '../scan/advisories/update.ts';
export { databaseStatus } from '../scan/advisories/status.ts';
export type { DatabaseStatus } from '../scan/advisories/status.ts';
export type { BuildSummary, FeedSummary } from '../scan/advisories/build.ts';

/** Feeds by id; undefined or an empty list means all of them. @throws {ScanError} FEED_UNKNOWN */
export function chooseFeeds(ids: readonly string[] | undefined): readonly Feed[] {
  if (ids === undefined || ids.length === 0) return feeds;
  return ids.map((id) => {
    const feed = feeds.find((one) => one.id === id);
    if (feed !== undefined) return feed;
    const known = likeliest(id).join(', ');
    throw new ScanError('FEED_UNKNOWN', {
      en: `Cannot choose the feed "${id}": wanted one of ${known}`,
      'zh-CN': `没有数据源“${id}”：应为 ${known} 之一`,
    });
  });
}

/** Builds the database from a folder, without network. */
export function buildFromFolder(options: {
  readonly from: string;
  readonly out: string;
  readonly feeds: readonly string[];
  readonly clock: Clock;
  readonly progress?: (feed: string, records: number) => void;
}): Promise<BuildSummary> {
  return buildDatabase({ ...options, feeds: chooseFeeds(options.feeds) });
}

/** Ids of all feeds, those that begin like the given one first: a long list is cut where it is shown. */
function likeliest(id: string): readonly string[] {
  const alike = (other: string): number => {
    let at = 0;
    while (at < id.length && id[at] === other[at]) at += 1;
    return at;
  };
  return feeds.map((feed) => feed.id).toSorted((a, b) => alike(b) - alike(a));
}
