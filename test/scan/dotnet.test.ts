import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { chocolatey } from '../../src/scan/analyzers/dotnet/chocolatey.ts';
import { dotnetDeps } from '../../src/scan/analyzers/dotnet/dotnet-deps.ts';
import {
  msbuildProject,
  msbuildProps,
  nugetCentral,
} from '../../src/scan/analyzers/dotnet/msbuild.ts';
import { nugetAssets } from '../../src/scan/analyzers/dotnet/nuget-assets.ts';
import { nugetConfig } from '../../src/scan/analyzers/dotnet/nuget-config.ts';
import { nugetLock } from '../../src/scan/analyzers/dotnet/nuget-lock.ts';
import { paketDependencies, paketLock } from '../../src/scan/analyzers/dotnet/paket.ts';
import {
  details,
  expected,
  gate,
  parserRows,
  requiredPathRows,
  rowFile,
} from '../kit/lockfiles.ts';
import type { ExpectedPackage, ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of each family of rows, and the path that its file has in real life. */
const kinds: readonly (readonly [RegExp, FileAnalyzer, string])[] = [
  [/dotnet\/csproj$/, msbuildProject, 'app/app.csproj'],
  [/(?:depsjson|core_deps|dotnet\/deps)$/, dotnetDeps, 'app/app.deps.json'],
  [/(?:nugetcpm|packagesprops)$/, nugetCentral, 'Directory.Packages.props'],
  [/(?:packagesconfig|nuget\/config)$/, nugetConfig, 'packages.config'],
  [/(?:packageslockjson|nuget\/lock)$/, nugetLock, 'packages.lock.json'],
  [/paketdependencies$/, paketDependencies, 'paket.dependencies'],
  [/paketlock$/, paketLock, 'paket.lock'],
  [/projectassetsjson$/, nugetAssets, 'obj/project.assets.json'],
  [/chocolatey$/, chocolatey, 'ProgramData/chocolatey/lib/x/x.nuspec'],
  [/dotnet\/nuget$/, nugetConfig, 'packages.config'],
];

function kindOf({ format, input }: ParserRow): readonly [FileAnalyzer, string] | undefined {
  if (format.endsWith('dotnet/nuget') && input.endsWith('/lock'))
    return [nugetLock, 'packages.lock.json'];
  const found = kinds.find(([pattern]) => pattern.test(format));
  return found === undefined ? undefined : [found[1], found[2]];
}

function isOurs(row: ParserRow): boolean {
  return kindOf(row) !== undefined;
}

for (const origin of ['scalibr', 'trivy'] as const)
  test(`suite ${origin} dotnet`, needsShared(`${parsers}/${origin}.jsonl`), async () => {
    await runSuite(
      `${origin}-dotnet`,
      parserRows(origin, isOurs).map(({ id, row }) => ({ id, run: () => check(origin, row) })),
    );
  });

function check(origin: string, row: ParserRow): void {
  const [analyzer, path] = kindOf(row) ?? assert.fail(row.format);
  const [target] = row.expectByTarget ?? [];
  const folder = row.format.endsWith('dotnet/nuget') ? (target?.target ?? '') : '';
  const file = join(rowFile(origin, row.input), folder);
  if (row.expectError === true) {
    gate(analyzer, path, file, row);
    return;
  }
  const found = analyse(analyzer, path, file).packages ?? [];
  const wanted = (target?.packages ?? row.expect ?? []).map(named);
  assert.deepEqual(
    nameVersions(found.flatMap((one) => asOthersSay(one, analyzer, origin))),
    nameVersions(expected(wanted)),
  );
  const needs = (row.expectDependencies ?? []).map(({ id, dependsOn }) => ({
    id: id.replace('/', '@'),
    dependsOn: dependsOn.map((one) => one.replace('/', '@')),
  }));
  // These rows tell of a licence from the packages' own folder, which is not among the files.
  details(found, row.ambiguous === true ? [] : wanted, needs);
}

/** Expected package with its needs as `name@version`: some rows write a slash. */
function named(want: ExpectedPackage): ExpectedPackage {
  const { dependsOn, ...rest } = want;
  return dependsOn === undefined
    ? rest
    : { ...rest, dependsOn: dependsOn.map((one) => one.replace('/', '@')) };
}

/**
 * Other tools list a reference without version not at all, SCALIBR the bound of a requirement of
 * Paket (`>= 4.0.0`) as if it were the version, Trivy nothing that is for development only.
 */
function asOthersSay(
  one: FoundPackage,
  analyzer: FileAnalyzer,
  origin: string,
): { name: string; version: string }[] {
  const { name, version, requirement = '' } = one;
  if (analyzer === paketDependencies) {
    const bound = /^(?:>=|~>|<=|>|<)\s*(\S+)$/.exec(requirement)?.[1];
    return [{ name, version: version === '' ? (bound ?? '') : version }];
  }
  if (analyzer !== chocolatey && version === '') return [];
  return origin === 'trivy' && one.dev === true ? [] : [{ name, version }];
}

test('suite required paths of .NET', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ['language/dotnet/csproj', [msbuildProject]],
    ['language/dotnet/depsjson', [dotnetDeps]],
    ['language/dotnet/nugetcpm', [nugetCentral, msbuildProps]],
    ['language/dotnet/packagesconfig', [nugetConfig]],
    ['language/dotnet/packageslockjson', [nugetLock]],
    ['language/dotnet/paketdependencies', [paketDependencies]],
    ['language/dotnet/paketlock', [paketLock]],
    ['language/dotnet/projectassetsjson', [nugetAssets]],
    ['os/chocolatey', [chocolatey]],
  ]);
  await runSuite('required-paths-dotnet', requiredPathRows(formats));
});
