import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { conanfile } from './conanfile.ts';
import { conanLock } from './conan-lock.ts';
import { packageOfReference } from './conan-reference.ts';
import { vcpkgManifest, vcpkgStatus } from './vcpkg.ts';

test('references of Conan: channels, revisions, ranges', () => {
  const rows = [
    ['zlib/1.2.11', 'zlib', '1.2.11', undefined],
    ['zlib/1.2.11#ffa77daf%1667396813.184', 'zlib', '1.2.11', undefined],
    ['docopt.cpp/0.6.3@_/_', 'docopt.cpp', '0.6.3', undefined],
    ['a/cci.20210118:19729b#58', 'a', 'cci.20210118', undefined],
    ['a/[>=1.2 <2]', 'a', '', undefined],
    ['f/1.3@u/ch#1', 'f', '1.3', 'pkg:conan/f@1.3?channel=ch&user=u'],
  ] as const;
  for (const [reference, name, version, purl] of rows) {
    const found = packageOfReference(reference);
    assert.deepEqual([found?.name, found?.version, found?.purl], [name, version, purl], reference);
  }
  for (const bad of ['1.2.3', '', '/1', 'a/', 'x'.repeat(5000)])
    assert.equal(packageOfReference(bad), undefined, bad.slice(0, 20));
});

const graph = `{
  "graph_lock": { "nodes": {
    "0": { "ref": "app/1.0", "path": "conanfile.py", "requires": ["1"], "build_requires": ["3"] },
    "1": {
      "ref": "a/1.0", "requires": ["2"] },
    "2": { "ref": "b/2.0#r" },
    "3": { "ref": "cmake/3.0", "context": "build" },
    "4": { "ref": "nameless" }
  } }, "version": "0.4"
}`;

const lists = `{
  "version": "0.5",
  "requires": ["a/1.0#r%1",
    "b/2.0"],
  "build_requires": ["cmake/3.0", "b/2.0"],
  "python_requires": []
}`;

test('conan.lock: the graph of Conan 1 and the lists of Conan 2', () => {
  const one = conanLock.read(readerOf('conan.lock', graph));
  assert.deepEqual(
    one.packages?.map((found) => [
      found.name,
      found.relationship,
      found.dev,
      found.dependsOn,
      found.lines,
    ]),
    [
      ['a', 'direct', undefined, ['b@2.0'], { startLine: 4, endLine: 5 }],
      ['b', 'indirect', undefined, undefined, { startLine: 6, endLine: 6 }],
      ['cmake', 'direct', true, undefined, { startLine: 7, endLine: 7 }],
    ],
  );
  assert.deepEqual(
    one.problems?.map(({ line }) => line),
    [8],
  );
  const two = conanLock.read(readerOf('conan.lock', lists)).packages;
  // What ships anywhere ships.
  assert.deepEqual(
    two?.map(({ name, dev, lines }) => [name, dev, lines?.startLine]),
    [
      ['a', undefined, 3],
      ['b', undefined, 4],
      ['cmake', true, 5],
    ],
  );
});

const manifest = `{
  "name": "app",
  "dependencies": [
    "fmt",
    { "name": "zlib", "version>=": "1.2.11" },
    { "name": "tool", "host": true }
  ],
  "overrides": [{ "name": "fmt", "version": "10.1.1" }]
}`;

const status = `Package: zlib
Version: 1.3.1
Port-Version: 2
Depends: cmake:x64-linux
Architecture: x64-linux
Status: install ok installed

Package: zlib
Feature: extra
Architecture: x64-linux
Status: install ok installed

Package: cmake
Version: 2024-01-01
Architecture: x64-linux
Status: install ok installed

Package: gone
Version: 1
Architecture: x64-linux
Status: install ok installed

Package: gone
Version: 1
Architecture: x64-linux
Status: purge ok not-installed
`;

test('vcpkg: what a project asks for, and what is installed', () => {
  assert.deepEqual(vcpkgManifest.read(readerOf('vcpkg.json', manifest)).packages, [
    {
      name: 'fmt',
      version: '10.1.1',
      type: 'vcpkg',
      relationship: 'direct',
      lines: { startLine: 4, endLine: 4 },
    },
    {
      name: 'zlib',
      version: '',
      type: 'vcpkg',
      relationship: 'direct',
      requirement: '>=1.2.11',
      lines: { startLine: 5, endLine: 5 },
    },
    {
      name: 'tool',
      version: '',
      type: 'vcpkg',
      relationship: 'direct',
      dev: true,
      lines: { startLine: 6, endLine: 6 },
    },
  ]);
  const found = vcpkgStatus.read(readerOf('opt/vcpkg/status', status)).packages;
  assert.deepEqual(
    found?.map(({ name, version, qualifiers, dependsOn }) => [
      name,
      version,
      qualifiers,
      dependsOn,
    ]),
    [
      ['zlib', '1.3.1', { port_version: '2' }, ['cmake@2024-01-01']],
      ['cmake', '2024-01-01', undefined, undefined],
    ],
  );
});

const asked = `[requires]\nfmt/8.1.1 \n# zlib/1\nsdl/[>=2.0]\nbad\n[tool_requires]\ncmake/3.2\n[options]\nfmt/9:shared=True\n`;

test('conanfile.txt: only the sections that name packages', () => {
  const { packages, problems } = conanfile.read(readerOf('conanfile.txt', asked));
  assert.deepEqual(
    packages?.map(({ name, version, requirement, dev }) => [name, version, requirement, dev]),
    [
      ['fmt', '8.1.1', undefined, undefined],
      ['sdl', '', '>=2.0', undefined],
      ['cmake', '3.2', undefined, true],
    ],
  );
  assert.equal(problems?.length, 1);
});

test('fuzz Conan and vcpkg files', () => {
  fuzz([Buffer.from(graph), Buffer.from(lists)], (bytes) =>
    conanLock.read(readerOf('conan.lock', bytes)),
  );
  fuzz([Buffer.from(asked)], (bytes) => conanfile.read(readerOf('conanfile.txt', bytes)));
  fuzz([Buffer.from(manifest)], (bytes) => vcpkgManifest.read(readerOf('vcpkg.json', bytes)));
  fuzz([Buffer.from(status)], (bytes) => vcpkgStatus.read(readerOf('a/vcpkg/status', bytes)));
});
