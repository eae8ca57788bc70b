import { LimitError, limits } from '../model/index.ts';
import { ProblemList } from './capture.ts';
import type { LayerFacts, LayerLink, LayerProblem } from './layer-facts.ts';
import { followLinks } from './links.ts';
import { TreeNodes } from './tree-nodes.ts';

/** A captured file: the path, and the layer whose content it is. */
export interface TreeFile {
  readonly path: string;
  readonly layer: number;
}

/** One content of a path: visible from its own layer on, until another layer hides it. */
export interface FileVersion {
  readonly layer: number;
  /** Layer from which on it does not show any more; undefined when it shows in the finished image. */
  readonly hiddenBy: number | undefined;
}

/** Where a path leads inside the image. */
export type Resolved =
  /** A captured file. */
  | ({ readonly kind: 'file' } & TreeFile)
  /** A file that is there but was not captured, because nobody wanted it under its own path. */
  | ({ readonly kind: 'uncaptured' } & TreeFile)
  | { readonly kind: 'none' }
  /** Links in a circle, or more of them in a row than `link_depth`. */
  | { readonly kind: 'cycle' };

/** A file to be captured in a second walk over `layer`, because wanted links lead to it. */
export interface CaptureRequest extends TreeFile {
  /** The wanted paths that have its content. */
  readonly links: readonly string[];
}

/** The image as a container would see it, restricted to the files that were wanted. */
export interface MergedTree {
  /** Captured files that show in the finished image. */
  readonly files: readonly TreeFile[];
  /** Wanted links that show, and where each leads. */
  readonly links: ReadonlyMap<string, Resolved>;
  readonly requests: readonly CaptureRequest[];
  /** Limits that were reached: links may lead elsewhere than is said. */
  readonly problems: readonly LayerProblem[];
  /** The layer whose content of `path` shows; undefined when none does. Links are not followed. */
  readonly layerOf: (path: string) => number | undefined;
  /** Every captured content of `path`, bottom first. */
  readonly versions: (path: string) => readonly FileVersion[];
  /**
   * The layer that brought something inside a file, such as a package in a package database:
   * `has(layer)` says whether that layer's content of the file holds it. Goes down from the finished
   * image as long as each state of the image below still has it, so that what was removed and came
   * back counts from its return. Undefined when the finished image does not have it.
   */
  readonly introducedIn: (path: string, has: (layer: number) => boolean) => number | undefined;
  /** Follows links from one of the captured or wanted paths, or of those given to `mergeLayers`. */
  readonly resolve: (path: string) => Resolved;
}

/**
 * Merges layers, bottom first: whiteouts and opaque folders hide what lower layers have, a file or
 * link hides a lower folder with all below it, a folder a lower file (OCI image specification,
 * layer.md §Applying Changesets). A layer that could not be read is undefined and hides nothing.
 * `paths` are further paths that `resolve` will be asked for.
 */
export function mergeLayers(
  layers: readonly (LayerFacts | undefined)[],
  paths: readonly string[] = [],
): MergedTree {
  return new Merger(layers, paths).tree();
}

/** Hostile links could branch for ever: paths explored beyond those that were wanted, and the characters in them. */
const mostPaths = 300_000;
const mostCharacters = 16_000_000;

class Merger {
  readonly #nodes = new TreeNodes();
  readonly #problems = new ProblemList();
  readonly #versions = new Map<string, number[]>();
  /** Links of each path by layer, ascending. */
  readonly #links = new Map<string, Map<number, LayerLink>>();
  readonly #wanted = new Set<string>();

  constructor(layers: readonly (LayerFacts | undefined)[], paths: readonly string[]) {
    for (const [layer, facts] of layers.entries()) {
      for (const path of facts?.captured ?? []) this.#addVersion(path, layer);
      for (const link of facts?.links ?? []) this.#addLink(link, layer);
    }
    this.#explore([...this.#wanted, ...paths]);
    this.#nodes.read(layers);
  }

  tree(): MergedTree {
    const links = new Map<string, Resolved>();
    for (const path of this.#wanted) {
      if (this.#visibleLink(path) !== undefined) links.set(path, this.#resolve(path));
    }
    const files = [...this.#versions.keys()].flatMap((path) => {
      const layer = this.#layerOf(path);
      return layer === undefined ? [] : [{ path, layer }];
    });
    return {
      files,
      links,
      requests: requestsOf(links, (path) => this.#layerOf(path)),
      problems: this.#problems.toArray(),
      layerOf: (path) => this.#layerOf(path),
      versions: (path) => this.#versionsOf(path),
      introducedIn: (path, has) => introducedIn(this.#versionsOf(path), has),
      resolve: (path) => this.#resolve(path),
    };
  }

  #addVersion(path: string, layer: number): void {
    const versions = this.#versions.get(path);
    if (versions === undefined) this.#versions.set(path, [layer]);
    else versions.push(layer);
    this.#nodes.add(path);
  }

  #addLink(link: LayerLink, layer: number): void {
    const links = this.#links.get(link.path) ?? new Map<number, LayerLink>();
    this.#links.set(link.path, links.set(layer, link));
    if (!link.wanted) return;
    this.#wanted.add(link.path);
    this.#nodes.add(link.path);
  }

  /** Asks for every path that following links from `paths` can meet, whichever layers turn out to show. */
  #explore(paths: readonly string[]): void {
    const todo = paths.map((path) => ({ done: '', rest: path }));
    const seen = new Set<string>();
    const most = this.#nodes.size + mostPaths;
    let characters = 0;
    for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
      const key = `${state.done}\0${state.rest}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (this.#nodes.size > most || characters > mostCharacters) {
        this.#problems.addError(new LimitError('link_depth', 'links of the image that lead on'));
        return;
      }
      let { done, rest } = state;
      while (rest !== '') {
        const slash = rest.indexOf('/');
        const part = slash < 0 ? rest : rest.slice(0, slash);
        rest = slash < 0 ? '' : rest.slice(slash + 1);
        const folder = done;
        done = step(done, part);
        for (const { target, hard } of this.#links.get(done)?.values() ?? []) {
          this.#nodes.add(done);
          const from = hard || target.startsWith('/') ? '' : folder;
          const next = rest === '' ? target : `${target}/${rest}`;
          characters += next.length;
          if (next.length <= limits.path_bytes.value) todo.push({ done: from, rest: next });
        }
      }
      this.#nodes.add(done);
    }
  }

  #layerOf(path: string): number | undefined {
    const top = this.#versions.get(path)?.at(-1);
    return top === undefined || this.#nodes.hiddenBy(path, top) !== undefined ? undefined : top;
  }

  #versionsOf(path: string): FileVersion[] {
    return (this.#versions.get(path) ?? []).map((layer) => ({
      layer,
      hiddenBy: this.#nodes.hiddenBy(path, layer),
    }));
  }

  #visibleLink(path: string): { link: LayerLink; layer: number } | undefined {
    const links = this.#links.get(path);
    if (links === undefined) return undefined;
    const top = [...links].at(-1);
    if (top === undefined || this.#nodes.hiddenBy(path, top[0]) !== undefined) return undefined;
    return { layer: top[0], link: top[1] };
  }

  #resolve(path: string): Resolved {
    const linkAt = (at: string): string | undefined => {
      const found = this.#visibleLink(at);
      if (found === undefined) return undefined;
      if (!found.link.hard) return found.link.target;
      // A hard link to a symbolic link is that symbolic link under another name.
      const target = this.#links.get(found.link.target)?.get(found.layer);
      return target?.hard === false ? target.target : undefined;
    };
    const found = followLinks(path, linkAt, true);
    if (found.kind === 'cycle') return found;
    const hard = this.#visibleLink(found.path);
    if (hard?.link.hard === true) return this.#hardTarget(hard.link, hard.layer);
    const layer = this.#layerOf(found.path);
    if (layer !== undefined) return { kind: 'file', path: found.path, layer };
    const other = this.#nodes.entryAt(found.path);
    if (other === undefined) return { kind: 'none' };
    return { kind: 'uncaptured', path: found.path, layer: other };
  }

  /** Hard links share content inside their own layer, whatever upper layers did to the target's name. */
  #hardTarget(link: LayerLink, layer: number): Resolved {
    let { target } = link;
    for (let depth = 0; depth < limits.link_depth.value; depth += 1) {
      if (this.#versions.get(target)?.includes(layer) === true) {
        return { kind: 'file', path: target, layer };
      }
      const next = this.#links.get(target)?.get(layer);
      if (next?.hard !== true) return { kind: 'uncaptured', path: target, layer };
      target = next.target;
    }
    return { kind: 'cycle' };
  }
}

/** Goes from a folder into a part of a path; `..` at the root stays there. */
function step(folder: string, part: string): string {
  if (part === '' || part === '.') return folder;
  if (part === '..') return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  return folder === '' ? part : `${folder}/${part}`;
}

/** What links lead to and was not kept, or was under a name that shows no more. */
function requestsOf(
  links: ReadonlyMap<string, Resolved>,
  layerOf: (path: string) => number | undefined,
): CaptureRequest[] {
  const requests = new Map<string, { path: string; layer: number; links: string[] }>();
  for (const [link, resolved] of links) {
    if (resolved.kind !== 'uncaptured' && resolved.kind !== 'file') continue;
    const { path, layer } = resolved;
    if (resolved.kind === 'file' && layerOf(path) === layer) continue;
    const key = `${layer}\0${path}`;
    const request = requests.get(key) ?? { path, layer, links: [] };
    request.links.push(link);
    requests.set(key, request);
  }
  return [...requests.values()];
}

function introducedIn(
  versions: readonly FileVersion[],
  has: (layer: number) => boolean,
): number | undefined {
  let introduced: number | undefined;
  // The content that shows in the image of layers 0 to `until - 1`.
  let until = Number.POSITIVE_INFINITY;
  for (const { layer, hiddenBy } of versions.toReversed()) {
    if ((hiddenBy ?? Number.POSITIVE_INFINITY) < until || !has(layer)) return introduced;
    introduced = layer;
    until = layer;
  }
  return introduced;
}
