import type { CacheFolder } from '../io/cache-folder.ts';
import { startWorkers, usefulThreads } from '../io/workers.ts';
import type { WorkerPool } from '../io/workers.ts';
import { analyzeLayer } from '../scan/layer-analysis.ts';
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
  const queue = jobs.toSorted((a, b) => sizeOf(b.request) - sizeOf(a.request));
  const bytes = new Map<number, number>();
  const sizes = jobs.map(({ request }) => storedSize(request));
  const total = sizes.reduce(
    (sum: number | undefined, size) =>
      sum === undefined || size === undefined ? undefined : sum + size,
    0,
  );
  const tell = (index: number, amount: number): void => {
    bytes.set(index, amount);
    const read = [...bytes.values()].reduce((sum, value) => sum + value, 0);
    options.onProgress?.({
      layers,
      done: found.size,
      bytes: read,
      ...(total === undefined ? {} : { total }),
    });
  };
  const pool = poolFor(queue, options);
  const stop = (): void => void pool?.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  const runOne = async ({ request, name }: Job): Promise<void> => {
    const { index } = request.layer;
    const onProgress = (amount: unknown): void => tell(index, Number(amount));
    const analysis =
      pool === undefined
        ? await analyzeLayer(request, {
            onProgress,
            ...(options.signal === undefined ? {} : { signal: options.signal }),
          })
        : await pool.run(request, onProgress);
    found.set(request, analysis);
    tell(index, bytes.get(index) ?? 0);
    if (name !== undefined && options.cache !== undefined)
      writeCached(options.cache, name, analysis);
  };
  try {
    if (pool === undefined) for (const job of queue) await runOne(job);
    else await Promise.all(queue.map(runOne));
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pool?.close();
  }
  if (options.signal?.aborted === true) throw options.signal.reason;
}

function poolFor(
  queue: readonly Job[],
  options: AnalyzeOptions,
): WorkerPool<AnalysisRequest, LayerAnalysis> | undefined {
  const total = queue.reduce((sum, { request }) => sum + sizeOf(request), 0);
  // Also for a single large layer: the main thread must stay free for signals and progress.
  if (total < threadWorth || options.parallel === 0) return undefined;
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.js',
    import.meta.url,
  );
  return startWorkers(entry, usefulThreads(queue.length, options.parallel));
}

/** Stored bytes of a layer, when somebody knows. */
function storedSize({ layer: { bytes, size } }: AnalysisRequest): number | undefined {
  return bytes.kind === 'file' ? bytes.length : size;
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
