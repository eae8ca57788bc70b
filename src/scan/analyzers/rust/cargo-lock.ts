import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { parseToml, tableSpans } from '../../../formats/toml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';

interface Locked {
  readonly name: string;
  readonly version: string;
  /** Absent for the crates of the project itself. */
  readonly source: string | undefined;
  readonly needs: readonly string[];
  readonly lines: { readonly startLine: number; readonly endLine: number } | undefined;
}

function lockedPackages(file: FileReader): Locked[] {
  const text = file.text();
  const toml = parseToml(text, `"${file.path}"`);
  const listed = listOf(toml['package']).map(objectOf);
  const spans = tableSpans(text, 'package', listed.length);
  // Cargo before 0.23 (2017) kept the project's own crate apart.
  const root = toml['root'] === undefined ? [] : [objectOf(toml['root'])];
  return [...root, ...listed].flatMap((one, at) => {
    const name = textOf(one['name']);
    const version = textOf(one['version']);
    if (name === undefined || version === undefined) return [];
    const source = textOf(one['source']);
    const needs = textsOf(one['dependencies']);
    return [{ name, version, source, needs, lines: spans?.[at - root.length] }];
  });
}

/** `name version` of each dependency: entries are `name`, `name version` or `name version (source)`. */
function resolver(locked: readonly Locked[]): (need: string) => string | undefined {
  const versions = Map.groupBy(locked, ({ name }) => name);
  return (need) => {
    const [name = '', version] = need.split(' ', 2);
    const known = version ?? versions.get(name)?.[0]?.version;
    return known === undefined ? undefined : `${name}@${known}`;
  };
}

function read(file: FileReader): AnalyzerResult {
  const locked = lockedPackages(file);
  const resolve = resolver(locked);
  const own = locked.filter(({ source }) => source === undefined);
  const direct = new Set(own.flatMap(({ needs }) => needs.map(resolve)));
  const packages = locked.map(({ name, version, source, needs, lines }): FoundPackage => {
    const id = `${name}@${version}`;
    const dependsOn = needs.flatMap((need) => resolve(need) ?? []);
    const nearness = source === undefined ? 'workspace' : 'indirect';
    const top = source === undefined ? 'root' : 'direct';
    const isTop = source === undefined ? !direct.has(id) : direct.has(id);
    return {
      name,
      version,
      type: 'cargo',
      relationship: isTop ? top : nearness,
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(lines === undefined ? {} : { lines }),
    };
  });
  return { packages: mergeSame(packages) };
}

/** Cargo's lockfile, versions 1 to 4; https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html. */
export const cargoLock: FileAnalyzer = {
  id: 'cargo-lock',
  version: 1,
  type: 'cargo',
  resultType: 'cargo',
  finds: 'lockfile',
  files: ['**/Cargo.lock'],
  wants: (path) => hasBaseName(path, 'Cargo.lock'),
  read,
};
