import { ecosystems } from '../model/index.ts';
import { alpm } from './alpm.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { cargo } from './cargo.ts';
import { composer } from './composer.ts';
import { conan } from './conan.ts';
import { cran } from './cran.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { generic } from './generic.ts';
import { gentoo } from './gentoo.ts';
import { go } from './go.ts';
import { hackage } from './hackage.ts';
import { hex } from './hex.ts';
import { jvm } from './jvm.ts';
import { kb } from './kb.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { openssl } from './openssl.ts';
import { pub } from './pub.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';
import { swift } from './swift.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';

export type { Order, RangeTest, VersionScheme } from './scheme.ts';

/** Every version scheme; a new one is a new file and one line here. */
export const schemes: readonly VersionScheme[] = [
  alpm,
  apk,
  bitnami,
  cargo,
  composer,
  conan,
  cran,
  deb,
  gem,
  generic,
  gentoo,
  go,
  hackage,
  hex,
  jvm,
  kb,
  maven,
  npm,
  nuget,
  openssl,
  pub,
  pypi,
  rpm,
  semver,
  swift,
];

const byName: ReadonlyMap<string, VersionScheme> = new Map(
  schemes.flatMap((entry) =>
    [entry.scheme, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
  ),
);

/** Types of packages (`cocoapods`) and names of ecosystems (`crates.io`) by the scheme of their versions. */
const byEcosystem: ReadonlyMap<string, VersionScheme> = new Map(
  ecosystems.flatMap(({ type, osv, scheme }) => {
    const entry = byName.get(scheme);
    const names = osv === undefined ? [type] : [type, osv];
    return entry === undefined ? [] : names.map((name) => [name, entry] as const);
  }),
);

/** The scheme of that name or alias, or of the ecosystem of that name; undefined when there is none. */
export function schemeOf(name: string): VersionScheme | undefined {
  return byName.get(name) ?? byEcosystem.get(name);
}

/**
 * Orders two versions of a scheme: -1, 0 or 1; undefined when either does not parse, but for a text and itself.
 * `scheme` is a row of docs/reference/versions.md or its alias, a package type (`golang`, `cocoapods`) or
 * an OSV ecosystem without release (`crates.io`, `Packagist`).
 * @throws {RangeError} when there is no such scheme.
 */
export function compareVersions(scheme: string, a: string, b: string): Order | undefined {
  const entry = named(scheme);
  const left = entry.parse(a);
  const right = entry.parse(b);
  if (left !== undefined && right !== undefined) return entry.compare(left, right);
  // A text equals itself in every order, also one that is no version; one that is too long was not read.
  return a === b && a !== '' && a.length <= maxVersionLength ? 0 : undefined;
}

/**
 * Whether a version lies in a range of the ecosystem's own syntax, or of the form that every scheme
 * knows: comparisons with commas (and) and `||` (or); an empty range holds every version. Undefined
 * when either does not parse.
 *
 * ```ts
 * satisfies('pypi', '2.1', '~=2.0'); // true
 * satisfies('deb', '1.2-3', '>=1.0, <1.2-4 || >2'); // true
 * ```
 * @throws {RangeError} when there is no such scheme.
 */
export function satisfies(scheme: string, version: string, range: string): boolean | undefined {
  return named(scheme).satisfies(version, range);
}

function named(name: string): VersionScheme {
  const entry = schemeOf(name);
  if (entry === undefined) {
    throw new RangeError(
      `Cannot compare versions: scheme "${name}" is not known, wanted one of ${[...byName.keys()].join(', ')}`,
    );
  }
  return entry;
}
