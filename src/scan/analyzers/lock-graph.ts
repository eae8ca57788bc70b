import type { FoundPackage } from './contract.ts';
import { mergeSame } from './merge.ts';

/** An entry of a lockfile under the file's own key, with the keys of what it needs. */
export interface LockNode {
  readonly found: FoundPackage;
  readonly needs: readonly string[];
}

/** Keys of what the project itself asks for. */
export interface Asked {
  readonly production: Iterable<string>;
  readonly development: Iterable<string>;
}

/**
 * Packages of a lockfile with the part each plays: asked for by the project or brought by another,
 * shipped or for development alone. What nothing leads to keeps what its own entry says.
 */
export function withRoles(
  nodes: ReadonlyMap<string, LockNode>,
  asked: Asked,
): readonly FoundPackage[] {
  const production = new Set(asked.production);
  const development = new Set(asked.development);
  const shipped = reachable(nodes, production);
  const forDevelopment = reachable(nodes, development);
  const packages: FoundPackage[] = [];
  for (const [key, { found, needs }] of nodes) {
    const ids = new Set<string>();
    for (const need of needs) {
      const met = nodes.get(need);
      if (met !== undefined) ids.add(`${met.found.name}@${met.found.version}`);
    }
    const direct = production.has(key) || development.has(key);
    const { dev, ...rest } = found;
    const onlyDev = shipped.has(key) ? false : forDevelopment.has(key) || dev === true;
    packages.push({
      ...rest,
      relationship: found.relationship ?? (direct ? 'direct' : 'indirect'),
      ...(onlyDev ? { dev: true } : {}),
      ...(ids.size === 0 ? {} : { dependsOn: [...ids] }),
    });
  }
  return mergeSame(packages);
}

/** Everything that the given keys lead to, themselves included. */
function reachable(
  nodes: ReadonlyMap<string, LockNode>,
  from: ReadonlySet<string>,
): ReadonlySet<string> {
  const seen = new Set(from);
  // A set hands out what is added while it is walked.
  for (const key of seen) for (const need of nodes.get(key)?.needs ?? []) seen.add(need);
  return seen;
}
