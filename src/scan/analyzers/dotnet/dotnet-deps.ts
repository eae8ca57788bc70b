import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Relationship } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { problemsOf } from '../problems.ts';
import { isLibrary, notListed, splitLibrary } from './nuget-names.ts';
import { jsonObjectOf } from '../json-file.ts';

/** Prefix of the runtime's own parts in a self-contained program. */
const pack = 'runtimepack.';

/** A library with what the chosen target says of it. */
interface Library {
  readonly key: string;
  readonly id: string;
  readonly project: boolean;
  /** Undefined when the target does not name it: then nothing speaks against its being there. */
  readonly files: JsonObject | undefined;
  /** Keys of the libraries that it needs. */
  readonly needs: readonly string[];
}

/**
 * Libraries of a published program. Those that a target has without a file (`NETStandard.Library`)
 * only stand for others: nothing of them is there.
 */
function librariesOf(file: JsonObject): { libraries: readonly Library[]; told: boolean } {
  const name = textOf(objectOf(file['runtimeTarget'])['name']) ?? '';
  const targets = objectOf(file['targets']);
  const target = Object.hasOwn(targets, name) ? objectOf(targets[name]) : undefined;
  const known = Object.entries(objectOf(file['libraries'])).filter(([key]) => isLibrary(key));
  // Names of dependencies come with the version asked for, which need not be the one that is there.
  const byName = new Map(known.map(([key]) => [splitLibrary(key).name.toLowerCase(), key]));
  const libraries = known.map(([key, value]): Library => {
    const here =
      target !== undefined && Object.hasOwn(target, key) ? objectOf(target[key]) : undefined;
    return {
      key,
      id: idOf(key),
      project: objectOf(value)['type'] === 'project',
      files: here,
      needs: Object.keys(objectOf(here?.['dependencies'])).flatMap(
        (one) => byName.get(one.toLowerCase()) ?? [],
      ),
    };
  });
  return { libraries, told: target !== undefined };
}

function identity(key: string): { readonly name: string; readonly version: string } {
  const { name, version } = splitLibrary(key);
  return { name: name.startsWith(pack) ? name.slice(pack.length) : name, version };
}

function idOf(key: string): string {
  const { name, version } = identity(key);
  return `${name}@${version}`;
}

function isThere({ files, project }: Library): boolean {
  if (files === undefined || project) return true;
  return ['runtime', 'runtimeTargets', 'native'].some((kind) => files[kind] !== undefined);
}

/** The program is the project that no other one needs; without a target there is no telling what is near. */
function relationships(
  libraries: readonly Library[],
  told: boolean,
): ReadonlyMap<string, Relationship> {
  const needed = new Set(libraries.flatMap(({ needs }) => needs));
  const roots = libraries.filter(({ key, project }) => project && !needed.has(key));
  const root = roots.length === 1 ? roots[0] : undefined;
  const direct = new Set(root?.needs);
  const found = new Map<string, Relationship>();
  for (const { key, project } of libraries) {
    if (key === root?.key) found.set(key, 'root');
    else if (project) found.set(key, 'workspace');
    else if (told && root !== undefined) found.set(key, direct.has(key) ? 'direct' : 'indirect');
  }
  return found;
}

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const content = jsonObjectOf(file);
  const { libraries, told } = librariesOf(content);
  const odd = Object.keys(objectOf(content['libraries'])).filter((key) => !isLibrary(key));
  const spans = spanTree(file.bytes, 2).members.get('libraries');
  const near = relationships(libraries, told);
  const there = new Map(
    libraries.filter((library) => isThere(library)).map((library) => [library.key, library]),
  );
  const packages: FoundPackage[] = [];
  for (const [key, { needs }] of there) {
    const { name, version } = identity(key);
    const relationship = near.get(key);
    const lines = spans?.members.get(key)?.span;
    const dependsOn = needs.flatMap((one) => there.get(one)?.id ?? []);
    packages.push({
      name,
      version,
      type: 'nuget',
      ...(relationship === undefined ? {} : { relationship }),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages: mergeSame(packages), ...problemsOf(odd.map((key) => notListed(key, what))) };
}

/** What a published .NET program consists of; https://github.com/dotnet/cli/blob/rel/1.0.0/Documentation/specs/runtime-configuration-file.md. */
export const dotnetDeps: FileAnalyzer = {
  id: 'dotnet-deps',
  version: 1,
  type: 'nuget',
  resultType: 'dotnet-core',
  finds: 'installed',
  files: ['**/*.deps.json'],
  wants: (path) => path.endsWith('.deps.json'),
  read,
};
