import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { gradleLock } from './gradle-lock.ts';
import { gradleVerification } from './gradle-verification.ts';
import { jvmRelease } from './jvm-release.ts';
import { mavenInstall } from './maven-install.ts';
import { sbtLock } from './sbt-lock.ts';
import { versionCatalog } from './version-catalog.ts';

const lockfile = `# comment
org.a:one:1.0=compileClasspath,testRuntimeClasspath
org.a:test-only:2.0=debugAndroidTestCompileClasspath,testRuntimeClasspath
  org.a:spaced:3.0 = runtimeClasspath
empty=annotationProcessor
`;

const verification = `<?xml version="1.0"?>
<verification-metadata xmlns="https://schema.gradle.org/dependency-verification">
  <configuration><trusted-artifacts><trust group="org.t"/></trusted-artifacts></configuration>
  <components>
    <component group="org.a" name="one" version="1">
      <artifact name="one-1.jar"/>
    </component>
    <component group="org.a" name="one" version="1"/>
    <component name="two" version="1"/>
    <component group="org.a" name="three"/>
  </components>
</verification-metadata>`;

const catalog = `[versions]
kept = "1.0"
loop = { ref = "loop" }
range = { strictly = "[1.7, 1.8[", prefer = "1.7.25" }

[libraries]
short = "org.a:short:1.2"
module = { module = "org.a:module", version.ref = "kept" }
"quoted" = { group = "org.a", name = "quoted", version = "2.+" }
ranged = { module = "org.a:ranged", version.ref = "range" }
none = { module = "org.a:none" }
circle = { module = "org.a:circle", version.ref = "loop" }
lost = { module = "org.a:lost", version.ref = "__proto__" }
wrong = "no coordinates"

[libraries.table]
module = "org.a:table"
version = "3"

[plugins]
plug = { id = "org.plug", version = "1" }
`;

const install2 = `{
  "__INPUT_ARTIFACTS_HASH": { "org.a:one": 1, "repositories": 2 },
  "artifacts": {
    "org.a:one": {
      "shasums": { "jar": "00" },
      "version": "1.0"
    },
    "org.b:two:jar:linux": { "version": "2.0" },
    "org.b:none": {}
  },
  "dependencies": { "org.a:one": ["org.b:two:jar:linux", "org.c:absent", "__proto__"] },
  "version": "3"
}`;

const install1 = `{ "dependency_tree": { "dependencies": [
  { "coord": "org.a:one:1.0", "directDependencies": ["org.b:two:jar:linux:2.0"] },
  { "coord": "org.b:two:jar:linux:2.0" },
  { "coord": "org.b:none" }
] } }`;

const sbt = `{
  "lockVersion": 1,
  "configurations": ["compile", "test"],
  "dependencies": [
    { "org": "org.a", "name": "one_2.13", "version": "1.0", "configurations": ["compile", "test"] },
    {
      "org": "org.a", "name": "two", "version": "2.0", "configurations": ["test"]
    },
    { "org": "org.a", "name": "none" }
  ]
}`;

interface Row {
  readonly analyzer: FileAnalyzer;
  readonly path: string;
  readonly text: string;
  readonly packages: readonly Partial<FoundPackage>[];
}

const at = (startLine: number, endLine = startLine) => ({ lines: { startLine, endLine } });

const rows: readonly Row[] = [
  {
    analyzer: gradleLock,
    path: 'gradle.lockfile',
    text: lockfile,
    packages: [
      { name: 'org.a:one', version: '1.0', ...at(2) },
      { name: 'org.a:test-only', version: '2.0', dev: true, ...at(3) },
      { name: 'org.a:spaced', version: '3.0', ...at(4) },
    ],
  },
  {
    analyzer: gradleLock,
    path: 'gradle/dependency-locks/testCompileClasspath.lockfile',
    text: 'org.a:one:1.0\n',
    packages: [{ name: 'org.a:one', version: '1.0', dev: true, ...at(1) }],
  },
  {
    analyzer: gradleVerification,
    path: 'gradle/verification-metadata.xml',
    text: verification,
    packages: [{ name: 'org.a:one', version: '1', ...at(5, 7) }],
  },
  {
    analyzer: versionCatalog,
    path: 'gradle/libs.versions.toml',
    text: catalog,
    packages: [
      { name: 'org.a:short', version: '1.2', ...at(7) },
      { name: 'org.a:module', version: '1.0', ...at(8) },
      { name: 'org.a:quoted', version: '', requirement: '2.+', ...at(9) },
      { name: 'org.a:ranged', version: '', requirement: '[1.7, 1.8[', ...at(10) },
      { name: 'org.a:none', version: '', ...at(11) },
      { name: 'org.a:circle', version: '', ...at(12) },
      { name: 'org.a:lost', version: '', ...at(13) },
      { name: 'org.a:table', version: '3', ...at(16) },
    ],
  },
  {
    analyzer: sbtLock,
    path: 'build.sbt.lock',
    text: sbt,
    packages: [
      { name: 'org.a:one_2.13', version: '1.0', ...at(5) },
      { name: 'org.a:two', version: '2.0', dev: true, ...at(6, 8) },
    ],
  },
  {
    analyzer: mavenInstall,
    path: 'rules_maven_install.json',
    text: install2,
    packages: [
      {
        name: 'org.a:one',
        version: '1.0',
        relationship: 'direct',
        dependsOn: ['org.b:two@2.0'],
        ...at(4, 7),
      },
      { name: 'org.b:two', version: '2.0', relationship: 'indirect', ...at(8) },
    ],
  },
];

for (const { analyzer, path, text, packages } of rows) {
  test(`${analyzer.id} reads ${path}`, () => {
    const typed = packages.map((one) => ({ type: 'maven', ...one }));
    assert.ok(analyzer.wants(path, { size: 1, mode: 0 }));
    assert.deepEqual(analyzer.read(readerOf(path, text)), { packages: typed });
  });

  test(`${analyzer.id} takes mutations of ${path}`, () => {
    fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf(path, bytes)));
  });
}

test('maven-install reads the first form of its lockfile', () => {
  const { packages } = mavenInstall.read(readerOf('maven_install.json', install1));
  assert.deepEqual(
    packages?.map(({ name, version, dependsOn }) => [name, version, dependsOn]),
    [
      ['org.a:one', '1.0', ['org.b:two@2.0']],
      ['org.b:two', '2.0', undefined],
    ],
  );
  fuzz([Buffer.from(install1)], (bytes) =>
    mavenInstall.read(readerOf('maven_install.json', bytes)),
  );
});

test('lines of a Gradle lockfile that are no coordinates are told', () => {
  const { packages, problems } = gradleLock.read(
    readerOf('gradle.lockfile', 'org.a:one:1=x\n>>>>>>> theirs\na:b=x\na:b:1:2=x\na b:c:1=x\n'),
  );
  assert.equal(packages?.length, 1);
  assert.deepEqual(
    problems?.map(({ line }) => line),
    [2, 3, 4, 5],
  );
});

for (const [analyzer, path, text] of [
  [gradleVerification, 'gradle/verification-metadata.xml', '<project/>'],
  [mavenInstall, 'maven_install.json', '{}'],
  [mavenInstall, 'maven_install.json', '[]'],
  [sbtLock, 'build.sbt.lock', '{"lockVersion":2,"dependencies":[]}'],
  [versionCatalog, 'libs.versions.toml', '[libraries'],
] as const) {
  test(`${analyzer.id} refuses ${text}`, () => {
    assert.throws(() => analyzer.read(readerOf(path, text)), { name: 'FormatError' });
  });
}

const releases: readonly (readonly [string, string, string | undefined])[] = [
  [
    'usr/lib/jvm/release',
    'JAVA_VERSION="17.0.1"\nIMPLEMENTOR="Debian"\n',
    'pkg:generic/oracle/openjdk@17.0.1',
  ],
  [
    'opt/jdk/release',
    'IMPLEMENTOR="Oracle Corporation"\nJAVA_RUNTIME_VERSION="21.0.1+12-LTS"\nJAVA_VERSION="21.0.1"\n',
    'pkg:generic/oracle/jdk@21.0.1%2B12-LTS',
  ],
  [
    'opt/jre/release',
    'BUILD_TYPE="commercial"\nJAVA_VERSION="1.8.0_411"\n',
    'pkg:generic/oracle/jre@1.8.0_411',
  ],
  [
    'opt/j/release',
    'IMPLEMENTOR="Azul Systems, Inc."\nJAVA_VERSION="11"',
    'pkg:generic/azul/zulu@11',
  ],
  ['etc/release', 'NAME="Other"\nVERSION="1"', undefined],
  ['etc/release', '', undefined],
];

for (const [path, text, purl] of releases) {
  test(`the Java runtime of ${path} is ${purl ?? 'none'}`, () => {
    assert.equal(jvmRelease.read(readerOf(path, text)).packages?.[0]?.purl, purl);
  });
}

test('only small files called release are read, and mutations of one throw nothing', () => {
  assert.ok(jvmRelease.wants('a/release', { size: 2000, mode: 0 }));
  assert.equal(jvmRelease.wants('a/release', { size: 2 ** 20, mode: 0 }), false);
  assert.equal(jvmRelease.wants('a/os-release', { size: 200, mode: 0 }), false);
  const fixtures = releases.map(([, text]) => Buffer.from(text));
  fuzz(fixtures, (bytes) => jvmRelease.read(readerOf('release', bytes)));
});
