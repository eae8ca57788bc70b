import { systemClock } from '../io/clock.ts';
import type { OptionValue } from '../check/contract.ts';
import type { Report } from '../model/index.ts';
import { checkPaths, checkTexts } from './check-files.ts';

/** What `check` judges: files and folders, or texts that the caller holds. */
export type CheckTarget =
  | { readonly paths: readonly string[] }
  | { readonly files: readonly { readonly path: string; readonly text: string }[] };

/** How `check` judges; everything has a default. */
export interface CheckSettings {
  /** `default`, `strict`, `all`, `hadolint`, `cis-docker`, `nsa`, `pss:LEVEL@VERSION`; or several of them. */
  readonly standard?: string | readonly string[];
  /** Ids of rules, ours or another tool's, that are asked too whatever the standard says. */
  readonly include?: readonly string[];
  /** Kind of every text (`dockerfile`, `compose` …), whatever its name. */
  readonly as?: string;
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  /** Values of the options of rules, by rule id. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
  /** The time to judge expiry by; the machine's clock when absent. */
  readonly now?: Date;
}

/**
 * Judges configuration. With `files` nothing is read from disk.
 *
 * ```ts
 * const report = await check({ files: [{ path: 'Dockerfile', text }] }, { standard: 'strict' });
 * ```
 * @throws {CheckError} for a standard or kind that is none.
 */
export function check(target: CheckTarget, options: CheckSettings = {}): Promise<Report> {
  const { standard, now, ...rest } = options;
  const standards = standard === undefined ? undefined : [standard].flat();
  const how = {
    ...rest,
    ...(standards === undefined ? {} : { standards }),
    now: now ?? new Date(systemClock.now()),
  };
  return 'paths' in target ? checkPaths(target.paths, how) : checkTexts(target.files, how);
}
