import type { LayerRef } from '../image/contract.ts';
import type { AnalysisRequest, AnalyzedFile, LayerAnalysis } from '../scan/layer-analysis.ts';
import { analyzeLayers } from './analyze-layers.ts';
import type { AnalyzeOptions } from './analyze-layers.ts';
import { append } from '../model/append.ts';

/** Files that include one another in a row; real ones do so three times at most. */
const rounds = 16;
/** Files that are included in all, whatever a stranger's file asks for. */
const most = 1000;

/**
 * Reads the files of a source tree that others include under names which tell nothing (`-r base.in`),
 * until nothing new is asked for. An image has no such tree: there the files it names may lie in any
 * layer, and what counts is what is installed.
 */
export async function analyzeIncluded(
  requests: readonly AnalysisRequest[],
  analyses: readonly LayerAnalysis[],
  how: AnalyzeOptions,
): Promise<{ layer: number; file: AnalyzedFile }[]> {
  const [request] = requests;
  const isTree = request?.profile === 'lockfile' || request?.profile === 'source';
  if (!isTree || requests.length !== 1) return [];
  const found: AnalyzedFile[] = [];
  const asked = new Set(analyses.flatMap(({ files }) => files.map(keyOf)));
  let pending = analyses.flatMap(({ files }) => files);
  for (let round = 0; round < rounds && found.length < most; round += 1) {
    const wanted = pending
      .flatMap(({ result }) => result.includes ?? [])
      .filter((one) => !asked.has(keyOf(one)))
      .slice(0, most);
    if (wanted.length === 0) break;
    for (const one of wanted) asked.add(keyOf(one));
    const only = [...Map.groupBy(wanted, ({ path }) => path)].map(([path, readers]) => ({
      path,
      as: [path],
      by: [...new Set(readers.map(({ analyzer }) => analyzer))],
    }));
    const [analysis] = await analyzeLayers([{ ...request, layer: around(request), only }], how);
    pending = [...(analysis?.files ?? [])];
    append(found, pending);
  }
  return found.map((file) => ({ layer: request.layer.index, file }));
}

/** A single file includes those beside it. */
function around({ layer }: AnalysisRequest): LayerRef {
  const { bytes } = layer;
  if (bytes.kind !== 'directory' || bytes.file === undefined) return layer;
  const { file: _file, ...folder } = bytes;
  return { ...layer, bytes: folder };
}

function keyOf({ path, analyzer }: { readonly path: string; readonly analyzer: string }): string {
  return `${analyzer}\0${path}`;
}
