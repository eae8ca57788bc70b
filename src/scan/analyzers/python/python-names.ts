import { normalizedName } from '../../../formats/requirements.ts';
import type { FoundPackage } from '../contract.ts';

/** A package of a Python lockfile with the names it asks for. */
export interface LockedPackage {
  readonly found: FoundPackage;
  readonly needs: readonly string[];
}

/** More versions of one name than any resolver locks: then a name without a version says nothing. */
const candidates = 32;

/** Turns a name into the packages of a file: none when it has too many of that name. */
export function lookupByName(ids: Iterable<readonly [string, string]>): (name: string) => string[] {
  const byName = new Map<string, Set<string>>();
  for (const [name, id] of ids) {
    const key = normalizedName(name);
    const known = byName.get(key);
    if (known === undefined) byName.set(key, new Set([id]));
    else known.add(id);
  }
  return (name) => {
    const known = byName.get(normalizedName(name));
    return known === undefined || known.size > candidates ? [] : [...known];
  };
}

/** Packages with the names they ask for turned into the packages of the same file. */
export function withDependencies(packages: readonly LockedPackage[]): FoundPackage[] {
  const lookup = lookupByName(
    packages.map(({ found: { name, version } }) => [name, `${name}@${version}`] as const),
  );
  return packages.map(({ found, needs }) => {
    const dependsOn = new Set(needs.flatMap((name) => lookup(name)));
    return dependsOn.size === 0 ? found : { ...found, dependsOn: [...dependsOn] };
  });
}
