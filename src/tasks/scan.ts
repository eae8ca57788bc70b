import type { OpenImage } from '../image/contract.ts';
import { openCacheFolder } from '../io/cache-folder.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import { systemClock } from '../io/clock.ts';
import type { Clock } from '../io/clock.ts';
import { ecosystemOf } from '../model/index.ts';
import type { Finding, Package, Report, ReportError, ReportNote, Subject } from '../model/index.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { judgementName, readJudgement, writeJudgement } from '../scan/match-cache.ts';
import type { AnalysisProfile } from '../scan/layer-analysis.ts';
import { endOfLifeFinding, endOfLifeOf } from '../scan/life.ts';
import type { MatchOptions, MatchResult } from '../scan/match/contract.ts';
import { matchPackages } from '../scan/match/match-packages.ts';
import { planUpgrades } from '../scan/match/upgrades.ts';
import type { Inventory } from '../scan/inventory.ts';
import { inventoryOf, usualCacheLimit } from './look-inside.ts';
import type { LookOptions, NamedInventory } from './look-inside.ts';
import { judgedByRules, withJudgement } from './image-rules.ts';
import { usualScanners } from './scanners.ts';
import type { Scanner } from './scanners.ts';

/** What to scan, once it is open: an image, an unpacked system or a source tree. */
export interface ScanSubject {
  readonly subject: Subject;
  readonly profile: Extract<AnalysisProfile, 'installed' | 'lockfile' | 'sbom'>;
  readonly image: Pick<OpenImage, 'layers' | 'notes' | 'configuration'>;
  /** A single file is read as if it lay at this path. */
  readonly readAs?: string;
  /** How it is read when reading it by its profile finds nothing at all. */
  readonly otherwise?: AnalysisProfile;
  /** What is known to be missing of its packages before anything is read. */
  readonly errors?: readonly ReportError[];
}

/** How to scan. */
export interface ScanOptions extends LookOptions {
  /** Folder of remembered layers; undefined remembers nothing. */
  readonly layerCache?: string;
  readonly database: AdvisoryDatabase | undefined;
  /** Settles when the database is known to be whole; layers are read meanwhile, nothing is judged before. */
  readonly verified?: Promise<void>;
  readonly clock?: Clock;
  /** Undefined looks at both. */
  readonly packageTypes?: readonly ('os' | 'library')[];
  readonly devDependencies?: boolean;
  /** What to look for; in a bill of materials there is nothing but packages. Undefined: `vuln` and `secret`. */
  readonly scanners?: readonly Scanner[];
  /** True follows the settings that other tools keep in the current folder, where configuration is judged. */
  readonly toolSettings?: boolean;
  readonly match?: MatchOptions;
}

/** Looks into an open subject and judges what it finds. */
export async function scanSubject(target: ScanSubject, options: ScanOptions): Promise<Report> {
  const cache = options.layerCache === undefined ? undefined : openCacheFolder(options.layerCache);
  const { profile, image } = target;
  const scanners =
    profile === 'sbom' ? (['vuln'] as const) : unique(options.scanners ?? usualScanners);
  const named = await whileVerified(options, (signal) =>
    lookedInto(target, { ...options, ...signal, scanners }, cache),
  );
  const report = scanners.includes('vuln')
    ? { ...judge(target, named, { ...options, cache }), scanners }
    : { ...withoutPackages(target, named.inventory), scanners };
  const now = new Date((options.clock ?? systemClock).now());
  const judgement = await judgedByRules(
    {
      subject: target.subject,
      configuration: image.configuration,
      inventory: named.inventory,
      vulnerabilities: scanners.includes('vuln') ? report.findings : undefined,
      // The configuration of a tree is files, which rules of their own judge.
      scanners: scanners.filter((one) => profile === 'installed' || one !== 'misconfig'),
      now,
    },
    cache,
  );
  const judged = withJudgement(report, judgement, scanners);
  if (profile !== 'lockfile' || !scanners.includes('misconfig')) return judged;
  const [place] = image.layers.flatMap(({ bytes }) => (bytes.kind === 'directory' ? [bytes] : []));
  if (place === undefined) return judged;
  const { checkTree } = await import('./check-tree.ts');
  return withConfiguration(judged, await checkTree(place, { ...options, now }));
}

function unique(scanners: readonly Scanner[]): readonly Scanner[] {
  return (['vuln', 'misconfig', 'secret'] as const).filter((one) => scanners.includes(one));
}

/** Looks for what was asked only: a source tree has no memory that would want the rest. */
async function lookedInto(
  target: ScanSubject,
  options: ScanOptions & { readonly scanners: readonly Scanner[] },
  cache: CacheFolder | undefined,
): Promise<NamedInventory> {
  const { profile, otherwise, readAs, image, errors = [] } = target;
  const { scanners } = options;
  const texts = scanners.includes('secret');
  const packages = scanners.includes('vuln');
  const source = !texts ? 'lockfile' : packages ? 'source' : 'text';
  const wanted = profile === 'lockfile' ? source : profile;
  const layers = wanted === 'lockfile' && !packages ? [] : image.layers;
  const as = readAs === undefined ? {} : { readAs };
  const first = await inventoryOf({ profile: wanted, layers, ...as }, options, cache);
  if (otherwise !== undefined && packages && isEmpty(first.inventory)) {
    const { marked } = first.inventory;
    const second = await inventoryOf({ profile: otherwise, layers, ...as }, options, cache);
    return { name: undefined, inventory: { ...second.inventory, marked } };
  }
  if (errors.length === 0 || !packages) return first;
  const { inventory } = first;
  return { name: undefined, inventory: { ...inventory, errors: [...errors, ...inventory.errors] } };
}

function isEmpty({ packages, errors }: Inventory): boolean {
  return packages.length + errors.length === 0;
}

/** The report with what the rules say of the configuration in a tree. */
function withConfiguration(report: Report, configuration: Report): Report {
  const errors = [...report.errors, ...configuration.errors];
  return {
    ...report,
    status: errors.length === 0 ? report.status : 'partial',
    errors,
    findings: [...report.findings, ...configuration.findings],
    suppressed: [...report.suppressed, ...configuration.suppressed],
    checks: [...report.checks, ...configuration.checks],
    notes: [...report.notes, ...configuration.notes],
  };
}

/** Does `work` while the database is verified; when it turns out damaged, nothing more is read for it. */
async function whileVerified<Result>(
  { verified, signal }: ScanOptions,
  work: (signal: Pick<LookOptions, 'signal'>) => Promise<Result>,
): Promise<Result> {
  if (verified === undefined) return work({});
  const damage = new AbortController();
  verified.catch((error: unknown) => damage.abort(error));
  const signals = signal === undefined ? [] : [signal];
  try {
    return await work({ signal: AbortSignal.any([...signals, damage.signal]) });
  } finally {
    // Its own error comes before that of work that was stopped for it.
    if (signal?.aborted !== true) await verified;
  }
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

/** A report that says nothing of packages, because nobody asked. */
function withoutPackages({ subject, image }: ScanSubject, { os, errors }: Inventory): Report {
  return {
    subject,
    status: errors.length === 0 ? 'complete' : 'partial',
    errors,
    ...(os === undefined ? {} : { os }),
    packages: [],
    findings: [],
    suppressed: [],
    checks: [],
    coverage: [],
    notes: image.notes,
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
    cache.prune(how.layerCacheLimit ?? usualCacheLimit);
  }
  return matched;
}
