import type { LayerRef, OpenImage } from '../image/contract.ts';
import { mergeLayers } from '../image/tree.ts';
import type { CaptureRequest } from '../image/tree.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import type { Location } from '../model/index.ts';
import { takeInventory } from '../scan/inventory.ts';
import type { Inventory } from '../scan/inventory.ts';
import { inventoryName, readInventory, writeInventory } from '../scan/layer-cache.ts';
import type {
  AnalysisProfile,
  AnalysisRequest,
  AnalyzedFile,
  LayerAnalysis,
} from '../scan/layer-analysis.ts';
import { analyzeIncluded } from './analyze-included.ts';
import { analyzeLayers } from './analyze-layers.ts';
import type { AnalyzeOptions, LayerProgress } from './analyze-layers.ts';
import { withShownInstructions } from './without-credentials.ts';

/** What is looked into. */
export interface LookedInto extends Pick<OpenImage, 'layers'> {
  readonly profile: AnalysisProfile;
  /** The one file there is read as if it lay at this path. */
  readonly readAs?: string;
}

/** How layers are looked into. */
export interface LookOptions {
  /** Bytes the layer cache may hold. */
  readonly layerCacheLimit?: number;
  readonly skipDirs?: readonly string[];
  readonly skipFiles?: readonly string[];
  readonly parallel?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LayerProgress) => void;
}

/** Bytes that remembered layers may take when nobody says. */
export const usualCacheLimit: number = 2 * 2 ** 30;

/** An inventory, and the name it is remembered by. */
export interface NamedInventory {
  readonly name: string | undefined;
  readonly inventory: Inventory;
}

/** All that is inside an open subject, remembered or read. */
export async function inventoryOf(
  target: LookedInto,
  options: LookOptions,
  cache: CacheFolder | undefined,
): Promise<NamedInventory> {
  const { layers, profile, readAs } = target;
  const how: AnalyzeOptions = {
    cache,
    cacheLimit: options.layerCacheLimit ?? usualCacheLimit,
    parallel: options.parallel,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const { skipDirs = [], skipFiles = [] } = options;
  const requests = layers.map((layer): AnalysisRequest => ({
    layer,
    profile,
    skipDirs,
    skipFiles,
    ...readUnder(layer, readAs),
  }));
  const name = cache === undefined ? undefined : inventoryName(requests);
  const known = cache === undefined || name === undefined ? undefined : readInventory(cache, name);
  if (known !== undefined) return { name, inventory: known };
  const analyses = await analyzeLayers(requests, how);
  const tree = mergeLayers(analyses.map(({ facts }) => facts));
  const linked = await analyzeLinked(requests, tree.requests, how);
  const included = await analyzeIncluded(requests, analyses, how);
  const taken = takeInventory({
    layers: withShownInstructions(layers),
    analyses,
    tree,
    linked: [...linked, ...included, ...(readAs === undefined ? [] : filesOf(analyses))],
  });
  const inventory = underOwnName(taken, requests);
  if (cache !== undefined && name !== undefined) writeInventory(cache, name, inventory);
  return { name, inventory };
}

/** The file of a folder that holds only that, under the path it is read as. */
function readUnder(layer: LayerRef, as: string | undefined): Pick<AnalysisRequest, 'only'> {
  const { bytes } = layer;
  if (as === undefined || bytes.kind !== 'directory' || bytes.file === undefined) return {};
  return { only: [{ path: bytes.file, as: [as] }] };
}

function filesOf(analyses: readonly LayerAnalysis[]): { layer: number; file: AnalyzedFile }[] {
  return analyses.flatMap(({ files }, layer) => files.map((file) => ({ layer, file })));
}

/** People find what they named: a file read as another is told under its own name. */
function underOwnName(inventory: Inventory, [request]: readonly AnalysisRequest[]): Inventory {
  const [only] = request?.only ?? [];
  const [as] = only?.as ?? [];
  if (only === undefined || as === undefined) return inventory;
  const own = (location: Location): Location =>
    location.file?.path === as || location.file?.path.startsWith(`${as}!`) === true
      ? {
          ...location,
          file: { ...location.file, path: only.path + location.file.path.slice(as.length) },
        }
      : location;
  return {
    ...inventory,
    packages: inventory.packages.map((pkg) => ({ ...pkg, locations: pkg.locations.map(own) })),
    errors: inventory.errors.map(({ location, ...error }) => ({
      ...error,
      ...(location === undefined ? {} : { location: own(location) }),
    })),
  };
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
