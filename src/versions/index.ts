import { apk } from './apk.ts';
import { deb } from './deb.ts';
import { npm } from './npm.ts';
import { pypi } from './pypi.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { semver } from './semver.ts';

export type { Order, RangeTest, VersionScheme } from './scheme.ts';

/** Every version scheme; a new one is a new file and one line here. */
export const schemes: readonly VersionScheme[] = [apk, deb, npm, pypi, semver];

const byName: ReadonlyMap<string, VersionScheme> = new Map(
  schemes.flatMap((entry) =>
    [entry.scheme, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
  ),
);

/** The scheme of that name or alias, or undefined. */
export function schemeOf(name: string): VersionScheme | undefined {
  return byName.get(name);
}

/**
 * Orders two versions of a scheme: -1, 0 or 1; undefined when either does not parse.
 * @throws {RangeError} when there is no such scheme.
 */
export function compareVersions(scheme: string, a: string, b: string): Order | undefined {
  const entry = named(scheme);
  const left = entry.parse(a);
  const right = entry.parse(b);
  return left === undefined || right === undefined ? undefined : entry.compare(left, right);
}

/**
 * Whether a version lies in a range of the ecosystem's own syntax; undefined when either does not parse.
 * @throws {RangeError} when there is no such scheme.
 */
export function satisfies(scheme: string, version: string, range: string): boolean | undefined {
  return named(scheme).satisfies(version, range);
}

function named(name: string): VersionScheme {
  const entry = byName.get(name);
  if (entry === undefined) {
    throw new RangeError(
      `Cannot compare versions: scheme "${name}" is not known, wanted one of ${[...byName.keys()].join(', ')}`,
    );
  }
  return entry;
}
