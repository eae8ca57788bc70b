import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import { isLibrary, notListed, splitLibrary } from './nuget-names.ts';
import { jsonObjectOf } from '../json-file.ts';

/** Names that the project itself asks for, in lower case; undefined when the file does not tell. */
function directNames(assets: JsonObject): ReadonlySet<string> | undefined {
  const frameworks = Object.values(objectOf(objectOf(assets['project'])['frameworks']));
  if (frameworks.length === 0) return undefined;
  return new Set(
    frameworks.flatMap((framework) =>
      Object.keys(objectOf(objectOf(framework)['dependencies'])).map((name) => name.toLowerCase()),
    ),
  );
}

/** Ids of what each library needs, joined over all target frameworks. */
function needsOf(assets: JsonObject): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const target of Object.values(objectOf(assets['targets']))) {
    const entries = Object.entries(objectOf(target)).filter(([key]) => isLibrary(key));
    const ids = new Map(entries.map(([key]) => [splitLibrary(key).name.toLowerCase(), key]));
    for (const [key, entry] of entries) {
      const all = needs.get(key) ?? new Set<string>();
      for (const name of Object.keys(objectOf(objectOf(entry)['dependencies']))) {
        const other = ids.get(name.toLowerCase());
        if (other !== undefined) all.add(other.replace('/', '@'));
      }
      needs.set(key, all);
    }
  }
  return needs;
}

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const assets = jsonObjectOf(file);
  const spans = spanTree(file.bytes, 2).members.get('libraries');
  const direct = directNames(assets);
  const needs = needsOf(assets);
  const packages: FoundPackage[] = [];
  const odd: string[] = [];
  for (const [key, entry] of Object.entries(objectOf(assets['libraries']))) {
    const { name, version } = splitLibrary(key);
    // Projects of the same solution are not published anywhere.
    if (objectOf(entry)['type'] !== 'package') continue;
    if (!isLibrary(key)) {
      odd.push(key);
      continue;
    }
    const lines = spans?.members.get(key)?.span;
    const dependsOn = [...(needs.get(key) ?? [])];
    packages.push({
      name,
      version,
      type: 'nuget',
      ...(direct === undefined
        ? {}
        : { relationship: direct.has(name.toLowerCase()) ? 'direct' : 'indirect' }),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages: mergeSame(packages), ...problemsOf(odd.map((key) => notListed(key, what))) };
}

/** What NuGet's restore chose for a project, `obj/project.assets.json`. */
export const nugetAssets: FileAnalyzer = {
  id: 'nuget-assets',
  version: 1,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/project.assets.json'],
  wants: (path) => hasBaseName(path, 'project.assets.json'),
  read,
};
