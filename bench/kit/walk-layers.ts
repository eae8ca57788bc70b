/**
 * Walks the layers of an OCI layout, verified, collecting what a scan collects: on N threads,
 * largest layer first. `walk-layers.ts LAYOUT THREADS`; prints one line of counts.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { LayerRef } from '../../src/image/contract.ts';
import { openInput } from '../../src/image/open.ts';
import { mergeLayers } from '../../src/image/tree.ts';
import type { LayerFacts } from '../../src/image/layer-facts.ts';
import { walkLayer } from '../../src/image/walk.ts';

interface Walked {
  readonly facts: LayerFacts;
  readonly files: number;
}

async function walkOne(ref: LayerRef): Promise<Walked> {
  let files = 0;
  const facts = await walkLayer(ref, {
    wants: (path) =>
      path.endsWith('/package.json') ||
      path.endsWith('/METADATA') ||
      path.startsWith('var/lib/dpkg/'),
    file: (path, _stat, bytes) => {
      files += 1;
      if (path.endsWith('.json')) parse(bytes);
    },
    held: () => 0,
  });
  return { facts, files };
}

function parse(bytes: Uint8Array): void {
  try {
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    // Packages carry broken ones as test data.
  }
}

async function inThreads(layers: readonly LayerRef[], threads: number): Promise<Walked[]> {
  const queue = layers.toSorted((a, b) => (a.size ?? 0) - (b.size ?? 0));
  const results: Walked[] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker(import.meta.filename, { workerData: 'walk' });
    for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
      const { index } = ref;
      worker.postMessage(ref);
      results[index] = await new Promise<Walked>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}

async function main(): Promise<void> {
  const [, , layout = '', threads = '2'] = process.argv;
  const { layers } = await openInput(layout);
  const results: Walked[] = [];
  if (threads === '0') for (const ref of layers) results.push(await walkOne(ref));
  else results.push(...(await inThreads(layers, Number(threads))));
  const tree = mergeLayers(results.map(({ facts }) => facts));
  const entries = results.reduce((total, { facts }) => total + facts.entries, 0);
  const files = results.reduce((total, walked) => total + walked.files, 0);
  const problems = results.flatMap(({ facts }) => facts.problems);
  console.log(
    `${entries} entries, ${files} files, ${tree.files.length} shown, ${problems.length} problems`,
  );
}

if (isMainThread) await main();
else if (workerData === 'walk') {
  parentPort?.on('message', (ref: LayerRef) => {
    void walkOne(ref).then((walked) => parentPort?.postMessage(walked));
  });
}
