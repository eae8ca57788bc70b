import type { LayerFacts } from './layer-facts.ts';
import { folderOf } from './layer-path.ts';
import { HashTable, pathHash } from './path-hash.ts';

/** A path somebody asks about, and the layers (ascending) that do something to it. */
interface Node {
  readonly path: string;
  /** Layers with an entry here that is no folder, that is a folder, that is a whiteout, that hide what is below. */
  entryIn: number[] | undefined;
  folderIn: number[] | undefined;
  whiteoutIn: number[] | undefined;
  opaqueIn: number[] | undefined;
}

/**
 * Answers which layer hides a path. Only paths that were asked for get a node; the entries of the
 * layers, which may be millions, are streamed past a table of those nodes.
 */
export class TreeNodes {
  readonly #nodes = new Map<string, Node>();

  /** Paths asked for so far, folders above them included. */
  get size(): number {
    return this.#nodes.size;
  }

  /** Asks for a path and the folders above it; before `read`. */
  add(path: string): void {
    for (let at = path; !this.#nodes.has(at); at = folderOf(at)) {
      this.#nodes.set(at, {
        path: at,
        entryIn: undefined,
        folderIn: undefined,
        whiteoutIn: undefined,
        opaqueIn: undefined,
      });
      if (at === '') return;
    }
  }

  /** Streams the layers, bottom first, past the paths that were asked for. */
  read(layers: readonly (LayerFacts | undefined)[]): void {
    const nodes = [...this.#nodes.values()];
    const table = new HashTable();
    for (const [index, { path }] of nodes.entries()) table.add(pathHash(path), index);
    for (const [layer, facts] of layers.entries()) {
      if (facts === undefined) continue;
      for (const hash of facts.nonDirectories) {
        const node = nodes[table.get(hash)];
        if (node !== undefined) node.entryIn = noted(node.entryIn, layer);
      }
      for (const hash of facts.directories) {
        const node = nodes[table.get(hash)];
        if (node !== undefined) node.folderIn = noted(node.folderIn, layer);
      }
      for (const path of facts.whiteouts) {
        const node = this.#nodes.get(path);
        if (node !== undefined) node.whiteoutIn = noted(node.whiteoutIn, layer);
      }
      for (const path of facts.opaque) {
        const node = this.#nodes.get(path);
        if (node !== undefined) node.opaqueIn = noted(node.opaqueIn, layer);
      }
    }
  }

  /** The lowest layer above `layer` that hides what `layer` has at `path`; undefined when it shows to the end. */
  hiddenBy(path: string, layer: number): number | undefined {
    const node = this.#nodes.get(path);
    if (node === undefined) return undefined;
    let by = Math.min(
      after(node.entryIn, layer),
      after(node.folderIn, layer),
      after(node.whiteoutIn, layer),
    );
    for (let at = path; at !== '';) {
      at = folderOf(at);
      const above = this.#nodes.get(at);
      if (above === undefined) break;
      by = Math.min(
        by,
        after(above.entryIn, layer),
        after(above.whiteoutIn, layer),
        after(above.opaqueIn, layer),
      );
    }
    return Number.isFinite(by) ? by : undefined;
  }

  /** The layer whose entry (no folder) stands at `path` at the end; undefined when there is none. */
  entryAt(path: string): number | undefined {
    const top = this.#nodes.get(path)?.entryIn?.at(-1);
    return top === undefined || this.hiddenBy(path, top) !== undefined ? undefined : top;
  }
}

function noted(layers: number[] | undefined, layer: number): number[] {
  if (layers === undefined) return [layer];
  if (layers.at(-1) !== layer) layers.push(layer);
  return layers;
}

/** The first of ascending layers above `layer`, or infinity. */
function after(layers: readonly number[] | undefined, layer: number): number {
  return layers?.find((at) => at > layer) ?? Number.POSITIVE_INFINITY;
}
