import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { analyseTogether, readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { chocolatey } from './chocolatey.ts';
import { dotnetDeps } from './dotnet-deps.ts';
import { msbuildProject, msbuildProps, nugetCentral } from './msbuild.ts';
import { nugetAssets } from './nuget-assets.ts';
import { nugetConfig } from './nuget-config.ts';
import { nugetLock } from './nuget-lock.ts';
import { paketDependencies, paketLock } from './paket.ts';

const stat = { size: 1, mode: 0o644 };

function packagesOf(analyzer: FileAnalyzer, text: string): readonly FoundPackage[] {
  return analyzer.read(readerOf('x', text)).packages ?? [];
}

/** The parts of a package that differ from file to file. */
function shown(packages: readonly FoundPackage[] | undefined): unknown[] {
  return (packages ?? []).map(({ name, version, relationship, dependsOn, requirement }) => [
    `${name}@${version}`,
    relationship,
    dependsOn ?? requirement,
  ]);
}

const lock = `{
  "version": 1,
  "dependencies": {
    "net8.0": {
      "Reef.Core": {
        "type": "Direct",
        "resolved": "1.2.0",
        "dependencies": { "kelp": "2.0.0", "Gone": "1.0.0" }
      },
      "Kelp": { "type": "Transitive", "resolved": "2.0.1" },
      "Sand": { "type": "CentralTransitive", "resolved": "3.0.0" },
      "app.shared": { "type": "Project" }
    },
    "net472": {
      "Kelp": { "type": "Direct", "resolved": "2.0.1" },
      "Broken": { "type": "Direct" }
    }
  }
}`;

test('packages.lock.json: frameworks are joined, the nearest mention counts, names have no case', () => {
  const { packages, problems } = nugetLock.read(readerOf('packages.lock.json', lock));
  assert.deepEqual(shown(packages), [
    ['Reef.Core@1.2.0', 'direct', ['Kelp@2.0.1']],
    ['Kelp@2.0.1', 'direct', undefined],
    ['Sand@3.0.0', 'indirect', undefined],
  ]);
  assert.deepEqual(packages?.[0]?.lines, { startLine: 5, endLine: 9 });
  assert.deepEqual(
    problems?.map(({ code, line }) => [code, line]),
    [['LOCKFILE_INVALID', 16]],
  );
});

const config = `<?xml version="1.0"?>
<packages>
  <package id="Reef" version="1.0.0" targetFramework="net46" />
  <package id="Tool" version="2.0.0" developmentDependency="true" />
  <package version="2.0.0" />
</packages>`;

test('packages.config: development dependencies, and a package without id', () => {
  const { packages, problems } = nugetConfig.read(readerOf('packages.config', config));
  assert.deepEqual(packages, [
    { name: 'Reef', version: '1.0.0', type: 'nuget', lines: { startLine: 3, endLine: 3 } },
    {
      name: 'Tool',
      version: '2.0.0',
      type: 'nuget',
      dev: true,
      lines: { startLine: 4, endLine: 4 },
    },
  ]);
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [5],
  );
});

const deps = `{
  "runtimeTarget": { "name": ".NETCoreApp,Version=v8.0/linux-x64" },
  "targets": {
    ".NETCoreApp,Version=v8.0": {},
    ".NETCoreApp,Version=v8.0/linux-x64": {
      "App/1.0.0": { "dependencies": { "Lib": "1.0.0", "reef": "1.0.0", "runtimepack.Run": "8.0.0" }, "runtime": { "App.dll": {} } },
      "Lib/1.0.0": { "dependencies": { "Kelp": "2.0.0" }, "runtime": {} },
      "Reef/1.0.1": { "dependencies": { "Empty": "1.0.0" }, "runtime": { "a.dll": {} } },
      "Kelp/2.0.0": { "native": { "b.so": {} } },
      "Empty/1.0.0": { "dependencies": { "Kelp": "2.0.0" } },
      "runtimepack.Run/8.0.0": { "runtime": { "c.dll": {} } }
    }
  },
  "libraries": {
    "App/1.0.0": { "type": "project" },
    "Lib/1.0.0": { "type": "project" },
    "Reef/1.0.1": { "type": "package" },
    "Kelp/2.0.0": { "type": "package" },
    "Empty/1.0.0": { "type": "package" },
    "Away/1.0.0": { "type": "package" },
    "runtimepack.Run/8.0.0": { "type": "runtimepack" },
    "noversion": { "type": "package" }
  }
}`;

test('deps.json: the target that runs tells what is there, and what brought it', () => {
  const found = packagesOf(dotnetDeps, deps);
  assert.deepEqual(shown(found), [
    ['App@1.0.0', 'root', ['Lib@1.0.0', 'Reef@1.0.1', 'Run@8.0.0']],
    ['Lib@1.0.0', 'workspace', ['Kelp@2.0.0']],
    ['Reef@1.0.1', 'direct', undefined],
    ['Kelp@2.0.0', 'indirect', undefined],
    ['Away@1.0.0', 'indirect', undefined],
    ['Run@8.0.0', 'direct', undefined],
  ]);
  assert.deepEqual(found[2]?.lines, { startLine: 17, endLine: 17 });
});

test('deps.json without its target lists every library, and does not guess what is near', () => {
  const found = shown(packagesOf(dotnetDeps, deps.replace('v8.0/linux-x64" }', 'v9.0" }')));
  assert.equal(found.length, 7);
  assert.deepEqual(found[2], ['Reef@1.0.1', undefined, undefined]);
});

const assets = `{
  "targets": {
    "net8.0": { "Reef/1.0.0": { "dependencies": { "kelp": "1.0.0" } }, "Kelp/1.5.0": {} },
    "net472": { "Reef/1.0.0": { "dependencies": { "Sand": "1.0.0" } }, "Sand/1.0.0": {} }
  },
  "libraries": {
    "Reef/1.0.0": { "type": "package" },
    "Kelp/1.5.0": { "type": "package" },
    "Sand/1.0.0": { "type": "package" },
    "Other/1.0.0": { "type": "project" }
  },
  "project": { "frameworks": { "net8.0": { "dependencies": { "REEF": {} } } } }
}`;

test('project.assets.json: what each package needs, over all frameworks', () => {
  assert.deepEqual(shown(packagesOf(nugetAssets, assets)), [
    ['Reef@1.0.0', 'direct', ['Kelp@1.5.0', 'Sand@1.0.0']],
    ['Kelp@1.5.0', 'indirect', undefined],
    ['Sand@1.0.0', 'indirect', undefined],
  ]);
  const untold = packagesOf(nugetAssets, assets.replace('"frameworks"', '"none"'));
  assert.equal(untold[0]?.relationship, undefined);
});

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <ReefVersion>1.$(Minor)</ReefVersion>
    <Minor>4</Minor>
    <Loop>$(Loop)x</Loop>
  </PropertyGroup>
  <ItemGroup Condition="'$(OS)' == 'Unix'">
    <PackageReference Include="Reef" Version="$(reefversion)" />
    <PackageReference Include="Kelp">
      <Version>[2.0.1]</Version>
    </PackageReference>
    <PackageReference Include="Sand;Shell" Version="[3.0,4.0)" />
    <PackageReference Include="Central" />
    <PackageReference Include="Shared" Version="$(SharedVersion)" />
    <PackageReference Include="Odd" Version="$(Loop)" />
    <PackageReference Include="Own" Version="1.0" VersionOverride="1.1" />
    <PackageReference Remove="Away" />
    <ProjectReference Include="../lib/lib.csproj" />
  </ItemGroup>
</Project>`;

const central = `<Project>
  <PropertyGroup><KelpVersion>9.9</KelpVersion></PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="central" Version="5.0.0" />
    <PackageVersion Include="Unused" Version="$(KelpVersion)" />
    <GlobalPackageReference Include="Everywhere" Version="1.*" />
  </ItemGroup>
</Project>`;

const props =
  '<Project><PropertyGroup><SharedVersion>7.0</SharedVersion></PropertyGroup></Project>';

const alone = [
  ['Reef@1.4', 'direct', undefined],
  ['Kelp@2.0.1', 'direct', undefined],
  ['Sand@', 'direct', '[3.0,4.0)'],
  ['Shell@', 'direct', '[3.0,4.0)'],
];

test('a project: properties, elements and intervals; what stands elsewhere is not guessed', () => {
  const found = packagesOf(msbuildProject, project);
  const loop = found.find(({ name }) => name === 'Odd')?.requirement ?? '';
  assert.ok(loop.startsWith('$(Loop)') && loop.length < 300, loop);
  assert.deepEqual(shown(found.filter(({ name }) => name !== 'Odd')), [
    ...alone,
    ['Central@', 'direct', undefined],
    ['Shared@', 'direct', '$(SharedVersion)'],
    ['Own@1.1', 'direct', undefined],
  ]);
  assert.deepEqual(found[1]?.lines, { startLine: 9, endLine: 11 });
});

test('shared files of the folder above complete a project', () => {
  const [first, shared] = analyseTogether([
    { analyzer: msbuildProject, path: 'src/app/app.csproj', content: project },
    { analyzer: nugetCentral, path: 'src/Directory.Packages.props', content: central },
    { analyzer: msbuildProps, path: 'Directory.Build.props', content: props },
    { analyzer: nugetCentral, path: 'other/Directory.Packages.props', content: '<Project/>' },
  ]);
  assert.deepEqual(shown(first?.packages?.filter(({ name }) => name !== 'Odd')), [
    ...alone,
    ['Central@5.0.0', 'direct', undefined],
    ['Shared@7.0', 'direct', undefined],
    ['Own@1.1', 'direct', undefined],
  ]);
  assert.deepEqual(shown(shared?.packages), [
    ['central@5.0.0', 'direct', undefined],
    ['Unused@9.9', 'direct', undefined],
    ['Everywhere@', 'direct', '1.*'],
  ]);
});

test('beside a lockfile a project says nothing of its own', () => {
  const results = analyseTogether([
    { analyzer: msbuildProject, path: 'app/app.csproj', content: project },
    { analyzer: nugetLock, path: 'app/packages.lock.json', content: lock },
    { analyzer: msbuildProject, path: 'lib/lib.fsproj', content: project },
  ]);
  assert.deepEqual(
    results.map(({ packages }) => packages?.length),
    [undefined, 3, 8],
  );
});

const unnamedProject = `<Project>
  <PropertyGroup><Here>Sand</Here></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$(Here)" Version="1.0" />
    <PackageReference Include="$(Shared)" Version="2.0" />
    <PackageReference Include="Shell;$(Nowhere).Core" Version="3.0" />
    <PackageReference Include="@(Listed)" Version="4.0" />
  </ItemGroup>
</Project>`;
const names = `<Project>
  <PropertyGroup><Shared>Kelp;Reef</Shared></PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="$(Absent)" Version="1.0" />
    <PackageVersion Include="$(Shared)" Version="1.0" />
  </ItemGroup>
</Project>`;

test('a name without value is told, one with a value here or in the folders above is a package', () => {
  const [result, shared] = analyseTogether([
    { analyzer: msbuildProject, path: 'src/app/app.csproj', content: unnamedProject },
    { analyzer: nugetCentral, path: 'Directory.Packages.props', content: names },
  ]);
  assert.deepEqual(
    result?.packages?.map(({ name, version }) => `${name}@${version}`),
    ['Sand@1.0', 'Kelp@2.0', 'Reef@2.0', 'Shell@3.0'],
  );
  assert.deepEqual(
    result.problems?.map(({ code, line, text }) => [code, line, /"([^"]+)"/.exec(text)?.[1]]),
    [
      ['LOCKFILE_INVALID', 6, '$(Nowhere).Core'],
      ['LOCKFILE_INVALID', 7, '@(Listed)'],
    ],
  );
  assert.deepEqual(
    shared?.packages?.map(({ name }) => name),
    ['Kelp', 'Reef'],
  );
  assert.deepEqual(
    shared.problems?.map(({ line }) => line),
    [4],
  );
});

test('beside a lockfile names without value are no fault: it has them', () => {
  const [result] = analyseTogether([
    { analyzer: msbuildProject, path: 'app/app.csproj', content: unnamedProject },
    { analyzer: nugetLock, path: 'app/packages.lock.json', content: lock },
  ]);
  assert.deepEqual(result, {});
});

const paket = `STRATEGY: MIN
NUGET
  remote: https://nuget.example.test/v3/index.json
    Reef (1.0.0) - restriction: >= net45
      Kelp (>= 1.0.0)
      Gone (>= 1.0)
    Kelp (1.5)
GITHUB
  remote: reef/tools
    src/a.fs (0123456789012345678901234567890123456789)
GROUP Test
NUGET
  remote: https://nuget.example.test/v3/index.json
    Kelp (2.0)
    Probe (3.0-beta1)
      Kelp (>= 2.0)
`;

const paketAsked = `source https://nuget.example.test/v3/index.json // where from
nuget Reef ~> 1.0 # comment
nuget Exact == 1.2.3
nuget Plain 4.5
nuget Free framework: net45
github reef/tools:v2 src/a.fs
github reef/pinned:0123456789012345678901234567890123456789
group Test
  nuget Probe
what is this
`;

test('paket.lock: groups have versions of their own; paket.dependencies tells what is direct', () => {
  const [locked, asked] = analyseTogether([
    { analyzer: paketLock, path: 'paket.lock', content: paket },
    { analyzer: paketDependencies, path: 'paket.dependencies', content: paketAsked },
  ]);
  assert.deepEqual(shown(locked?.packages), [
    ['Reef@1.0.0', 'direct', ['Kelp@1.5']],
    ['Kelp@1.5', 'indirect', undefined],
    ['Kelp@2.0', 'indirect', undefined],
    ['Probe@3.0-beta1', 'direct', ['Kelp@2.0']],
  ]);
  assert.equal(locked?.problems, undefined);
  assert.equal(asked?.packages, undefined);
  const odd = paketLock.read(readerOf('paket.lock', `${paket}what is this\n    Kelp\n`));
  assert.deepEqual(
    odd.problems?.map(({ line }) => line),
    [17],
  );
});

test('paket.dependencies alone: exact versions, requirements, repositories, and lines nobody knows', () => {
  const { packages, problems } = paketDependencies.read(readerOf('paket.dependencies', paketAsked));
  assert.deepEqual(shown(packages), [
    ['Reef@', 'direct', '~> 1.0'],
    ['Exact@1.2.3', 'direct', undefined],
    ['Plain@4.5', 'direct', undefined],
    ['Free@', 'direct', undefined],
    ['reef/tools@v2', 'direct', undefined],
    ['reef/pinned@', 'direct', '0123456789012345678901234567890123456789'],
    ['Probe@', 'direct', undefined],
  ]);
  assert.deepEqual(
    packages?.map(({ type }) => type).filter((type) => type !== 'nuget'),
    ['github', 'github'],
  );
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [10],
  );
});

const nuspec =
  '<package xmlns="urn:x"><metadata><id>tide</id><version>1.2</version><licenseUrl>https://l.example.test</licenseUrl></metadata></package>';

test('Chocolatey: id and version of a package, one without id is told', () => {
  assert.deepEqual(packagesOf(chocolatey, nuspec), [
    { name: 'tide', version: '1.2', type: 'chocolatey', licenses: ['https://l.example.test'] },
  ]);
  const { packages, problems } = chocolatey.read(readerOf('x', nuspec.replace('tide', '')));
  assert.deepEqual([packages, problems?.[0]?.code], [undefined, 'METADATA_INVALID']);
});

test('libraries without name or version are told, the others are kept', () => {
  for (const [analyzer, text, count] of [
    [dotnetDeps, deps, 6],
    [nugetAssets, assets.replace('"Sand/1.0.0": { "type"', '"noversion": { "type"'), 2],
  ] as const) {
    const { packages, problems } = analyzer.read(readerOf('x', text));
    assert.equal(packages?.length, count);
    assert.match(problems?.[0]?.text ?? '', /the library "noversion"/);
  }
});

test('what is no file of NuGet is refused', () => {
  for (const analyzer of [nugetLock, nugetAssets, dotnetDeps])
    for (const text of ['', '{', '[]', 'null'])
      assert.throws(() => packagesOf(analyzer, text), { name: 'FormatError' }, text);
  for (const analyzer of [nugetConfig, nugetCentral, msbuildProps, msbuildProject, chocolatey])
    for (const text of ['', 'not xml', '<a>', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'])
      assert.throws(() => packagesOf(analyzer, text), { code: 'XML_INVALID' }, text);
});

test('which files are read', () => {
  for (const [analyzer, path, wanted] of [
    [nugetLock, 'a/packages.lock.json', true],
    [nugetLock, 'a/mypackages.lock.json', false],
    [nugetConfig, 'packages.config', true],
    [nugetConfig, 'nuget.config', false],
    [dotnetDeps, 'app/App.deps.json', true],
    [dotnetDeps, 'app/deps.json.txt', false],
    [nugetAssets, 'app/obj/project.assets.json', true],
    [nugetAssets, 'app/project.json', false],
    [nugetCentral, 'Directory.Packages.props', true],
    [nugetCentral, 'build/packages.props', true],
    [nugetCentral, 'build/xackages.props', false],
    [msbuildProps, 'a/Directory.Build.props', true],
    [msbuildProps, 'a/Directory.Build.targets', false],
    [msbuildProject, 'a/a.vbproj', true],
    [msbuildProject, 'a/a.vcxproj', false],
    [paketLock, 'paket.lock', true],
    [paketLock, 'xpaket.lock', false],
    [paketDependencies, 'paket.dependencies', true],
    [paketDependencies, 'paket.references', false],
    [chocolatey, 'Files/ProgramData/chocolatey/lib/tide/tide.nuspec', true],
    [chocolatey, 'ProgramData/chocolatey/lib/tide/tools/tide.nuspec', false],
    [chocolatey, 'root/.nuget/packages/tide/1.0/tide.nuspec', false],
  ] as const)
    assert.equal(analyzer.wants(path, stat), wanted, path);
});

test('fuzz files of .NET', () => {
  for (const [analyzer, text] of [
    [nugetLock, lock],
    [nugetConfig, config],
    [dotnetDeps, deps],
    [nugetAssets, assets],
    [msbuildProject, project],
    [nugetCentral, central],
    [paketLock, paket],
    [paketDependencies, paketAsked],
    [chocolatey, nuspec],
  ] as const)
    fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf('x', bytes)));
});
