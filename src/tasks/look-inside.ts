import type { OpenImage } from '../image/contract.ts';
import { mergeLayers } from '../image/tree.ts';
import type { CaptureRequest } from '../image/tree.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import { takeInventory } from '../scan/inventory.ts';
import type { Inventory } from '../scan/inventory.ts';
import { inventoryName, readInventory, writeInventory } from '../scan/layer-cache.ts';
import type { AnalysisProfile, AnalysisRequest, AnalyzedFile } from '../scan/layer-analysis.ts';
import { analyzeIncluded } from './analyze-included.ts';
import { analyzeLayers } from './analyze-layers.ts';
import type { AnalyzeOptions, LayerProgress } from './analyze-layers.ts';
import { withShownInstructions } from './without-credentials.ts';

/** What is looked into. */
export interface LookedInto extends Pick<OpenImage, 'layers'> {
  readonly profile: AnalysisProfile;
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
  const { layers, profile } = target;
  const how: AnalyzeOptions = {
    cache,
    cacheLimit: options.layerCacheLimit ?? usualCacheLimit,
    parallel: options.parallel,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  const { skipDirs = [], skipFiles = [] } = options;
  const requests = layers.map((layer) => ({ layer, profile, skipDirs, skipFiles }));
  const name = cache === undefined ? undefined : inventoryName(requests);
  const known = cache === undefined || name === undefined ? undefined : readInventory(cache, name);
  if (known !== undefined) return { name, inventory: known };
  const analyses = await analyzeLayers(requests, how);
  const tree = mergeLayers(analyses.map(({ facts }) => facts));
  const linked = await analyzeLinked(requests, tree.requests, how);
  const included = await analyzeIncluded(requests, analyses, how);
  const inventory = takeInventory({
    layers: withShownInstructions(layers),
    analyses,
    tree,
    linked: [...linked, ...included],
  });
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
