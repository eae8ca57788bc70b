import { systemClock } from '../io/clock.ts';
import type { Advisory, Coverage, Finding, OperatingSystem } from '../model/index.ts';
import { openDatabase } from '../scan/advisories/open.ts';
import type { MatchOptions } from '../scan/match/contract.ts';
import { matchPackages } from '../scan/match/match-packages.ts';
import { givenDatabase, givenPackage, givenSystem, systemOfPackages } from './given.ts';
import type { PackageInput } from './given.ts';

export type { MatchOptions } from '../scan/match/contract.ts';
export type { PackageInput } from './given.ts';

/** What `match` judges by. */
export interface MatchSettings extends MatchOptions {
  /** Path of a database that `plimsoll db` built, or advisories in memory. */
  readonly database: string | { readonly advisories: readonly Advisory[] };
  /**
   * The operating system of deb, apk and rpm packages; else the `distro` qualifier of their package URLs
   * or their type (`Debian:12`) tells. `channels` names subscriptions: `esm` (Ubuntu Pro), `eus` (Red Hat).
   */
  readonly os?: OperatingSystem;
  /** Told what could be answered, and why the rest could not: no finding is no clean answer without it. */
  readonly onCoverage?: (coverage: readonly Coverage[]) => void;
  /** True also gives what does not count, each with its reason in `Finding.suppressed`. */
  readonly suppressed?: boolean;
  /** The time to judge by; the machine's clock when absent. */
  readonly now?: Date;
}

/**
 * Judges packages against advisories: affected ones and those that nobody can tell (verdict
 * `unknown`, with the reason as evidence), sorted by package URL and id.
 * What a vendor has cleared, or what is set aside by default, is in the list only with `suppressed`.
 * An ecosystem that no advisory speaks of gives nothing: `onCoverage` says what could not be answered.
 *
 * ```ts
 * const findings = await match([{ type: 'npm', name: 'minimist', version: '1.2.5' }], {
 *   database: {
 *     advisories: [
 *       {
 *         id: 'CVE-2021-44906',
 *         aliases: ['GHSA-xvch-5gv4-984h'],
 *         source: 'mine',
 *         kind: 'vulnerability',
 *         severities: [{ source: 'mine', severity: 'critical' }],
 *         affected: [
 *           {
 *             ecosystem: 'npm',
 *             name: 'minimist',
 *             state: 'fixed',
 *             ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1.2.6' }] }],
 *           },
 *         ],
 *       },
 *     ],
 *   },
 * });
 * ```
 * @throws {IoError | ScanError} when the database cannot be opened.
 * @throws {RangeError} for a type or package URL that is none.
 */
export async function match(
  packages: readonly PackageInput[],
  options: MatchSettings,
): Promise<Finding[]> {
  const { database: from, os, now, suppressed: all = false, onCoverage, ...rest } = options;
  const system = os === undefined ? systemOfPackages(packages) : givenSystem(os);
  const given = packages.map((pkg) => givenPackage(pkg, system));
  const inMemory = typeof from !== 'string';
  const database = inMemory ? givenDatabase(from.advisories) : openDatabase(from);
  try {
    const { findings, suppressed, coverage } = matchPackages(given, {
      os: system,
      database,
      now: now ?? new Date(systemClock.now()),
      // Advisories that the caller holds in memory have no age.
      options: inMemory ? { staleAfterDays: Number.POSITIVE_INFINITY, ...rest } : rest,
    });
    onCoverage?.(coverage);
    return all ? [...findings, ...suppressed] : [...findings];
  } finally {
    database.close();
  }
}
