import type { CacheFolder } from '../io/cache-folder.ts';
import { turnOfLoop } from '../io/clock.ts';
import { startWorkers, usefulThreads } from '../io/workers.ts';
import type { WorkerPool } from '../io/workers.ts';
import { analyzeTogether } from '../scan/layer-analysis.ts';
import type { AnalysisRequest, LayerAnalysis } from '../scan/layer-analysis.ts';
import { cacheName, readCached, writeCached } from '../scan/layer-cache.ts';

/** How layers are read. */
export interface AnalyzeOptions {
  readonly cache: CacheFolder | undefined;
  /** Bytes the cache may hold. */
  readonly cacheLimit: number;
  /** Most threads to start; undefined for as many as there are cores. */
  readonly parallel: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: LayerProgress) => void) | undefined;
}

/** Progress over all layers; bytes as stored. */
export interface LayerProgress {
  readonly layers: number;
  readonly done: number;
  readonly bytes: number;
  /** Bytes of all layers that are read, when every one is known. */
  readonly total?: number;
}

/** Below this many stored bytes a second thread costs more than it brings. */
const threadWorth = 8 * 2 ** 20;

interface Job {
  readonly request: AnalysisRequest;
  readonly name: string | undefined;
}

/**
 * The analysis of every layer, in order: remembered ones from the cache, the others read, largest
 * first, on several threads. A layer that cannot be read throws; a layer with damaged parts has
 * problems in its facts.
 */
export async function analyzeLayers(
  requests: readonly AnalysisRequest[],
  options: AnalyzeOptions,
): Promise<readonly LayerAnalysis[]> {
  const { cache } = options;
  const found = new Map<AnalysisRequest, LayerAnalysis>();
  const missing: Job[] = [];
  for (const request of requests) {
    const name = cache === undefined ? undefined : cacheName(request);
    const cached = name === undefined || cache === undefined ? undefined : readCached(cache, name);
    if (cached === undefined) missing.push({ request, name });
    else found.set(request, cached);
  }
  await analyzeMissing(missing, requests.length, found, options);
  if (missing.some(({ name }) => name !== undefined)) cache?.prune(options.cacheLimit);
  return requests.map((request) => {
    const analysis = found.get(request);
    if (analysis !== undefined) return analysis;
    throw new RangeError(`Cannot find the analysis of layer ${request.layer.index}`);
  });
}

async function analyzeMissing(
  jobs: readonly Job[],
  layers: number,
  found: Map<AnalysisRequest, LayerAnalysis>,
  options: AnalyzeOptions,
): Promise<void> {
  if (jobs.length === 0) return;
  options.signal?.throwIfAborted();
  const groups = groupsOf(jobs);
  const tell = progressOf(jobs, layers, () => found.size, options);
  const pool = poolFor(groups, options);
  const stop = (): void => void pool?.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  const runOne = async (group: readonly Job[]): Promise<void> => {
    const requests = group.map(({ request }) => request);
    const onProgress = (amount: unknown): void => tell(group, Number(amount));
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const analyses =
      pool === undefined
        ? await analyzeTogether(requests, { onProgress, ...signal })
        : await pool.run(requests, onProgress);
    for (const [at, { request, name }] of group.entries()) {
      const analysis = analyses[at];
      if (analysis === undefined) continue;
      found.set(request, analysis);
      const { cache } = options;
      if (name !== undefined && cache !== undefined) writeCached(cache, name, analysis);
    }
    tell(
      group,
      group.reduce((sum, { request }) => sum + (storedSize(request) ?? 0), 0),
    );
  };
  try {
    if (pool === undefined) {
      // Small layers end before their reading would let the progress line move.
      for (const group of groups) {
        await runOne(group);
        await turnOfLoop();
        options.signal?.throwIfAborted();
      }
    } else await Promise.all(groups.map(runOne));
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pool?.close();
  }
  if (options.signal?.aborted === true) throw options.signal.reason;
}

/** Layers to read together (those of one compressed archive), the largest group first. */
function groupsOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const groups = Map.groupBy(jobs, (job) => {
    const { bytes } = job.request.layer;
    return bytes.kind === 'packed' ? bytes.path : job;
  });
  return [...groups.values()].sort((a, b) => groupSize(b) - groupSize(a));
}

function groupSize(group: readonly Job[]): number {
  return group.reduce((sum, { request }) => sum + sizeOf(request), 0);
}

/** Adds up the progress of groups; an amount never goes back, so that of an unknown size only says that something ended. */
function progressOf(
  jobs: readonly Job[],
  layers: number,
  done: () => number,
  options: AnalyzeOptions,
): (group: readonly Job[], amount: number) => void {
  const read = new Map<readonly Job[], number>();
  const sizes = jobs.map(({ request }) => storedSize(request));
  const known = sizes.every((size) => size !== undefined);
  const total = known ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
  return (group, amount) => {
    read.set(group, Math.max(amount, read.get(group) ?? 0));
    const bytes = [...read.values()].reduce((sum, value) => sum + value, 0);
    options.onProgress?.({
      layers,
      done: done(),
      bytes,
      ...(total === undefined ? {} : { total }),
    });
  };
}

function poolFor(
  groups: readonly (readonly Job[])[],
  options: AnalyzeOptions,
): WorkerPool<readonly AnalysisRequest[], readonly LayerAnalysis[]> | undefined {
  const total = groups.reduce((sum, group) => sum + groupSize(group), 0);
  // Also for a single large layer: the main thread must stay free for signals and progress.
  if (total < threadWorth || options.parallel === 0) return undefined;
  const entry = new URL('./layer-worker.ts', import.meta.url);
  return startWorkers(entry, usefulThreads(groups.length, options.parallel));
}

/** Stored bytes of a layer, when somebody knows. */
function storedSize({ layer: { bytes, size } }: AnalysisRequest): number | undefined {
  return bytes.kind === 'file' || bytes.kind === 'packed' ? bytes.length : size;
}

/**
 * Stored bytes for choosing threads. An unpacked folder of a daemon's store counts as large,
 * because nobody knows; a source tree as small: its walk lets the main thread breathe.
 */
function sizeOf(request: AnalysisRequest): number {
  const { bytes } = request.layer;
  if (bytes.kind === 'directory' && bytes.plain === true) return 0;
  return storedSize(request) ?? threadWorth;
}
