import type { Coverage } from '../model/index.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';

/** Days after which a feed's silence is no answer, unless the caller says otherwise. */
export const defaultStaleDays = 7;

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
  if (database.info?.starter === true) {
    return {
      state: 'starter-set',
      reason: 'only the starter set of well-known vulnerabilities was looked at',
      feeds,
    };
  }
  // Age counts from the last successful fetch: a quiet feed is not a stale one.
  const ages = states.map((feed) => ({ id: feed.id, days: ageInDays(feed.fetched, now) }));
  const oldest = ages.reduce((a, b) => (b.days > a.days ? b : a));
  if (oldest.days > staleDays) {
    const age = Number.isFinite(oldest.days)
      ? `${Math.floor(oldest.days)} days old`
      : 'of unknown age';
    return {
      state: 'stale',
      reason: `feed ${oldest.id} is ${age}, the limit is ${staleDays} days`,
      feeds,
    };
  }
  return { state: 'covered', feeds };
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
