import { parsePurl, purlOf } from '../formats/purl.ts';
import { systemClock } from '../io/clock.ts';
import { distroOf, ecosystemOf } from '../model/index.ts';
import type { Advisory, Finding, OperatingSystem, Package } from '../model/index.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import { openDatabase } from '../scan/advisories/open.ts';
import type { MatchOptions } from '../scan/match/contract.ts';
import { matchPackages } from '../scan/match/match-packages.ts';

/** A package to judge; what is left out is filled in as an unknown place and a plain package URL. */
export type PackageInput = Pick<Package, 'name' | 'version' | 'type'> & Partial<Package>;

/** What `match` judges by. */
export interface MatchSettings extends MatchOptions {
  /** Path of a database that `plimsoll db` built, or advisories in memory. */
  readonly database: string | { readonly advisories: readonly Advisory[] };
  /** The operating system of deb, apk and rpm packages; else the `distro` qualifier of their package URLs tells. */
  readonly os?: OperatingSystem;
  /** The time to judge by; the machine's clock when absent. */
  readonly now?: Date;
}

/**
 * Judges packages against advisories: affected ones and those that nobody can tell (verdict
 * `unknown`, with the reason as evidence), sorted by package URL and id.
 * What a vendor has cleared, or what is set aside by default, is not in the list.
 *
 * ```ts
 * const findings = await match([{ type: 'npm', name: 'minimist', version: '1.2.5' }], {
 *   database: { advisories },
 * });
 * ```
 * @throws {IoError | ScanError} when the database cannot be opened.
 */
export async function match(
  packages: readonly PackageInput[],
  options: MatchSettings,
): Promise<Finding[]> {
  const { database: from, os, now, ...rest } = options;
  const system = os ?? systemOf(packages);
  const inMemory = typeof from !== 'string';
  const database: AdvisoryDatabase = inMemory ? memoryDatabase(from) : openDatabase(from);
  try {
    const { findings } = matchPackages(
      packages.map((pkg) => completed(pkg, system)),
      {
        os: system,
        database,
        now: now ?? new Date(systemClock.now()),
        // Advisories that the caller holds in memory have no age.
        options: inMemory ? { staleAfterDays: Number.POSITIVE_INFINITY, ...rest } : rest,
      },
    );
    return [...findings];
  } finally {
    database.close();
  }
}

function completed(pkg: PackageInput, os: OperatingSystem | undefined): Package {
  const ecosystem = ecosystemOf(pkg.type);
  const namespace =
    ecosystem?.class === 'os-pkgs' && os !== undefined ? distroOf(os.id)?.purlNamespace : undefined;
  const { name, version } = pkg;
  const purl = purlOf({
    type: ecosystem?.purlType ?? pkg.type,
    name,
    version,
    ...(namespace !== undefined && { namespace }),
  });
  return { purl, foundBy: 'library', locations: [], ...pkg };
}

/** `pkg:deb/debian/openssl@3.0?distro=debian-12` names the system it belongs to. */
function systemOf(packages: readonly PackageInput[]): OperatingSystem | undefined {
  for (const { purl } of packages) {
    const distro = purl === undefined ? undefined : parsePurl(purl)?.qualifiers?.['distro'];
    const found = /^([a-z][a-z_-]*?)-v?(\d[\w.]*)$/.exec(distro ?? '');
    if (found !== null) return { id: found[1] ?? '', version: found[2] ?? '' };
  }
  return undefined;
}
