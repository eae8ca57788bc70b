import type { OpenImage } from '../image/contract.ts';
import { mergeLayers } from '../image/tree.ts';
import type { CaptureRequest } from '../image/tree.ts';
import { openCacheFolder } from '../io/cache-folder.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import { systemClock } from '../io/clock.ts';
import type { Clock } from '../io/clock.ts';
import { ecosystemOf } from '../model/index.ts';
import type { Finding, Package, Report, ReportNote, Subject } from '../model/index.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { inventoryName, readInventory, writeInventory } from '../scan/layer-cache.ts';
import { judgementName, readJudgement, writeJudgement } from '../scan/match-cache.ts';
import { takeInventory } from '../scan/inventory.ts';
import type { Inventory } from '../scan/inventory.ts';
import type { AnalysisProfile, AnalysisRequest, AnalyzedFile } from '../scan/layer-analysis.ts';
import { endOfLifeFinding, endOfLifeOf } from '../scan/life.ts';
import type { MatchOptions, MatchResult } from '../scan/match/contract.ts';
import { matchPackages } from '../scan/match/match-packages.ts';
import { planUpgrades } from '../scan/match/upgrades.ts';
import { analyzeIncluded } from './analyze-included.ts';
import { analyzeLayers } from './analyze-layers.ts';
import type { AnalyzeOptions, LayerProgress } from './analyze-layers.ts';

/** What to scan, once it is open: an image, an unpacked system or a source tree. */
export interface ScanSubject {
  readonly subject: Subject;
  readonly profile: AnalysisProfile;
  readonly image: Pick<OpenImage, 'layers' | 'notes'>;
}

/** How to scan. */
export interface ScanOptions {
  /** Folder of remembered layers; undefined remembers nothing. */
  readonly layerCache?: string;
  /** Bytes the layer cache may hold. */
  readonly layerCacheLimit?: number;
  readonly database: AdvisoryDatabase | undefined;
  readonly clock?: Clock;
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  /** Undefined looks at both. */
  readonly packageTypes?: readonly ('os' | 'library')[];
  readonly devDependencies?: boolean;
  readonly match?: MatchOptions;
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LayerProgress) => void;
}

const defaultCacheLimit = 2 * 2 ** 30;

/** Looks into an open subject and judges what it finds. */
export async function scanSubject(target: ScanSubject, options: ScanOptions): Promise<Report> {
  const cache = options.layerCache === undefined ? undefined : openCacheFolder(options.layerCache);
  return judge(target, await inventoryOf(target, options, cache), { ...options, cache });
}

/** An inventory, and the name it is remembered by. */
interface NamedInventory {
  readonly name: string | undefined;
  readonly inventory: Inventory;
}

async function inventoryOf(
  target: ScanSubject,
  options: ScanOptions,
  cache: CacheFolder | undefined,
): Promise<NamedInventory> {
  const { layers } = target.image;
  const how: AnalyzeOptions = {
    cache,
    cacheLimit: options.layerCacheLimit ?? defaultCacheLimit,
    parallel: options.parallel,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const { profile } = target;
  const { skipDirs = [], skipFiles = [] } = options;
  const requests = layers.map((layer) => ({ layer, profile, skipDirs, skipFiles }));
  const name = cache === undefined ? undefined : inventoryName(requests);
  const known = cache === undefined || name === undefined ? undefined : readInventory(cache, name);
  if (known !== undefined) return { name, inventory: known };
  const analyses = await analyzeLayers(requests, how);
  const tree = mergeLayers(analyses.map(({ facts }) => facts));
  const linked = await analyzeLinked(requests, tree.requests, how);
  const included = await analyzeIncluded(requests, analyses, how);
  const inventory = takeInventory({ layers, analyses, tree, linked: [...linked, ...included] });
  if (cache !== undefined && name !== undefined) writeInventory(cache, name, inventory);
  return { name, inventory };
}

/** Reads the files that only wanted links lead to, under the names of the links. */
async function analyzeLinked(
  requests: readonly AnalysisRequest[],
  wanted: readonly CaptureRequest[],
  how: AnalyzeOptions,
): Promise<{ layer: number; file: AnalyzedFile }[]> {
  const again = [...Map.groupBy(wanted, ({ layer }) => layer)].flatMap(([layer, files]) => {
    const request = requests[layer];
    if (request === undefined) return [];
    return [{ ...request, only: files.map(({ path, links }) => ({ path, as: links })) }];
  });
  const analyses = await analyzeLayers(again, how);
  return again.flatMap(({ layer }, at) =>
    (analyses[at]?.files ?? []).map((file) => ({ layer: layer.index, file })),
  );
}

/** The packages that were asked for. */
function chosen(packages: readonly Package[], options: ScanOptions): readonly Package[] {
  const types = options.packageTypes ?? ['os', 'library'];
  const dev = options.devDependencies === true;
  return packages.filter(
    (pkg) => types.includes(isSystem(pkg) ? 'os' : 'library') && (dev || pkg.dev !== true),
  );
}

function isSystem(pkg: Package): boolean {
  return ecosystemOf(pkg.type)?.class === 'os-pkgs';
}

function judge(
  target: ScanSubject,
  named: NamedInventory,
  options: ScanOptions & { readonly cache: CacheFolder | undefined },
): Report {
  const { inventory } = named;
  const now = new Date((options.clock ?? systemClock).now());
  const { database } = options;
  const { os, errors } = inventory;
  const packages = chosen(inventory.packages, options);
  const matched = matchInventory(named, packages, { ...options, now });
  const life = os === undefined ? undefined : endOfLifeOf(os, database, now);
  const ended = os === undefined ? undefined : endOfLifeFinding(os, life, now);
  const findings: Finding[] =
    ended === undefined ? [...matched.findings] : [ended, ...matched.findings];
  const notes: ReportNote[] = [...target.image.notes, ...matched.notes];
  return {
    subject: target.subject,
    status: errors.length === 0 ? 'complete' : 'partial',
    errors,
    ...(os === undefined ? {} : { os: life === undefined ? os : { ...os, endOfLife: life } }),
    packages,
    findings,
    suppressed: matched.suppressed,
    checks: [],
    coverage: matched.coverage,
    ...(database?.info === undefined ? {} : { database: database.info }),
    notes,
    upgrades: planUpgrades({ findings, packages }),
  };
}

/** What matching says of an inventory, from memory where exactly this was judged before. */
function matchInventory(
  { name, inventory }: NamedInventory,
  packages: readonly Package[],
  how: ScanOptions & { readonly cache: CacheFolder | undefined; readonly now: Date },
): MatchResult {
  const { cache, now, database, match = {} } = how;
  const { os, errors } = inventory;
  const stored =
    cache === undefined || name === undefined || database === undefined || errors.length > 0
      ? undefined
      : judgementName({
          inventory: name,
          database,
          now,
          options: match,
          chosen: [how.packageTypes, how.devDependencies],
        });
  const known =
    cache === undefined || stored === undefined ? undefined : readJudgement(cache, stored);
  if (known !== undefined) return known;
  const judged = new Set(packages);
  const matched = matchPackages(packages, {
    os,
    database,
    now,
    options: match,
    // A report on libraries alone still needs the vendor's word on those it installed.
    witnesses: inventory.packages.filter((pkg) => isSystem(pkg) && !judged.has(pkg)),
  });
  if (cache !== undefined && stored !== undefined) {
    writeJudgement(cache, stored, matched);
    cache.prune(how.layerCacheLimit ?? defaultCacheLimit);
  }
  return matched;
}
