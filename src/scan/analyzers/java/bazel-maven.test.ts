import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { bazelMaven } from './bazel-maven.ts';

const extension = 'maven = use_extension("@rules_jvm_external//:extensions.bzl", "maven")\n';
const rules = 'load("@rules_jvm_external//:defs.bzl", install = "maven_install")\n';
const specs = 'load("@rules_jvm_external//:specs.bzl", "maven")\n';

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a list',
    `${extension}maven.install(artifacts = ["g:a:1", "g:b:jar:2", "g:c:jar:x:3", "g:d"])`,
    ['g:a@1', 'g:b@2', 'g:c@3', 'g:d@'],
  ],
  ['the rule under another name', `${rules}install(artifacts = ["g:a:1"])`, ['g:a@1']],
  [
    'variables',
    `${extension}v = "1"\nl = ["g:a:" + v]\nmaven.install(artifacts = l + ["g:b:2"])`,
    ['g:a@1', 'g:b@2'],
  ],
  [
    'described artifacts',
    `${rules}${specs}install(artifacts = [maven.artifact("g", "a", "1", testonly = True), maven.artifact(group = "g", artifact = "b", version = "2")])`,
    ['g:a@1 dev', 'g:b@2'],
  ],
  [
    'artifacts by tag',
    `${extension}maven.artifact(group = "g", artifact = "a", version = "1")`,
    ['g:a@1'],
  ],
  [
    "another rule set's rule",
    'load("@other//:defs.bzl", "maven_install")\nmaven_install(artifacts = ["g:a:1"])',
    [],
  ],
  ['a rule that was not loaded', 'maven_install(artifacts = ["g:a:1"])', []],
  [
    'other arguments',
    `${extension}maven.install(boms = ["g:a:1"], excluded_artifacts = ["g:b"])`,
    [],
  ],
  [
    'what only running would tell',
    `${extension}maven.install(artifacts = [x(y) for y in z] + f() + UNKNOWN)`,
    [],
  ],
  ['no coordinates', `${extension}maven.install(artifacts = ["text", "<g>:a:1", ":a:1"])`, []],
];

for (const [why, text, expected] of rows) {
  test(`a build file tells ${why}`, () => {
    const { packages = [] } = bazelMaven.read(readerOf('MODULE.bazel', text));
    assert.deepEqual(
      packages.map(({ name, version, dev }) => `${name}@${version}${dev === true ? ' dev' : ''}`),
      expected,
    );
  });
}

test('lists that grow out of themselves are bounded', () => {
  const text = `${extension}a = ["g:a:1"]\n${'a = a + a\n'.repeat(200)}maven.install(artifacts = a)`;
  assert.throws(() => bazelMaven.read(readerOf('MODULE.bazel', text)), {
    code: 'LIMIT_BUILD_ITEMS',
  });
  const longer = `${extension}a = "x"\n${'a = a + a\n'.repeat(200)}maven.install(artifacts = [a])`;
  assert.deepEqual(bazelMaven.read(readerOf('MODULE.bazel', longer)).packages, []);
});

test('which files are wanted', () => {
  for (const path of ['WORKSPACE', 'a/MODULE.bazel', 'WORKSPACE.bazel', 'x/BUILD.bazel'])
    assert.ok(bazelMaven.wants(path, { size: 1, mode: 0 }), path);
  for (const path of ['WORKSPACE.txt', 'BUILD', 'my.bazel', 'MODULE.bazel.lock'])
    assert.equal(bazelMaven.wants(path, { size: 1, mode: 0 }), false, path);
});

test('mutations of a build file throw nothing but errors of the house', () => {
  const fixtures = rows.map(([, text]) => Buffer.from(text));
  fuzz(fixtures, (bytes) => bazelMaven.read(readerOf('MODULE.bazel', bytes)));
});
