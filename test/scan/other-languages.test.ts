import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gleamProject } from '../../src/scan/analyzers/beam/gleam.ts';
import { mixLock } from '../../src/scan/analyzers/beam/mix-lock.ts';
import { otpApplication } from '../../src/scan/analyzers/beam/otp-application.ts';
import { rebarLock } from '../../src/scan/analyzers/beam/rebar-lock.ts';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { conanLock } from '../../src/scan/analyzers/cpp/conan-lock.ts';
import { conanfile } from '../../src/scan/analyzers/cpp/conanfile.ts';
import { pub } from '../../src/scan/analyzers/dart/pub.ts';
import { cabalFreeze } from '../../src/scan/analyzers/haskell/cabal-freeze.ts';
import { stackLock, stackProject } from '../../src/scan/analyzers/haskell/stack.ts';
import { juliaManifest, juliaProject } from '../../src/scan/analyzers/julia/julia.ts';
import { rockspec } from '../../src/scan/analyzers/lua/luarocks.ts';
import { nimblePackage } from '../../src/scan/analyzers/nim/nimble.ts';
import { opamSwitch } from '../../src/scan/analyzers/ocaml/opam.ts';
import { cpanMeta } from '../../src/scan/analyzers/perl/cpan.ts';
import { swiPack } from '../../src/scan/analyzers/prolog/swi-pack.ts';
import { rDescription } from '../../src/scan/analyzers/r/r-description.ts';
import { renv } from '../../src/scan/analyzers/r/renv.ts';
import { packageResolved } from '../../src/scan/analyzers/swift/package-resolved.ts';
import { podfileLock } from '../../src/scan/analyzers/swift/podfile-lock.ts';
import { minimumOf } from '../../src/scan/match/requirement.ts';
import { expected, filesBelow, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

type Said = Pick<FoundPackage, 'name' | 'version'>;

/** How a row's file is read, and how its project writes what we found. */
interface Reading {
  readonly analyzer: FileAnalyzer;
  readonly path: string | ((row: ParserRow) => string);
  /** What the row's project would call a package of ours; nothing when it leaves it out. */
  readonly says?: (one: FoundPackage, row: ParserRow) => readonly Said[];
}

/** Without the version or the range, whichever we have. */
const orRange = (one: FoundPackage): Said[] => [
  { name: one.name, version: one.version === '' ? (one.requirement ?? '') : one.version },
];

/** SDK packages: Trivy gives the lockfile's 0.0.0, or the least version that the SDK's range allows. */
function asTrivyPub(one: FoundPackage, row: ParserRow): Said[] {
  if (one.version !== '') return [one];
  const least = minimumOf(one.requirement ?? '') ?? '0.0.0';
  return [{ name: one.name, version: row.options?.['useMinVersion'] === true ? least : '0.0.0' }];
}

/** Our analyzer of each format of SCALIBR. */
const scalibr: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['language/cpp/conanlock', { analyzer: conanLock, path: 'conan.lock' }],
  ['language/dart/pubspec', { analyzer: pub, path: 'pubspec.lock' }],
  ['language/elixir/mixlock', { analyzer: mixLock, path: 'mix.lock' }],
  ['language/erlang/mixlock', { analyzer: mixLock, path: 'mix.lock' }],
  ['language/gleam/gleamtoml', { analyzer: gleamProject, path: 'gleam.toml', says: orRange }],
  ['language/haskell/cabal', { analyzer: cabalFreeze, path: 'cabal.project.freeze' }],
  ['language/haskell/stacklock', { analyzer: stackLock, path: 'stack.yaml.lock' }],
  [
    'language/julia/manifesttoml',
    { analyzer: juliaManifest, path: 'Manifest.toml', says: versioned },
  ],
  ['language/julia/projecttoml', { analyzer: juliaProject, path: 'Project.toml' }],
  ['language/r/renvlock', { analyzer: renv, path: 'renv.lock', says: ofCran }],
  ['language/swift/packageresolved', { analyzer: packageResolved, path: 'Package.resolved' }],
  ['language/swift/podfilelock', { analyzer: podfileLock, path: 'Podfile.lock' }],
  ['language/lua/luarocks', { analyzer: rockspec, path: 'lib/rocks-5.4/a/1-1/a-1-1.rockspec' }],
  ['language/nim/nimble', { analyzer: nimblePackage, path: '.nimble/pkgs/a-1.0/a.nimble' }],
  ['language/ocaml/opam', { analyzer: opamSwitch, path: 'root/.opam/4.14/installed' }],
  [
    'language/perl/cpan',
    {
      analyzer: cpanMeta,
      path: ({ input }) =>
        `root/.cpanm/work/1/URI-5.34/META.${input.endsWith('.yml') ? 'yml' : 'json'}`,
    },
  ],
]);

/** Without packages of which only the name is known. */
function versioned(one: FoundPackage): Said[] {
  return one.version === '' ? [] : [one];
}

/** Without what is of Bioconductor or a repository. */
function ofCran(one: FoundPackage): Said[] {
  return one.type === 'cran' && one.purl === undefined ? [one] : [];
}

/** Our analyzer of each format of Trivy, which leaves out what only the build needs. */
const trivy: ReadonlyMap<string, Reading> = new Map([
  ['conan', { analyzer: conanLock, path: 'conan.lock', says: shipped }],
  ['pub', { analyzer: pub, path: 'pubspec.lock', says: asTrivyPub }],
  ['mix', { analyzer: mixLock, path: 'mix.lock', says: released }],
  ['julia', { analyzer: juliaManifest, path: 'Manifest.toml', says: orUnknown }],
  ['cocoapods', { analyzer: podfileLock, path: 'Podfile.lock' }],
  ['swift', { analyzer: packageResolved, path: 'Package.resolved' }],
]);

function orUnknown({ name, version }: FoundPackage): Said[] {
  return [{ name, version: version === '' ? 'unknown' : version }];
}

/** Without what comes from a repository instead of a registry. */
function released(one: FoundPackage): Said[] {
  return one.qualifiers?.['commit'] === undefined ? [one] : [];
}

/** With the commit for the version where there is no version. */
function orCommit({ name, version, qualifiers }: FoundPackage): Said[] {
  const commit = qualifiers?.['commit'] ?? '';
  return [{ name, version: version === '' ? String(commit) : version }];
}

function shipped(one: FoundPackage): Said[] {
  return one.dev === true ? [] : [one];
}

/** Our analyzer of each input of Syft, by the end of its path. */
const syft: readonly (readonly [string, Reading])[] = [
  ['conanfile.txt', { analyzer: conanfile, path: 'conanfile.txt' }],
  ['conan.lock', { analyzer: conanLock, path: 'conan.lock' }],
  // It leaves out the packages of an SDK whose version it does not know.
  [
    'pubspec.lock',
    { analyzer: pub, path: 'pubspec.lock', says: (one) => (one.version === '' ? [] : [one]) },
  ],
  ['mix.lock', { analyzer: mixLock, path: 'mix.lock', says: orCommit }],
  ['rabbitmq.app', { analyzer: otpApplication, path: 'lib/rabbit/ebin/rabbit.app' }],
  ['rebar-2.lock', { analyzer: rebarLock, path: 'rebar.lock', says: orCommit }],
  ['stack.yaml.lock', { analyzer: stackLock, path: 'stack.yaml.lock', says: released }],
  ['stack.yaml', { analyzer: stackProject, path: 'stack.yaml' }],
  ['.rockspec', { analyzer: rockspec, path: 'lib/rocks-5.4/a/1-1/a-1-1.rockspec' }],
  ['installed', { analyzer: rDescription, path: 'DESCRIPTION' }],
  // It calls a package by the last part of its address.
  ['.resolved', { analyzer: packageResolved, path: 'Package.resolved', says: byLastPart }],
  ['pack.pl', { analyzer: swiPack, path: 'lib/swi-prolog/pack/hdt/pack.pl' }],
];

function byLastPart({ name, version }: FoundPackage): Said[] {
  return [{ name: name.split('/').at(-1) ?? '', version }];
}

function run(origin: string, row: ParserRow, reading: Reading | undefined): void {
  assert.ok(reading);
  const { analyzer, says = (one) => [one] } = reading;
  const path = typeof reading.path === 'string' ? reading.path : reading.path(row);
  const input = rowFile(origin, row.input);
  if (row.expectError === true) {
    assert.throws(() => {
      const [problem] = analyse(analyzer, path, input).problems ?? [];
      if (problem !== undefined) throw new Error(problem.text);
    });
    return;
  }
  const [target] = row.expectByTarget ?? [];
  const found = filesOf(input, target?.target).flatMap(
    (file) => analyse(analyzer, path, file).packages ?? [],
  );
  assert.deepEqual(
    nameVersions(found.flatMap((one) => says(one, row))),
    nameVersions(expected(target?.packages ?? row.expect)),
  );
  details(found, target?.packages ?? row.expect ?? []);
}

/** The file of a row; of a folder the file that the target names, else all of them. */
function filesOf(input: string, target: string | undefined): string[] {
  const below = filesBelow(input);
  if (target !== undefined && below[0] !== '') return [join(input, target)];
  return below.map((file) => join(input, file));
}

/** Lines of one-line entries, nearness and needs, where the row tells them. */
function details(found: readonly FoundPackage[], wanted: NonNullable<ParserRow['expect']>): void {
  for (const want of wanted) {
    const one = found.find(({ name, version }) => name === want.name && version === want.version);
    const groups = want.metadata?.['depGroupVals'];
    if (Array.isArray(groups) && /dev|build/.test(groups.join(' ')))
      assert.equal(one?.dev, true, `${want.name} is for development`);
    const [lines] = want.lines ?? [];
    if (one !== undefined && lines?.[0] === lines?.[1] && lines !== undefined)
      assert.equal(one.lines?.startLine, lines[0], `line of ${want.name}`);
    // Julia's manifest alone does not tell it, and every file is read by itself.
    if (one?.relationship !== undefined && want.relationship !== undefined)
      assert.equal(one.relationship, want.relationship, `nearness of ${want.name}`);
  }
}

test('suite scalibr, other languages', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  await runSuite(
    'scalibr-other-languages',
    parserRows('scalibr', ({ format }) => scalibr.has(format)).map(({ id, row }) => ({
      id,
      run: () => run('scalibr', row, scalibr.get(row.format)),
    })),
  );
});

const trivyFamily =
  /\/(?:c\/(conan)|dart\/(pub)|(?:hex|elixir)\/(mix)|(julia)\/\w+|swift\/(cocoapods|swift))$/;

test('suite trivy, other languages', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const reading = ({ format }: ParserRow): Reading | undefined =>
    trivy.get(trivyFamily.exec(format)?.slice(1).find(Boolean) ?? '');
  await runSuite(
    'trivy-other-languages',
    parserRows('trivy', (row) => reading(row) !== undefined).map(({ id, row }) => ({
      id,
      run: () => run('trivy', row, reading(row)),
    })),
  );
});

const syftFamily = /^(?:cpp|dart|elixir|erlang|haskell|lua|r|swift|swipl)$/;

test('suite syft, other languages', needsShared(`${parsers}/syft.jsonl`), async () => {
  await runSuite(
    'syft-other-languages',
    parserRows('syft', ({ format }) => syftFamily.test(format)).map(({ id, row }) => ({
      id,
      run: () => run('syft', row, syft.find(([end]) => row.input.endsWith(end))?.[1]),
    })),
  );
});

test('suite required paths, other languages', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([...scalibr].map(([format, { analyzer }]) => [format, [analyzer]]));
  await runSuite('required-paths-other-languages', requiredPathRows(formats));
});
