import { serveJobs } from '../io/workers.ts';
import { analyzeTogether } from '../scan/layer-analysis.ts';
import type { AnalysisRequest } from '../scan/layer-analysis.ts';

/** Body of a worker thread: analyses one group of layers after another. */
serveJobs((job, progress) =>
  analyzeTogether(job as readonly AnalysisRequest[], { onProgress: (bytes) => progress(bytes) }),
);
