import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { bazelMaven } from '../../src/scan/analyzers/java/bazel-maven.ts';
import { gradleLock } from '../../src/scan/analyzers/java/gradle-lock.ts';
import { gradleVerification } from '../../src/scan/analyzers/java/gradle-verification.ts';
import { javaArchive } from '../../src/scan/analyzers/java/java-archive.ts';
import { jvmRelease } from '../../src/scan/analyzers/java/jvm-release.ts';
import { pom } from '../../src/scan/analyzers/java/pom.ts';
import { sbtLock } from '../../src/scan/analyzers/java/sbt-lock.ts';
import { versionCatalog } from '../../src/scan/analyzers/java/version-catalog.ts';
import { expected, filesBelow, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ExpectedPackage, ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of each family of rows, and the path that its file has in real life; none keeps the row's own. */
const kinds: ReadonlyMap<string, readonly [FileAnalyzer, string?]> = new Map([
  [
    'language/java/gradleverificationmetadataxml',
    [gradleVerification, 'gradle/verification-metadata.xml'],
  ],
  ['language/java/gradlelockfile', [gradleLock, 'gradle.lockfile']],
  ['language/java/gradleversioncatalog', [versionCatalog, 'gradle/libs.versions.toml']],
  ['dependency/parser/gradle/lockfile', [gradleLock, 'gradle.lockfile']],
  ['fanal/analyzer/language/java/gradle', [gradleLock, 'gradle.lockfile']],
  ['dependency/parser/sbt/lockfile', [sbtLock, 'build.sbt.lock']],
  ['fanal/analyzer/language/java/sbt', [sbtLock, 'build.sbt.lock']],
  ['dependency/parser/java/jar', [javaArchive]],
  ['misc/bazelmaven', [bazelMaven, 'MODULE.bazel']],
  ['language/java/pomxml', [pom, 'pom.xml']],
  ['fanal/analyzer/language/java/pom', [pom]],
]);

function isOurs({ format }: ParserRow): boolean {
  return kinds.has(format);
}

function read(row: ParserRow, file: string): readonly FoundPackage[] {
  const kind = kinds.get(row.format);
  assert.ok(kind);
  const [analyzer, path = file.slice(1)] = kind;
  assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }));
  const { packages, problems } = analyse(analyzer, path, file);
  const [problem] = problems ?? [];
  if (problem !== undefined && row.expectError === true) throw new Error(problem.text);
  return packages ?? [];
}

test('suite scalibr java', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  await runSuite(
    'scalibr-java',
    parserRows('scalibr', isOurs).map(({ id, row }) => ({ id, run: () => scalibr(row) })),
  );
});

function scalibr(row: ParserRow): void {
  const file = rowFile('scalibr', row.input);
  if (row.expectError === true) {
    assert.throws(() => read(row, file));
    return;
  }
  const found = read(row, file).filter(({ relationship }) => relationship !== 'root');
  assert.deepEqual(nameVersions(found.map(asScalibrSays)), nameVersions(expected(row.expect)));
  for (const want of row.expect ?? []) {
    const groups = want.metadata?.['depGroupVals'];
    const one = found.find(({ name }) => name === want.name);
    if (Array.isArray(groups)) assert.equal(one?.dev ?? false, groups.includes('test'), want.name);
  }
}

/** SCALIBR leaves the project itself out, and writes the lower bound of a range where we say that no version is known. */
function asScalibrSays({ name, version, requirement = '' }: FoundPackage): {
  name: string;
  version: string;
} {
  return {
    name,
    version: version === '' ? (/^[[(]([^,)]+)/.exec(requirement)?.[1] ?? '') : version,
  };
}

test('suite trivy java', needsShared(`${parsers}/trivy.jsonl`), async () => {
  await runSuite(
    'trivy-java',
    parserRows('trivy', isOurs).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const input = rowFile('trivy', row.input);
  const [target] = row.expectByTarget ?? [];
  const lock = row.format.endsWith('/gradle') ? join(input, target?.target ?? '') : input;
  const wanted = target?.packages ?? row.expect ?? [];
  const found = read(row, lock);
  // Trivy writes a placeholder as the version; we say that no version is known.
  // Its sbt parser leaves out what only tests need; we list that, marked.
  const shipped = row.format.includes('sbt') ? found.filter(({ dev }) => dev !== true) : found;
  const shown = shipped.map(({ name, version, requirement = '' }) => ({
    name,
    version: version === '' ? requirement : version,
  }));
  assert.deepEqual(nameVersions(shown), nameVersions(expected(wanted)));
  for (const want of wanted) details(want, found);
}

function details(want: ExpectedPackage, found: readonly FoundPackage[]): void {
  const one = found.find(
    ({ name, version, requirement }) =>
      name === want.name && (version === want.version || requirement === want.version),
  );
  const [lines] = want.lines ?? [];
  if (lines !== undefined)
    assert.deepEqual([one?.lines?.startLine, one?.lines?.endLine], lines, want.name);
  const { relationship } = want;
  if (relationship !== undefined && relationship !== 'unknown')
    assert.equal(one?.relationship, relationship, want.name);
  if (want.dev !== undefined) assert.equal(one?.dev ?? false, want.dev, `dev of ${want.name}`);
}

test('suite syft java', needsShared(`${parsers}/syft.jsonl`), async () => {
  const rows = parserRows('syft', ({ format }) => format === 'java');
  await runSuite(
    'syft-java',
    rows.map(({ id, row }) => ({ id, run: () => syft(row) })),
  );
});

function syft(row: ParserRow): void {
  const root = rowFile('syft', row.input);
  const found = filesBelow(root).flatMap((below) => {
    const file = join(root, below);
    if (!jvmRelease.wants(file, { size: 1, mode: 0o644 })) return [];
    return analyse(jvmRelease, file, file).packages ?? [];
  });
  assert.deepEqual(nameVersions(found), nameVersions(expected(row.expect)));
}

test('suite required paths of java', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map([
    ['language/java/gradleverificationmetadataxml', [gradleVerification]],
    ['language/java/gradlelockfile', [gradleLock]],
    ['language/java/gradleversioncatalog', [versionCatalog]],
    ['language/java/pomxml', [pom]],
    ['misc/bazelmaven', [bazelMaven]],
  ]);
  await runSuite('required-paths-java', requiredPathRows(formats));
});
