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
  readonly path: string;
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
const scalibr: ReadonlyMap<string, Reading> = new Map([
  ['language/cpp/conanlock', { analyzer: conanLock, path: 'conan.lock' }],
  ['language/dart/pubspec', { analyzer: pub, path: 'pubspec.lock' }],
  ['language/elixir/mixlock', { analyzer: mixLock, path: 'mix.lock' }],
  ['language/erlang/mixlock', { analyzer: mixLock, path: 'mix.lock' }],
  ['language/gleam/gleamtoml', { analyzer: gleamProject, path: 'gleam.toml', says: orRange }],
  ['language/haskell/cabal', { analyzer: cabalFreeze, path: 'cabal.project.freeze' }],
  ['language/haskell/stacklock', { analyzer: stackLock, path: 'stack.yaml.lock' }],
]);

/** Our analyzer of each format of Trivy, which leaves out what only the build needs. */
const trivy: ReadonlyMap<string, Reading> = new Map([
  ['conan', { analyzer: conanLock, path: 'conan.lock', says: shipped }],
  ['pub', { analyzer: pub, path: 'pubspec.lock', says: asTrivyPub }],
  ['mix', { analyzer: mixLock, path: 'mix.lock', says: released }],
]);

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
];

function run(origin: string, row: ParserRow, reading: Reading | undefined): void {
  assert.ok(reading);
  const { analyzer, path, says = (one) => [one] } = reading;
  const input = rowFile(origin, row.input);
  if (row.expectError === true) {
    assert.throws(() => {
      const [problem] = analyse(analyzer, path, input).problems ?? [];
      if (problem !== undefined) throw new Error(problem.text);
    });
    return;
  }
  const [target] = row.expectByTarget ?? [];
  const file =
    target !== undefined && filesBelow(input)[0] !== '' ? join(input, target.target) : input;
  const found = analyse(analyzer, path, file).packages ?? [];
  assert.deepEqual(
    nameVersions(found.flatMap((one) => says(one, row))),
    nameVersions(expected(target?.packages ?? row.expect)),
  );
  details(found, target?.packages ?? row.expect ?? []);
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
    if (one !== undefined && want.relationship !== undefined && want.relationship !== 'unknown')
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

const trivyFamily = /\/(?:c\/(conan)|dart\/(pub)|(?:hex|elixir)\/(mix))$/;

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

const syftFamily = /^(?:cpp|dart|elixir|erlang|haskell)$/;

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
