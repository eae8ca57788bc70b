import type { LayerRef } from '../image/contract.ts';
import type { FileVersion, MergedTree } from '../image/tree.ts';
import { limits } from '../model/index.ts';
import type { FileMark, Location, MarkedFile } from '../model/index.ts';
import type { AnalyzedFile, LayerAnalysis } from './layer-analysis.ts';
import { byText } from '../model/order.ts';

/** Marked files that are kept of one image; what a stranger puts in beyond that is counted as one error. */
export const mostMarked: number = limits.marked_files.value;

/** Where marks are gathered from. */
export interface MarkSource {
  readonly layers: readonly LayerRef[];
  readonly analyses: readonly LayerAnalysis[];
  readonly tree: MergedTree;
  /** True for what a package of the system, or the way a file was reached, explains. */
  readonly isOwned: (file: AnalyzedFile) => boolean;
  /** Place of a layer, without a file. */
  readonly placeOf: (layer: LayerRef) => Location;
}

/**
 * The marked files of all layers. What a later layer hides is gone, except credentials: whoever may
 * pull the image reads every layer, so they are told with the layer that hides them.
 */
export function markedFiles(source: MarkSource): readonly MarkedFile[] {
  const { layers, analyses, tree, placeOf } = source;
  const byPath = new Map<string, Map<number, readonly FileMark[]>>();
  for (const [layer, { files }] of analyses.entries()) {
    for (const file of files) {
      const { marks } = file.result;
      if (marks === undefined || marks.length === 0 || source.isOwned(file)) continue;
      const layersOfPath = byPath.get(file.path) ?? new Map<number, readonly FileMark[]>();
      layersOfPath.set(layer, [...(layersOfPath.get(layer) ?? []), ...marks]);
      byPath.set(file.path, layersOfPath);
    }
  }
  const at = (layer: number, path: string, line?: number): Location => {
    const ref = layers[layer];
    return {
      ...(ref === undefined ? {} : placeOf(ref)),
      file: { path, ...(line === undefined ? {} : { startLine: line }) },
    };
  };
  const found: MarkedFile[] = [];
  for (const [path, marks] of byPath) {
    for (const { mark, first, hiddenBy } of spans(marks, tree.versions(path))) {
      const hiding = hiddenBy === undefined ? undefined : layers[hiddenBy];
      if (hiding !== undefined && mark.kind !== 'secret') continue;
      const place = at(first, path, mark.line);
      found.push({ ...mark, path, at: place, ...(hiding && { gone: placeOf(hiding) }) });
    }
  }
  return found.toSorted(
    (a, b) =>
      byText(a.kind, b.kind) ||
      byText(a.path, b.path) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      byText(a.what ?? '', b.what ?? ''),
  );
}

interface Span {
  readonly mark: FileMark;
  /** Layer that brought it. */
  readonly first: number;
  /** Layer from which on it shows no more. */
  readonly hiddenBy: number | undefined;
}

/** Each mark of a path once, from the layer that brought it to the one that ends its last content. */
function spans(
  marks: ReadonlyMap<number, readonly FileMark[]>,
  versions: readonly FileVersion[],
): readonly Span[] {
  const found = new Map<string, Span>();
  for (const { layer, hiddenBy } of versions) {
    const times = new Map<string, number>();
    for (const mark of marks.get(layer) ?? []) {
      // Lines move and modes change: a credential is known by what it is, and how often it stands there.
      const name = [mark.kind, mark.kind === 'setuid' ? '' : mark.what, mark.shown].join('\0');
      const time = times.get(name) ?? 0;
      times.set(name, time + 1);
      const key = `${name}\0${time}`;
      const known = mark.kind === 'secret' ? found.get(key) : undefined;
      found.set(
        key,
        known === undefined ? { mark, first: layer, hiddenBy } : { ...known, hiddenBy },
      );
    }
  }
  return [...found.values()];
}
