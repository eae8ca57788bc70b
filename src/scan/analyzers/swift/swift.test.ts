import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { packageResolved } from './package-resolved.ts';
import { podfileLock } from './podfile-lock.ts';

const second = `{
  "pins": [
    { "identity": "swift-nio", "location": "https://github.com/apple/swift-nio.git",
      "state": { "revision": "aa", "version": "2.0.0" } },
    { "identity": "a", "location": "git@git.example:team/a", "state": { "branch": "main", "revision": "bb" } },
    { "identity": "b", "location": "ssh://git@git.example:2222/team/b.git/", "state": { "version": "1.0.0" } },
    { "identity": "mona.list", "kind": "registry", "state": { "version": "1.1.0" } },
    {}
  ], "version": 3 }`;

const first = `{ "object": { "pins": [
  { "package": "Nimble", "repositoryURL": "http://github.com/Quick/Nimble", "state": { "version": "9.2.1" } }
] }, "version": 1 }`;

test('Package.resolved, all versions: packages go by their address', () => {
  const read = (text: string): unknown[] =>
    (packageResolved.read(readerOf('Package.resolved', text)).packages ?? []).map(
      ({ name, version, qualifiers, lines }) => [name, version, qualifiers, lines?.startLine],
    );
  assert.deepEqual(read(second), [
    ['github.com/apple/swift-nio', '2.0.0', { commit: 'aa' }, 3],
    ['git.example/team/a', '', { commit: 'bb' }, 5],
    ['git.example:2222/team/b', '1.0.0', undefined, 6],
    ['mona.list', '1.1.0', undefined, 7],
  ]);
  assert.deepEqual(read(first), [['github.com/Quick/Nimble', '9.2.1', undefined, 2]]);
});

const pods = `PODS:
  - AppCenter (4.2.0):
    - AppCenter/Analytics (= 4.2.0)
    - Other
  - AppCenter/Analytics (4.2.0)
  - Other (1.10)
  - Broken

DEPENDENCIES:
  - AppCenter (~> 4.0)
  - Other (from \`https://h.example/o.git\`)

CHECKOUT OPTIONS:
  Other:
    :commit: 0e12
    :git: https://h.example/o.git
`;

test('Podfile.lock: pods and their parts, nearness, commits', () => {
  const { packages = [], problems } = podfileLock.read(readerOf('Podfile.lock', pods));
  assert.deepEqual(
    packages.map((one) => [
      one.name,
      one.version,
      one.relationship,
      one.dependsOn,
      one.qualifiers,
      one.lines?.startLine,
    ]),
    [
      ['AppCenter', '4.2.0', 'direct', ['AppCenter/Analytics@4.2.0', 'Other@1.10'], undefined, 2],
      ['AppCenter/Analytics', '4.2.0', 'indirect', undefined, undefined, 5],
      ['Other', '1.10', 'direct', undefined, { commit: '0e12' }, 6],
    ],
  );
  assert.equal(packages[1]?.purl, 'pkg:cocoapods/AppCenter@4.2.0#Analytics');
  assert.equal(problems?.[0]?.line, 7);
});

test('fuzz Swift files', () => {
  fuzz([Buffer.from(second), Buffer.from(first)], (bytes) =>
    packageResolved.read(readerOf('Package.resolved', bytes)),
  );
  fuzz([Buffer.from(pods)], (bytes) => podfileLock.read(readerOf('Podfile.lock', bytes)));
});
