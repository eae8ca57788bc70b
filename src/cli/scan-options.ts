import { standardFolders } from '../io/folders.ts';
import { fixedClock, systemClock } from '../io/clock.ts';
import type { Clock } from '../io/clock.ts';
import { durationOf, numberOf, timeOf } from './options.ts';
import type { CommandInput } from './spec.ts';

const day = 86_400_000;

/** The clock of this run: `--at`, else the machine's. */
export function clockOf(input: CommandInput): Clock {
  const at = input.options.text('at');
  return at === undefined ? systemClock : fixedClock(timeOf('at', at));
}

/** Where this run keeps things. */
export function foldersOf(input: CommandInput): ReturnType<typeof standardFolders> {
  return standardFolders(input.environment, input.options.text('cache-dir'));
}

/** Days after which a feed's silence is no answer, when the user said so. */
export function staleDaysOf(input: CommandInput): number | undefined {
  const text = input.options.text('max-db-age');
  return text === undefined ? undefined : durationOf('max-db-age', text) / day;
}

/** Threads asked for; undefined for as many as are useful. */
export function parallelOf(input: CommandInput): number | undefined {
  const text = input.options.text('parallel');
  return text === undefined ? undefined : numberOf('parallel', text, { least: 1, most: 64 });
}
