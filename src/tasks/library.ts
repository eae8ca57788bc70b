import { standardFolders } from '../io/folders.ts';
import { fixedClock, systemClock } from '../io/clock.ts';
import { surroundings } from '../io/process.ts';
import type { Advisory, Report } from '../model/index.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import type { MatchOptions } from '../scan/match/contract.ts';
import { layerCachePath } from './clean.ts';
import { givenDatabase } from './given.ts';
import { applyDecisions, readIgnoreFiles, readVexFiles } from './decide.ts';
import { openDatabaseFor } from './open-database.ts';
import { openFolder } from './open-folder.ts';
import { openImage } from './open-image.ts';
import { openPath } from './open-path.ts';
import { scanSubject } from './scan.ts';
import type { ScanOptions } from './scan.ts';
import type { Scanner } from './scanners.ts';

/** What `scan` looks into. */
export type ScanTarget =
  /** An image: a reference (`alpine:3.20`, `registry:`, `docker:` …), an archive or an OCI layout (`./image.tar`, `oci-dir:./layout:tag`, `docker-archive:image.tar`). */
  | { readonly image: string }
  /**
   * A folder or a single file. A folder that holds an operating system is read as `rootfs`; any other
   * by its lockfiles, and where it has none, by what is installed in it (`node_modules`, wheels, jars,
   * programs). A file is known by its name, its folders or its content; see `ScanSettings.as`.
   */
  | { readonly path: string }
  /** An unpacked system, whatever it holds: package databases, installed packages, programs. */
  | { readonly rootfs: string }
  /** A bill of materials: CycloneDX, SPDX, Syft's JSON, a list of package URLs. */
  | { readonly sbom: string };

/** How `scan` looks; everything has a default. */
export interface ScanSettings {
  /** Path of a database that `plimsoll db` built, or advisories in memory; absent: the user's database, else the starter set. */
  readonly database?: string | { readonly advisories: readonly Advisory[] };
  /** Folder for remembered layers; false remembers nothing. Absent: the user's cache. */
  readonly cache?: string | false;
  /** What a single file of `path` is, whatever it is called: the name its tool gives it (`package-lock.json`) or where a system keeps it (`var/lib/dpkg/status`). */
  readonly as?: string;
  /** `linux/arm64`; absent: this machine's. */
  readonly platform?: string;
  /** Allows plain HTTP and unknown certificates. */
  readonly insecure?: boolean;
  /** Uses no network. */
  readonly offline?: boolean;
  /** True lists and judges packages that only development needs, too. */
  readonly devDependencies?: boolean;
  /** Kinds of packages; absent: both. */
  readonly packageTypes?: readonly ('os' | 'library')[];
  /** What to look for: known vulnerabilities, credentials, faults of configuration. Absent: `vuln` and `secret`. */
  readonly scanners?: readonly Scanner[];
  /** Globs over paths inside the subject; `**` crosses folders. */
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  /** How packages are matched with advisories. */
  readonly match?: MatchOptions;
  /** VEX documents to apply, by path: OpenVEX, CSAF, CycloneDX. What they clear moves to `Report.suppressed`. */
  readonly vex?: readonly string[];
  /** Ignore files to apply, by path; none is looked for. */
  readonly ignoreFiles?: readonly string[];
  /** Most threads that read layers; absent: as many as are useful. */
  readonly parallel?: number;
  /** The time to judge by; the machine's clock when absent. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/**
 * Scans an image, a source tree, an unpacked system, a single file or a bill of materials. What cannot
 * be read is told in `Report.errors`, and the status is `partial`; it never looks clean.
 *
 * ```ts
 * const report = await scan({ path: './services/cart' });
 * const severe = report.findings.filter(({ severity }) => severity === 'critical');
 * ```
 * @throws {ImageError} when the target is not there or is no image.
 * @throws {ScanError} when the database cannot be used.
 * @throws {FormatError | PolicyError} when a VEX document or ignore file cannot be read.
 */
export async function scan(target: ScanTarget, options: ScanSettings = {}): Promise<Report> {
  const folders = standardFolders(surroundings().environment);
  const { database: from, cache } = options;
  const decide = decisionsOf(options);
  const database = await databaseOf(from, folders);
  const layerCache = cache === false ? undefined : (cache ?? layerCachePath(folders));
  try {
    const report = await scanTarget(target, options, {
      database,
      ...(layerCache === undefined ? {} : { layerCache }),
    });
    return decide(report);
  } finally {
    database.close();
  }
}

/** Read before any work is done, so that a broken document costs no scan. */
function decisionsOf({ vex, ignoreFiles, now }: ScanSettings): (report: Report) => Report {
  if (vex === undefined && ignoreFiles === undefined) return (report) => report;
  const vexFiles = readVexFiles(vex ?? []);
  const ignored = readIgnoreFiles(ignoreFiles ?? []);
  return (report) =>
    applyDecisions(report, {
      vexFiles,
      ignoreFiles: ignored,
      now: now ?? new Date(systemClock.now()),
    });
}

function databaseOf(
  from: ScanSettings['database'],
  folders: ReturnType<typeof standardFolders>,
): Promise<AdvisoryDatabase> {
  if (typeof from === 'object') return Promise.resolve(givenDatabase(from.advisories));
  return openDatabaseFor(folders, from);
}

async function scanTarget(
  target: ScanTarget,
  options: ScanSettings,
  base: Pick<ScanOptions, 'database' | 'layerCache'>,
): Promise<Report> {
  const {
    now,
    database: _database,
    cache: _cache,
    platform,
    insecure,
    offline,
    as,
    vex: _vex,
    ignoreFiles: _ignored,
    ...rest
  } = options;
  // Advisories that the caller holds in memory have no age.
  const inMemory = typeof options.database === 'object';
  const how: ScanOptions = {
    ...rest,
    ...base,
    clock: now === undefined ? systemClock : fixedClock(now.getTime()),
    match: { ...(inMemory ? { staleAfterDays: Number.POSITIVE_INFINITY } : {}), ...options.match },
  };
  if ('sbom' in target) return scanSubject(openFolder(target.sbom, 'sbom'), how);
  if ('rootfs' in target) return scanSubject(openFolder(target.rootfs, 'installed'), how);
  if ('path' in target) return scanSubject(openPath(target.path, as), how);
  const image = await openImage({
    reference: target.image,
    ...(platform === undefined ? {} : { platform }),
    ...(insecure === undefined ? {} : { insecure }),
    ...(offline === undefined ? {} : { offline }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  try {
    const subject = { kind: 'image', name: target.image, image: image.subject } as const;
    return await scanSubject({ subject, profile: 'installed', image }, how);
  } finally {
    await image.close();
  }
}
