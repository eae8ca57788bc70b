import { listOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FoundPackage, Join } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { neighbourJoin, withDirect, withoutPackages } from '../neighbours.ts';
import type { Complete, Facts, Neighbours } from '../neighbours.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { expand, isWrittenOut, namesOf, unnamed } from './msbuild-items.ts';
import { versionOf } from './nuget-names.ts';

/** Pairs of a file's facts; names are a stranger's, so they are no keys of an object. */
function pairsOf(facts: Facts | undefined, member: string): (readonly [string, string])[] {
  return listOf(facts?.[member]).flatMap((pair) => {
    const [name, value] = listOf(pair).map(textOf);
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

/** A lockfile beside a project says which versions were chosen; else shared files may name them. */
function completeProject(result: AnalyzerResult, near: Neighbours): AnalyzerResult {
  if (near.beside('nuget-lock') !== undefined) return withoutPackages(result);
  const shared = ['msbuild-props', 'nuget-central'].map((analyzer) => near.above(analyzer));
  const properties = new Map(shared.flatMap((facts) => pairsOf(facts, 'properties')));
  const versions = new Map(shared.flatMap((facts) => pairsOf(facts, 'versions')));
  const completed = (found: FoundPackage): FoundPackage => {
    if (found.version !== '') return found;
    const { requirement, ...rest } = found;
    const asked =
      requirement === undefined
        ? (versions.get(found.name.toLowerCase()) ?? '')
        : expand(requirement, properties);
    return { ...rest, ...versionOf(asked) };
  };
  const problems: Problem[] = [];
  const packages: FoundPackage[] = [];
  for (const one of result.packages ?? [])
    for (const name of namesOf(expand(one.name, properties)))
      if (isWrittenOut(name)) packages.push(completed({ ...one, name }));
      else problems.push(unnamed(name, one.lines?.startLine ?? 0));
  return { ...result, packages: mergeSame(packages), ...problemsOf(problems) };
}

/** What the project asked for itself stands in the paket.dependencies beside the lockfile. */
function completePaketLock(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  const asked = beside('paket-dependencies');
  return asked === undefined ? result : withDirect(result, asked);
}

/** With a lockfile beside it the file only says what is direct. */
function completePaket(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  return beside('paket-lock') === undefined ? result : withoutPackages(result);
}

/** Projects of .NET with their lockfiles and with the settings of the folders above them. */
export const dotnetJoin: Join = neighbourJoin(
  'dotnet',
  new Map<string, Complete>([
    ['msbuild-project', completeProject],
    ['paket-lock', completePaketLock],
    ['paket-dependencies', completePaket],
  ]),
  ['nuget-lock', 'msbuild-props', 'nuget-central'],
);
