import type { Package } from '../model/index.ts';

/** A package at one of the places where it was found. */
interface Node {
  readonly pkg: Package;
  readonly file: string;
}

/** Answers whether all that leads to a package leads through another one. */
export interface Containment {
  /** True when the package `inner` stands nowhere but in, or as a dependency of, one of `outer` (purls). */
  readonly isWithin: (inner: string, outer: ReadonlySet<string>) => boolean;
}

/**
 * What contains what, as far as the packages tell: a lockfile's own project and its dependencies, an
 * archive and what is packed into it, a program and the modules it was built from, a package of the
 * system and the files it installed. A dependency that two projects share is within neither.
 */
export function containment(packages: readonly Package[]): Containment {
  const nodes = packages.flatMap((pkg) =>
    pkg.locations.map((location): Node => ({ pkg, file: location.file?.path ?? '' })),
  );
  const byPurl = Map.groupBy(nodes, ({ pkg }) => pkg.purl);
  const byFile = Map.groupBy(nodes, ({ file }) => file);
  const needers = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const purl of node.pkg.dependsOn ?? []) {
      const key = `${purl}\0${node.file}`;
      const known = needers.get(key);
      if (known === undefined) needers.set(key, [node]);
      else known.push(node);
    }
  }
  const parents = (node: Node): readonly Node[] => {
    const { pkg, file } = node;
    const owners = pkg.owner === undefined ? [] : (byPurl.get(pkg.owner) ?? []);
    const needing = needers.get(`${pkg.purl}\0${file}`) ?? [];
    const roots = (byFile.get(file) ?? []).filter(({ pkg: other }) => isRoot(other));
    const archive = file.lastIndexOf('!');
    const around = archive === -1 ? [] : (byFile.get(file.slice(0, archive)) ?? []);
    const asked = pkg.relationship === 'direct' || needing.length === 0;
    return [...owners, ...needing, ...around, ...(asked && !isRoot(pkg) ? roots : [])];
  };
  return {
    isWithin: (inner, outer) => {
      const places = byPurl.get(inner) ?? [];
      return places.length > 0 && places.every((place) => leadsOnlyTo(place, outer, parents));
    },
  };
}

function isRoot({ relationship }: Package): boolean {
  return relationship === 'root' || relationship === 'workspace';
}

/** Goes up from a place; one end that is not of `outer` is a way around it. */
function leadsOnlyTo(
  start: Node,
  outer: ReadonlySet<string>,
  parents: (node: Node) => readonly Node[],
): boolean {
  const seen = new Set<Node>([start]);
  const open = [start];
  let reached = false;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (outer.has(node.pkg.purl)) {
      reached = true;
      continue;
    }
    const above = parents(node);
    if (above.length === 0) return false;
    for (const next of above) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return reached;
}
