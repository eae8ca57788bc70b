import type { Coverage, FeedState } from '../model/index.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';

/** Days after which a feed's silence is no answer, unless the caller says otherwise. */
export const defaultStaleDays = 7;

/**
 * Days after which a feed without any newer record is taken for an old copy: even quiet ecosystems
 * publish several times a year, and a mirror fetched today may hold what was true years ago.
 */
const silentDays = 365;

/** Whether, and how far, the database answers for an ecosystem. */
export type Answerability = Pick<Coverage, 'state' | 'reason' | 'feeds'>;

/**
 * Whether the database answers for an ecosystem at `now`. Only `covered` makes silence an answer:
 * in every other state a package without findings is not known to be safe.
 */
export function answerabilityOf(
  ecosystem: string,
  database: AdvisoryDatabase | undefined,
  now: Date,
  staleDays: number = defaultStaleDays,
): Answerability {
  if (database === undefined) {
    return { state: 'no-database', reason: 'there is no advisory database', feeds: [] };
  }
  const states = database.feedsFor(ecosystem);
  const feeds = states.map((feed) => feed.id).sort();
  if (states.length === 0) {
    return { state: 'no-feed', reason: `the database holds no feed for ${ecosystem}`, feeds };
  }
  if (states.every((feed) => feed.supplement === true)) {
    const reason = `the database holds only what completes the feeds for ${ecosystem}`;
    return { state: 'no-feed', reason, feeds };
  }
  if (database.info?.starter === true) {
    return {
      state: 'starter-set',
      reason: 'only the starter set of well-known vulnerabilities was looked at',
      feeds,
    };
  }
  const reason = staleness(states, now, staleDays);
  if (reason !== undefined) return { state: 'stale', reason, feeds };
  return { state: 'covered', feeds };
}

/** Why feeds are too old to trust their silence, told of one of them; undefined when they are fresh. */
function staleness(feeds: readonly FeedState[], now: Date, staleDays: number): string | undefined {
  for (const { id, fetched } of feeds) {
    const days = ageInDays(fetched, now);
    if (!(days > staleDays)) continue;
    const age = Number.isFinite(days) ? `${Math.floor(days)} days old` : 'of unknown age';
    return `feed ${id} is ${age}, the limit is ${staleDays} days`;
  }
  // One feed with recent records is enough: others may only complete it.
  const newest = feeds.map((feed) => feed.newest).filter((time) => time !== undefined);
  const days = Math.min(...newest.map((time) => ageInDays(time, now)));
  if (newest.length < feeds.length || days <= Math.max(silentDays, staleDays)) return undefined;
  const names = feeds.map(({ id }) => id).join(', ');
  return `the newest record of ${names} is ${Math.floor(days)} days old: this is an old copy`;
}

/** A time that does not parse is infinitely old: a state of unknown age is not fresh. */
function ageInDays(time: string, now: Date): number {
  const then = Date.parse(time);
  return Number.isNaN(then) ? Number.POSITIVE_INFINITY : (now.getTime() - then) / 86_400_000;
}

/** Collects one row for each ecosystem and state met. */
export class CoverageTable {
  readonly #rows = new Map<string, Coverage>();

  /** Counts one package under an ecosystem. */
  count(ecosystem: string, answer: Answerability): void {
    const key = `${ecosystem}\u0000${answer.state}\u0000${answer.reason ?? ''}`;
    const row = this.#rows.get(key);
    this.#rows.set(key, { ecosystem, packages: (row?.packages ?? 0) + 1, ...answer });
  }

  /** The rows, by ecosystem and state. */
  rows(): readonly Coverage[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}
