import { standardFolders } from '../io/folders.ts';
import { fixedClock, systemClock } from '../io/clock.ts';
import { surroundings } from '../io/process.ts';
import type { Advisory, Report } from '../model/index.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import type { MatchOptions } from '../scan/match/contract.ts';
import { layerCachePath } from './clean.ts';
import { openDatabaseFor } from './open-database.ts';
import { openFolder } from './open-folder.ts';
import { openImage } from './open-image.ts';
import { scanSubject } from './scan.ts';
import type { ScanOptions } from './scan.ts';
import type { Scanner } from './scanners.ts';

/** What `scan` looks into: an image by reference (`alpine:3.20`, `oci-dir:./layout`), a folder or file with lockfiles, or a bill of materials. */
export type ScanTarget =
  | { readonly image: string }
  | { readonly path: string }
  | { readonly sbom: string };

/** How `scan` looks; everything has a default. */
export interface ScanSettings {
  /** Path of a database that `plimsoll db` built, or advisories in memory; absent: the user's database, else the starter set. */
  readonly database?: string | { readonly advisories: readonly Advisory[] };
  /** Folder for remembered layers; false remembers nothing. Absent: the user's cache. */
  readonly cache?: string | false;
  /** `linux/arm64`; absent: this machine's. */
  readonly platform?: string;
  /** Allows plain HTTP and unknown certificates. */
  readonly insecure?: boolean;
  /** Uses no network. */
  readonly offline?: boolean;
  readonly devDependencies?: boolean;
  /** What to look for in an image; absent: `vuln` and `secret`. */
  readonly scanners?: readonly Scanner[];
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  readonly match?: MatchOptions;
  /** The time to judge by; the machine's clock when absent. */
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/**
 * Scans an image, or the lockfiles of a source tree.
 *
 * ```ts
 * const report = await scan({ path: './services/cart' });
 * const severe = report.findings.filter(({ severity }) => severity === 'critical');
 * ```
 * @throws {ImageError} when the target is not there or is no image.
 * @throws {ScanError} when the database cannot be used.
 */
export async function scan(target: ScanTarget, options: ScanSettings = {}): Promise<Report> {
  const folders = standardFolders(surroundings().environment);
  const { database: from, cache } = options;
  const database = await databaseOf(from, folders);
  const layerCache = cache === false ? undefined : (cache ?? layerCachePath(folders));
  try {
    return await scanTarget(target, options, {
      database,
      ...(layerCache === undefined ? {} : { layerCache }),
    });
  } finally {
    database.close();
  }
}

function databaseOf(
  from: ScanSettings['database'],
  folders: ReturnType<typeof standardFolders>,
): Promise<AdvisoryDatabase> {
  if (typeof from === 'object') return Promise.resolve(memoryDatabase(from));
  return openDatabaseFor(folders, from);
}

async function scanTarget(
  target: ScanTarget,
  options: ScanSettings,
  base: Pick<ScanOptions, 'database' | 'layerCache'>,
): Promise<Report> {
  const { now, database: _database, cache: _cache, platform, insecure, offline, ...rest } = options;
  // Advisories that the caller holds in memory have no age.
  const inMemory = typeof options.database === 'object';
  const how: ScanOptions = {
    ...rest,
    ...base,
    clock: now === undefined ? systemClock : fixedClock(now.getTime()),
    match: { ...(inMemory ? { staleAfterDays: Number.POSITIVE_INFINITY } : {}), ...options.match },
  };
  if ('sbom' in target) return scanSubject(openFolder(target.sbom, 'sbom'), how);
  if ('path' in target) return scanSubject(openFolder(target.path, 'lockfile'), how);
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
