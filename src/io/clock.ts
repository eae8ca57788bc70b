/** The time to judge by. Everything that depends on "now" takes one of these. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still, for `--at`, SOURCE_DATE_EPOCH and tests. */
export function fixedClock(milliseconds: number): Clock {
  return { now: () => milliseconds };
}

/** Lets the event loop go round once: timers, signals and messages have their say. */
export function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
