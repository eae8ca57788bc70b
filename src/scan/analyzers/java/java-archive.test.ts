import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import type { ZipFile } from '../../../../test/kit/zip.ts';
import { limits } from '../../../model/index.ts';
import type { AnalyzerResult } from '../contract.ts';
import { javaArchive } from './java-archive.ts';

function properties(group: string, artifact: string, version: string): ZipFile {
  return {
    name: `META-INF/maven/${group}/${artifact}/pom.properties`,
    bytes: Buffer.from(`#Made\nversion=${version}\ngroupId=${group}\nartifactId=${artifact}\n`),
  };
}

function pom(group: string, artifact: string, body: string): ZipFile {
  return {
    name: `META-INF/maven/${group}/${artifact}/pom.xml`,
    bytes: Buffer.from(`<project>${body}</project>`),
  };
}

function manifest(...lines: readonly string[]): ZipFile {
  return {
    name: 'META-INF/MANIFEST.MF',
    bytes: Buffer.from(`Manifest-Version: 1.0\r\n${lines.join('\r\n')}\r\n`),
  };
}

function nested(name: string, files: readonly ZipFile[], stored = true): ZipFile {
  return { name, bytes: zipOf(files), stored };
}

function read(path: string, bytes: Uint8Array): AnalyzerResult {
  return javaArchive.read(readerOf(path, bytes));
}

function told({ packages = [] }: AnalyzerResult): string[] {
  return packages.map(
    ({ name, version, within }) =>
      `${name}@${version}${within === undefined ? '' : ` in ${within}`}`,
  );
}

const rows: readonly (readonly [
  why: string,
  path: string,
  files: readonly ZipFile[],
  expected: readonly string[],
])[] = [
  ['pom.properties', 'x/renamed.jar', [properties('org.a', 'b', '1.0')], ['org.a:b@1.0']],
  [
    'pom.properties before the manifest and the file name',
    'c-3.jar',
    [manifest('Implementation-Version: 2', 'Group-Id: org.x'), properties('org.a', 'c', '1')],
    ['org.a:c@1'],
  ],
  [
    'pom.xml where pom.properties are absent, with its own properties',
    'b-1.jar',
    [
      pom(
        'org.a',
        'b',
        '<parent><groupId>org.a</groupId><artifactId>p</artifactId><version>9</version></parent>' +
          '<artifactId>b</artifactId><version>${v}</version><properties><v>1.2</v></properties>',
      ),
    ],
    ['org.a:b@1.2'],
  ],
  [
    'pom.xml where pom.properties hold placeholders',
    'b-1.jar',
    [
      properties('org.a', 'b', '${project.version}'),
      pom('org.a', 'b', '<groupId>org.a</groupId><artifactId>b</artifactId><version>7</version>'),
    ],
    ['org.a:b@7'],
  ],
  [
    'all packages of a merged archive',
    'all-1.0.jar',
    [
      properties('org.a', 'x', '1'),
      properties('org.b', 'y', '2'),
      properties('org.c', 'all', '1.0'),
    ],
    ['org.a:x@1', 'org.b:y@2', 'org.c:all@1.0'],
  ],
  [
    'the archive besides one package that was merged into it',
    'guice-4.2.3.jar',
    [properties('cglib', 'cglib', '3.2.12'), manifest('Bundle-SymbolicName: com.google.inject')],
    ['cglib:cglib@3.2.12', 'com.google.inject:guice@4.2.3'],
  ],
  [
    'a known artifact that Gradle built',
    'spring-core-5.3.9.jar',
    [manifest('Implementation-Title: spring-core', 'Implementation-Version: 5.3.9')],
    ['org.springframework:spring-core@5.3.9'],
  ],
  [
    'a known artifact that moved to another group',
    'hibernate-core-6.1.0.Final.jar',
    [],
    ['org.hibernate.orm:hibernate-core@6.1.0.Final'],
  ],
  [
    'a known artifact before it moved',
    'hibernate-core-5.6.0.Final.jar',
    [],
    ['org.hibernate:hibernate-core@5.6.0.Final'],
  ],
  [
    'a bundle, without what repeats the artifact',
    'jetty-server-9.4.1.jar',
    [
      manifest(
        'Bundle-SymbolicName: org.eclipse.jetty.server;singleton:=true',
        'Bundle-Version: 9.4.1',
      ),
    ],
    ['org.eclipse.jetty:jetty-server@9.4.1'],
  ],
  [
    "Maven's spelling of a bundle's version",
    'some-lib-1.0-rc1.jar',
    [manifest('Bundle-SymbolicName: org.some.lib', 'Bundle-Version: 1.0.0.rc1')],
    ['org.some:some-lib@1.0-rc1'],
  ],
  [
    "the bundle's version where the file name has none",
    'some-lib.jar',
    [manifest('Bundle-SymbolicName: org.some.lib', 'Bundle-Version: 3.32.0.qualifier')],
    ['org.some:some-lib@3.32.0'],
  ],
  [
    "the vendor's id",
    'thing-2.jar',
    [manifest('Implementation-Vendor-Id: org.example.things', 'Specification-Version: 1.1')],
    ['org.example.things:thing@2'],
  ],
  [
    'no group from a vendor that is a title, a domain or an umbrella',
    'thing-2.jar',
    [
      manifest(
        'Implementation-Vendor-Id: org.apache',
        'Implementation-Vendor: example.org',
        'Specification-Vendor: The Example Foundation',
      ),
    ],
    ['thing@2'],
  ],
  [
    'a Jenkins plug-in',
    'plugins/git.hpi',
    [
      manifest(
        'Group-Id: org.jenkins-ci.plugins',
        'Short-Name: git',
        'Plugin-Version: 4.1 (private)',
      ),
    ],
    ['org.jenkins-ci.plugins:git@4.1'],
  ],
  [
    "Nebula's title",
    'core.jar',
    [
      manifest(
        'Implementation-Title: com.netflix.x#x-core;1.5.12',
        'Implementation-Version: 1.5.12',
      ),
    ],
    ['com.netflix.x:x-core@1.5.12'],
  ],
  [
    'a title that is an id, where the file was renamed',
    'app.jar',
    [manifest('Implementation-Title: my-service', 'Implementation-Version: 0.3')],
    ['my-service@0.3'],
  ],
  [
    'no title for people',
    'bootstrap.jar',
    [manifest('Implementation-Title: Apache Tomcat Bootstrap', 'Implementation-Version: 9.0.1')],
    ['bootstrap@9.0.1'],
  ],
  ['a version that nobody tells', 'app.jar', [], ['app@']],
  [
    'a build that is no version',
    'app.jar',
    [manifest('Implementation-Version: ${version}', 'Bundle-Version: unspecified')],
    ['app@'],
  ],
  ['a name with a version inside', 'log4j-1.2-api-2.17.1.jar', [], ['log4j-1.2-api@2.17.1']],
  ['a classifier', 'a-b-2.0.36.Final-linux-x86_64.jar', [], ['a-b@2.0.36.Final']],
  [
    'no properties outside of META-INF',
    'src-1.jar',
    [{ ...properties('org.a', 'b', '1'), name: 'x/pom.properties' }],
    ['src@1'],
  ],
  ['names that are none', '..jar', [properties('<g>', 'a b', '1')], []],
  [
    'archives inside archives, in web and enterprise ones',
    'opt/shop.ear',
    [
      properties('org.shop', 'shop', '1'),
      nested('shop-web.war', [
        properties('org.shop', 'shop-web', '2'),
        nested('WEB-INF/lib/b-1.jar', [properties('org.a', 'b', '1')], false),
      ]),
      nested('lib/c-4.jar', [properties('org.a', 'c', '4')]),
      { name: 'lib/empty.jar', bytes: Buffer.alloc(0), stored: true },
    ],
    [
      'org.shop:shop@1',
      'org.shop:shop-web@2 in shop-web.war',
      'org.a:b@1 in shop-web.war!WEB-INF/lib/b-1.jar',
      'org.a:c@4 in lib/c-4.jar',
    ],
  ],
  [
    'one artifact of two groups',
    'app.war',
    [
      properties('org.app', 'app', '1'),
      nested('WEB-INF/lib/core-1.jar', [properties('org.a', 'core', '1')]),
      nested('WEB-INF/lib/x/core-1.jar', [properties('org.b', 'core', '1')]),
    ],
    [
      'org.app:app@1',
      'org.a:core@1 in WEB-INF/lib/core-1.jar',
      'org.b:core@1 in WEB-INF/lib/x/core-1.jar',
    ],
  ],
];

for (const [why, path, files, expected] of rows) {
  test(`a Java archive tells ${why}`, () => {
    const result = read(path, zipOf(files));
    assert.deepEqual(told(result), expected);
    assert.equal(result.problems, undefined);
  });
}

test('the digest is of the archive that a package is, not of one it was merged into', () => {
  const inner = zipOf([properties('org.a', 'b', '1')]);
  const outer = zipOf([
    properties('org.a', 'x', '1'),
    properties('org.a', 'y', '1'),
    { name: 'b-1.jar', bytes: inner },
  ]);
  const sha1 = (bytes: Uint8Array): string =>
    `sha1:${createHash('sha1').update(bytes).digest('hex')}`;
  assert.deepEqual(
    read('x-1.jar', outer).packages?.map(({ digest }) => digest),
    [sha1(outer), undefined, sha1(inner)],
  );
});

test('licences of the pom.xml beside the properties', () => {
  const licenses = '<licenses><license><name>Apache-2.0</name></license></licenses>';
  const { packages } = read('b-1.jar', zipOf([properties('g', 'b', '1'), pom('g', 'b', licenses)]));
  assert.deepEqual(packages?.[0]?.licenses, ['Apache-2.0']);
});

test('a script before the archive, as executable ones have it', () => {
  const script = Buffer.from('#!/bin/sh\nexec java -jar "$0"\n');
  const jar = zipOf([nested('BOOT-INF/lib/b-1.jar', [properties('g', 'b', '1')])]);
  assert.deepEqual(told(read('app.jar', Buffer.concat([script, jar]))), [
    'app@',
    'g:b@1 in BOOT-INF/lib/b-1.jar',
  ]);
});

test('five hundred nested archives, read one at a time', () => {
  const files = Array.from({ length: 500 }, (_, index) =>
    nested(`BOOT-INF/lib/lib-${index}.jar`, [
      properties('org.many', `lib-${index}`, '1'),
      { name: 'data', bytes: Buffer.alloc(20_000, index) },
    ]),
  );
  const result = read('fat-1.jar', zipOf(files));
  assert.equal(result.packages?.length, 501);
  assert.equal(result.problems, undefined);
});

function nest(levels: number): Buffer {
  let inner = zipOf([properties('g', 'deepest', '1')]);
  for (let level = 1; level < levels; level += 1)
    inner = zipOf([{ name: 'inner.jar', bytes: inner }]);
  return inner;
}

test('as deep as the limit, and told where it goes deeper', () => {
  const deepest = limits.archive_depth.value;
  assert.ok(told(read('a.jar', nest(deepest))).some((one) => one.startsWith('g:deepest@1')));
  const { packages, problems } = read('a.jar', nest(deepest + 1));
  assert.equal(
    packages?.some(({ name }) => name === 'g:deepest'),
    false,
  );
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['LIMIT_ARCHIVE_DEPTH'],
  );
});

test('what is unpacked at once is bounded, and what does not fit is told', () => {
  const big = { name: 'zeros', bytes: Buffer.alloc(limits.captured_bytes.value / 2) };
  // Stored inside, so that the archive around it is nearly as large.
  const inner = zipOf([{ ...big, stored: true }]);
  const half = zipOf([{ name: 'again.jar', bytes: inner, stored: true }]);
  const { problems } = read('a.jar', zipOf([{ name: 'big.jar', bytes: half }]));
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['LIMIT_CAPTURED_BYTES'],
  );
});

test('faults of single parts are told, and cost nothing else', () => {
  const broken = { name: 'lib/broken.jar', bytes: Buffer.from('no archive'), stored: true };
  const wrong = { ...properties('g', 'wrong', '1'), crc: 1 };
  const lost = pom('g', 'lost', '<!DOCTYPE x>');
  const result = read(
    'app-1.jar',
    zipOf([broken, wrong, lost, properties('g', 'app', '1'), nested('c-1.jar', [])]),
  );
  assert.deepEqual(told(result), ['g:app@1', 'c@1 in c-1.jar']);
  assert.deepEqual(result.problems?.map(({ code }) => code).sort(), [
    'XML_INVALID',
    'ZIP_INVALID',
    'ZIP_INVALID',
  ]);
});

test('files of other forms under the same names, and files of no length', () => {
  for (const [path, content, faults] of [
    ['a.jar', '', 0],
    ['a.jar', '<html>not found</html>', 1],
    ['a.war', 'PK', 1],
    ['store.nar', 'nix-archive-1', 0],
    ['x.par', 'something else', 0],
  ] as const) {
    const result = read(path, Buffer.from(content));
    assert.equal(result.problems?.length ?? 0, faults, path);
  }
});

test('which files are wanted', () => {
  for (const path of ['a.jar', 'x/b.WAR', 'c.ear', 'd.jpi', 'e.hpi', 'f.kar', 'g.lpkg'])
    assert.ok(javaArchive.wants(path, { size: 1, mode: 0 }), path);
  for (const path of ['a.jar.txt', 'jar', 'a.zip', 'a.class', 'x.jar/y'])
    assert.equal(javaArchive.wants(path, { size: 1, mode: 0 }), false, path);
});

test('mutations of an archive throw nothing but errors of the house', async () => {
  const sample = zipOf([
    manifest('Bundle-SymbolicName: org.some.lib', 'Bundle-Version: 1.0.0'),
    properties('g', 'a', '1'),
    pom('g', 'a', '<artifactId>a</artifactId>'),
    nested('lib/b-1.jar', [properties('g', 'b', '1')]),
  ]);
  await fuzzInTurns([sample, zipOf([]), nest(3)], (bytes) => read('a-1.jar', bytes));
});
