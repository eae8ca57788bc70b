import type { Relationship } from '../../model/index.ts';
import type { FoundPackage } from './contract.ts';

const closeness: readonly Relationship[] = ['root', 'workspace', 'direct', 'indirect', 'unknown'];

/**
 * Packages of one file with each name and version once, in the order of first mention. What ships
 * anywhere ships: a package is for development (or optional) only when every mention says so.
 */
export function mergeSame(packages: readonly FoundPackage[]): readonly FoundPackage[] {
  const merged = new Map<string, FoundPackage>();
  for (const one of packages) {
    const key = `${one.name}@${one.version}@${one.version === '' ? (one.requirement ?? '') : ''}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? one : join(before, one));
  }
  return [...merged.values()];
}

function join(a: FoundPackage, b: FoundPackage): FoundPackage {
  const { dev, optional, relationship, dependsOn, ...rest } = a;
  const nearest = closeness.find((word) => word === relationship || word === b.relationship);
  const needs = new Set([...(dependsOn ?? []), ...(b.dependsOn ?? [])]);
  return {
    ...rest,
    ...(dev === true && b.dev === true ? { dev } : {}),
    ...(optional === true && b.optional === true ? { optional } : {}),
    ...(nearest === undefined ? {} : { relationship: nearest }),
    ...(needs.size === 0 ? {} : { dependsOn: [...needs] }),
  };
}
