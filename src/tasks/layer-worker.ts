import { serveJobs } from '../io/workers.ts';
import { analyzeLayer } from '../scan/layer-analysis.ts';
import type { AnalysisRequest } from '../scan/layer-analysis.ts';

/** Body of a worker thread: analyses one layer after another. */
serveJobs((job, progress) =>
  analyzeLayer(job as AnalysisRequest, { onProgress: (bytes) => progress(bytes) }),
);
