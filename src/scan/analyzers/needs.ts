import type { FoundPackage } from './contract.ts';

/** A package of a lockfile with the names it asks for, as the file writes them. */
export interface NeedyPackage {
  readonly found: FoundPackage;
  readonly needs: readonly string[];
}

/** More versions of one name than any resolver locks: then a name without a version says nothing. */
const candidates = 32;

/** Packages with the names they ask for turned into the packages of the same file, `name@version`. */
export function linkNeeds(packages: readonly NeedyPackage[]): FoundPackage[] {
  const byName = new Map<string, Set<string>>();
  for (const { found } of packages) {
    const id = `${found.name}@${found.version}`;
    const known = byName.get(found.name);
    if (known === undefined) byName.set(found.name, new Set([id]));
    else known.add(id);
  }
  return packages.map(({ found, needs }) => {
    const dependsOn = new Set<string>();
    for (const name of needs) {
      const ids = byName.get(name);
      if (ids !== undefined && ids.size <= candidates) for (const id of ids) dependsOn.add(id);
    }
    return dependsOn.size === 0 ? found : { ...found, dependsOn: [...dependsOn] };
  });
}
