import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance as the HTTP client sees them; tests hand in their own and never wait. */
export interface HttpTiming {
  /** Milliseconds since 1970, for `Retry-After` dates. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** The machine's own clock and chance. */
export const systemTiming: HttpTiming = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
};

const firstDelay = 500;
const longestDelay = 20_000;
/** A server that asks for more than this is answered by giving up, not by a silent wait. */
const longestRetryAfter = 60_000;

/**
 * Milliseconds to wait before the next try, `attempt` counting from 0: exponential with full
 * jitter, or what `Retry-After` (RFC 9110 §10.2.3: seconds or a date) asks for. Undefined when
 * the server asks for a longer wait than a user would sit through.
 */
export function retryDelay(
  attempt: number,
  retryAfter: string | undefined,
  timing: HttpTiming,
): number | undefined {
  const asked = retryAfter === undefined ? undefined : retryAfterDelay(retryAfter, timing.now());
  if (asked !== undefined) return asked <= longestRetryAfter ? asked : undefined;
  const ceiling = Math.min(longestDelay, firstDelay * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * timing.random());
}

function retryAfterDelay(value: string, now: number): number | undefined {
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Only dates as RFC 9110 writes them: Date.parse alone also takes `-5` and `1.5`.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
