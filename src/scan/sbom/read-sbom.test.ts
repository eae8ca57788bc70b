import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import type { AnalyzerResult } from '../analyzers/contract.ts';
import { readSbom } from './read-sbom.ts';
import { sbomPackages } from './sbom-packages.ts';

function read(text: string | Uint8Array): AnalyzerResult {
  return sbomPackages(readSbom(typeof text === 'string' ? Buffer.from(text) : text, 'x'));
}

const cyclonedx = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { name: 'the image', type: 'container', version: '1' } },
  components: [
    { type: 'operating-system', name: 'redhat', version: '9.4', 'bom-ref': 'os' },
    { type: 'application', name: 'package-lock.json', 'bom-ref': 'lock' },
    {
      type: 'library',
      'bom-ref': 'a',
      group: '@scope',
      name: 'a',
      version: '1.0.0',
      purl: 'pkg:npm/%40scope/a@1.0.0',
      licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT OR ISC' }],
      components: [{ 'bom-ref': 'b', name: 'b', purl: 'pkg:maven/org.x/b@2.0' }],
    },
    {
      'bom-ref': 'c',
      name: 'openssl-libs',
      version: '3.0.7-24.el9',
      purl: 'pkg:rpm/redhat/openssl-libs@3.0.7-24.el9?arch=x86_64&epoch=1&upstream=openssl-3.0.7-24.el9.src.rpm',
    },
    {
      'bom-ref': 'd',
      name: 'libc6',
      version: '2.36-9',
      purl: 'pkg:deb/debian/libc6@2.36-9',
      properties: [
        { name: 'aquasecurity:trivy:SrcName', value: 'glibc' },
        { name: 'aquasecurity:trivy:SrcVersion', value: '2.36' },
        { name: 'aquasecurity:trivy:SrcRelease', value: '9' },
      ],
    },
    { 'bom-ref': 'e', name: 'Nginx', cpe: 'cpe:2.3:a:f5:nginx:1.21.1:*:*:*:*:*:*:*' },
    { 'bom-ref': 'f', name: 'broken', purl: 'not a purl' },
  ],
  dependencies: [{ ref: 'a', dependsOn: ['b', 'nowhere'] }],
});

test('CycloneDX: names of each ecosystem, sources, epochs, needs, and the system', () => {
  const { packages = [], os, problems } = read(cyclonedx);
  assert.deepEqual(
    packages.map(({ name, version, type, source, dependsOn }) => [
      name,
      version,
      type,
      source,
      dependsOn,
    ]),
    [
      ['@scope/a', '1.0.0', 'npm', undefined, ['org.x:b@2.0']],
      ['org.x:b', '2.0', 'maven', undefined, undefined],
      [
        'openssl-libs',
        '1:3.0.7-24.el9',
        'rpm',
        { name: 'openssl', version: '3.0.7-24.el9' },
        undefined,
      ],
      ['libc6', '2.36-9', 'deb', { name: 'glibc', version: '2.36-9' }, undefined],
      ['Nginx', '1.21.1', 'generic', undefined, undefined],
    ],
  );
  assert.deepEqual(os, { id: 'rhel', version: '9.4' });
  assert.deepEqual(packages[0]?.licenses, ['MIT', 'MIT OR ISC']);
  assert.match(problems?.[0]?.text ?? '', /"not a purl"/);
});

const xml = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <components>
    <component type="library" bom-ref="a"><group>org.x</group><name>a</name><version>1</version>
      <licenses><license><id>MIT</id></license></licenses>
      <purl>pkg:maven/org.x/a@1</purl></component>
    <component type="library" bom-ref="b"><name>b</name><purl>pkg:pypi/b@2</purl></component>
  </components>
  <dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies>
</bom>`;

const tagValue = `# made by hand
SPDXVersion: SPDX-2.3
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-image
PackageName: image
SPDXID: SPDXRef-image
PackageVersion: sha256:00
PackageName: glibc
SPDXID: SPDXRef-a
PackageVersion: 2.36-9
PackageLicenseDeclared: LGPL-2.1
PackageComment: <text>two
PackageVersion: 9.9
lines</text>
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/glibc@2.36-9?distro=debian-12.5
PackageName: b
SPDXID: SPDXRef-b
ExternalRef: PACKAGE_MANAGER purl pkg:npm/b@1
FileName: ./x
SPDXID: SPDXRef-file
Relationship: SPDXRef-b DEPENDENCY_OF SPDXRef-a
`;

const spdx = {
  spdxVersion: 'SPDX-2.3',
  documentDescribes: ['SPDXRef-own'],
  packages: [
    { SPDXID: 'SPDXRef-own', name: 'app', versionInfo: '1.0' },
    {
      SPDXID: 'SPDXRef-os',
      name: 'alpine',
      versionInfo: '3.20.1',
      primaryPackagePurpose: 'OPERATING-SYSTEM',
    },
    {
      SPDXID: 'SPDXRef-a',
      name: 'libcrypto3',
      versionInfo: '3.3.0-r2',
      sourceInfo: 'built package from: openssl 3.3.0-r2',
      licenseDeclared: 'NOASSERTION',
      externalRefs: [
        { referenceType: 'purl', referenceLocator: 'pkg:apk/alpine/libcrypto3@3.3.0-r2' },
      ],
    },
  ],
};

const rdf = `<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#" xmlns:rdf="r"><spdx:SpdxDocument rdf:about="x">
<spdx:relationship><spdx:Package rdf:about="#a"><spdx:name>a</spdx:name><spdx:versionInfo>1</spdx:versionInfo>
<spdx:externalRef><spdx:ExternalRef><spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
<spdx:referenceLocator>pkg:gem/a@1</spdx:referenceLocator></spdx:ExternalRef></spdx:externalRef></spdx:Package></spdx:relationship>
</spdx:SpdxDocument></rdf:RDF>`;

const syft = {
  descriptor: { name: 'syft' },
  distro: { id: 'debian', versionID: '12' },
  artifacts: [
    {
      id: '1',
      name: 'libssl3',
      version: '3.0.11-1',
      purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&upstream=openssl',
      licenses: [{ value: 'Apache-2.0' }],
      cpes: [{ cpe: 'cpe:2.3:a:x:y:1:*:*:*:*:*:*:*' }],
    },
    { id: '2', name: 'libc6', version: '2.36', purl: 'pkg:deb/debian/libc6@2.36' },
  ],
  artifactRelationships: [{ parent: '2', child: '1', type: 'dependency-of' }],
};

const short = ({ packages = [], os }: AnalyzerResult): unknown[] => [
  packages.map(
    ({ name, version, type, dependsOn = [] }) => `${type} ${name}@${version} ${dependsOn.join()}`,
  ),
  os?.id,
];

test('every other form is told by its content', () => {
  assert.deepEqual(short(read(xml)), [['maven org.x:a@1 b@2', 'pypi b@2 '], undefined]);
  assert.deepEqual(short(read(tagValue)), [['deb glibc@2.36-9 b@1', 'npm b@1 '], 'debian']);
  assert.deepEqual(short(read(JSON.stringify(spdx))), [['apk libcrypto3@3.3.0-r2 '], 'alpine']);
  assert.deepEqual(read(JSON.stringify(spdx)).packages?.[0]?.source, {
    name: 'openssl',
    version: '3.3.0-r2',
  });
  assert.deepEqual(short(read(rdf)), [['gem a@1 '], undefined]);
  assert.deepEqual(short(read(JSON.stringify(syft))), [
    ['deb libssl3@3.0.11-1 libc6@2.36', 'deb libc6@2.36 '],
    'debian',
  ]);
  const yaml = 'spdxVersion: "SPDX-2.3"\npackages:\n- name: a\n  versionInfo: 1.10\n';
  assert.deepEqual(short(read(yaml)), [['generic a@1.10 '], undefined]);
  assert.deepEqual(short(read('pkg:npm/a@1\n# no\n\npkg:golang/h.example/m@v1.0.0\n')), [
    ['npm a@1 ', 'golang h.example/m@v1.0.0 '],
    undefined,
  ]);
});

test('attestations are opened, one inside the other', () => {
  const statement = JSON.stringify({
    predicateType: 'https://cyclonedx.org/bom',
    predicate: { Data: JSON.parse(cyclonedx) as unknown },
  });
  const payload = Buffer.from(statement).toString('base64');
  const envelope = JSON.stringify({ payloadType: 'application/vnd.in-toto+json', payload });
  assert.equal(read(envelope).packages?.length, 5);
});

test('what is no bill of materials is refused', () => {
  for (const text of ['', 'Not an sbom at all!', '{}', '{"a": 1}', '<html></html>', '[]', 'a: 1\n'])
    assert.throws(() => read(text), { code: 'SBOM_UNKNOWN' }, text);
  assert.throws(() => read('{"bomFormat": "CycloneDX"'), { code: 'JSON_INVALID' });
  const spdx3 = '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}';
  assert.throws(() => read(spdx3), { code: 'SBOM_UNKNOWN' });
});

test('empty lines before nothing are read once', () => {
  for (const line of ['\n', ' \n', '#\n', '\r\n'])
    assert.throws(() => readSbom(Buffer.from(`${line.repeat(20_000)}x`), 'sbom'), {
      code: 'SBOM_UNKNOWN',
    });
});

test('fuzz bills of materials', () => {
  const samples = [cyclonedx, xml, tagValue, JSON.stringify(spdx), rdf, JSON.stringify(syft)];
  fuzz(
    samples.map((text) => Buffer.from(text)),
    (bytes) => sbomPackages(readSbom(bytes, 'x')),
  );
});
