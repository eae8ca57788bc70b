import { printable } from '../model/index.ts';
import type { Coverage, FeedState, Message } from '../model/index.ts';
import { scanMessages } from '../model/messages/scan.ts';
import { format } from '../model/messages/table.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';

/** Days after which a feed's silence is no answer, unless the caller says otherwise. */
export const defaultStaleDays = 7;

/**
 * Days after which a feed without any newer record is taken for an old copy: even quiet ecosystems
 * publish several times a year, and a mirror fetched today may hold what was true years ago.
 */
const silentDays = 365;

/** Whether, and how far, the database answers for an ecosystem. */
export type Answerability = Pick<Coverage, 'state' | 'reason' | 'message' | 'feeds'>;

/** Why there is no answer, in English and as a message for other languages. */
export type Because = Required<Pick<Coverage, 'reason' | 'message'>>;

/** A reason from the table of messages. Names in it may be a stranger's. */
export function because(id: string, params: Message['params'] = {}): Because {
  const text = printable(format(scanMessages[id]?.en ?? id, params));
  return { reason: text, message: { id, params, text } };
}

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
    return { state: 'no-database', ...because('gap.no-database'), feeds: [] };
  }
  const states = database.feedsFor(ecosystem);
  const feeds = states.map((feed) => feed.id).sort();
  if (states.length === 0) {
    return { state: 'no-feed', ...because('gap.no-feed', { ecosystem }), feeds };
  }
  if (states.every((feed) => feed.supplement === true)) {
    return { state: 'no-feed', ...because('gap.supplement', { ecosystem }), feeds };
  }
  if (database.info?.starter === true) {
    return { state: 'starter-set', ...because('gap.starter-set'), feeds };
  }
  const old = staleness(states, now, staleDays);
  if (old !== undefined) return { state: 'stale', ...old, feeds };
  return { state: 'covered', feeds };
}

/** Why feeds are too old to trust their silence, told of one of them; undefined when they are fresh. */
function staleness(feeds: readonly FeedState[], now: Date, staleDays: number): Because | undefined {
  for (const { id, fetched } of feeds) {
    const days = ageInDays(fetched, now);
    if (!(days > staleDays)) continue;
    const told = { feed: id, limit: staleDays };
    return Number.isFinite(days)
      ? because('gap.stale', { ...told, days: Math.floor(days) })
      : because('gap.undated', told);
  }
  // One feed with recent records is enough: others may only complete it.
  const newest = feeds.map((feed) => feed.newest).filter((time) => time !== undefined);
  const days = Math.min(...newest.map((time) => ageInDays(time, now)));
  if (newest.length < feeds.length || days <= Math.max(silentDays, staleDays)) return undefined;
  const names = feeds.map(({ id }) => id).join(', ');
  return because('gap.old-copy', { feeds: names, days: Math.floor(days) });
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
