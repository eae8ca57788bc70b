import { spanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { longest } from './nuget-names.ts';
import { jsonObjectOf } from '../json-file.ts';

/** Packages by target framework: `Direct`, `Transitive`, `CentralTransitive`; a `Project` is the solution's own. */
function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const lock = jsonObjectOf(file);
  const frameworks = objectOf(lock['dependencies']);
  const spans = spanTree(file.bytes, 3).members.get('dependencies');
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const [framework, content] of Object.entries(frameworks)) {
    const entries = Object.entries(objectOf(content)).map(
      ([name, entry]) => [name, objectOf(entry)] as const,
    );
    const ids = idsByName(entries);
    for (const [name, entry] of entries) {
      const lines = spans?.members.get(framework)?.members.get(name)?.span;
      const type = textOf(entry['type'])?.toLowerCase();
      const version = textOf(entry['resolved']);
      if (type === 'project') continue;
      if (version === undefined || name.length > longest || version.length > longest) {
        const text = `Cannot list "${name.slice(0, 60)}" of ${what}: found no resolved version of at most ${longest} characters`;
        problems.push({
          code: 'LOCKFILE_INVALID',
          text,
          ...(lines === undefined ? {} : { line: lines.startLine }),
        });
        continue;
      }
      const needs = new Set(
        Object.keys(objectOf(entry['dependencies'])).flatMap(
          (one) => ids.get(one.toLowerCase()) ?? [],
        ),
      );
      packages.push({
        name,
        version,
        type: 'nuget',
        relationship: type === 'direct' ? 'direct' : 'indirect',
        ...(needs.size === 0 ? {} : { dependsOn: [...needs] }),
        ...(lines === undefined ? {} : { lines }),
      });
    }
  }
  return { packages: mergeSame(packages), facts: { locked: true }, ...problemsOf(problems) };
}

function idsByName(
  entries: readonly (readonly [string, JsonObject])[],
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const [name, entry] of entries) {
    const version = textOf(entry['resolved']);
    if (version !== undefined && name.length + version.length <= longest)
      ids.set(name.toLowerCase(), `${name}@${version}`);
  }
  return ids;
}

/** NuGet's lockfile; https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies. */
export const nugetLock: FileAnalyzer = {
  id: 'nuget-lock',
  version: 1,
  type: 'nuget',
  resultType: 'nuget',
  finds: 'lockfile',
  files: ['**/packages.lock.json'],
  wants: (path) => hasBaseName(path, 'packages.lock.json'),
  read,
};
