import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { isLocal, parseGoMod, parseGoSum, parseVendorModules, replacementOf } from './go-mod.ts';
import { decodeText } from './text.ts';

const sample = `// a comment
module example.com/app // the project

go 1.21

toolchain go1.22.3

require example.com/one v1.0.0 // indirect; kept for tests
require (
	"example.com/two" v0.2.0//indirect
	example.com/three v0.0.0-20200101000000-abcdefabcdef // used indirectly
	// example.com/none v9.9.9
)
replace example.com/two => ../two
replace (
	example.com/one v1.0.0 => example.com/fork/one v1.0.1
	example.com/one => example.com/fork/any v2.0.0+incompatible
)
exclude example.com/three v0.1.0
retract [v1.0.0, v1.1.0] // published by mistake
tool example.com/tool
`;

test('parseGoMod reads every directive, blocks and comments', () => {
  const mod = parseGoMod(sample);
  assert.deepEqual(mod.module, { path: 'example.com/app', line: 2 });
  assert.deepEqual(mod.go, { version: '1.21', line: 4 });
  assert.deepEqual(mod.toolchain, { name: 'go1.22.3', line: 6 });
  assert.deepEqual(
    mod.requires.map(({ path, indirect, line }) => [path, indirect, line]),
    [
      ['example.com/one', true, 8],
      ['example.com/two', true, 10],
      ['example.com/three', false, 11],
    ],
  );
  assert.deepEqual(mod.excludes, [{ path: 'example.com/three', version: 'v0.1.0' }]);
  assert.deepEqual(mod.faults, []);
});

test('parseGoMod names the lines that it does not understand', () => {
  for (const [text, faults] of [
    ['module a\nrequire b\nrequire c v1.0.0\n', [2]],
    ['<<<<<<< HEAD\nmodule a\n=======\n', [1, 3]],
    ['replace a =>\n', [1]],
    ['replace a => b c d\n', [1]],
    ['require (\n  a v1.0.0\n', []],
    ['', []],
  ] as const) {
    assert.deepEqual(parseGoMod(text).faults, faults, JSON.stringify(text));
  }
});

test('a replacement of one version stands before that of every version', () => {
  const { replaces } = parseGoMod(sample);
  const of = (path: string, version: string): string | undefined =>
    replacementOf(replaces, { path, version })?.path;
  assert.equal(of('example.com/one', 'v1.0.0'), 'example.com/fork/one');
  assert.equal(of('example.com/one', 'v1.2.0'), 'example.com/fork/any');
  assert.equal(of('example.com/two', 'v0.2.0'), '../two');
  assert.equal(of('example.com/three', 'v0.2.0'), undefined);
  assert.equal(of('example.com/on', 'v1.0.0'), undefined);
});

test('folders are told apart from modules', () => {
  for (const path of ['./x', '../x', '..', '/x', 'C:/x', '.\\x'])
    assert.ok(isLocal({ path }), path);
  for (const path of ['x', '.x', '...x', 'example.com/x', 'gopkg.in/yaml.v2'])
    assert.ok(!isLocal({ path }), path);
});

test('parseGoSum tells module sums from go.mod sums', () => {
  const { sums, faults } = parseGoSum('a v1.0.0 h1:x=\na v1.0.0/go.mod h1:y=\nbroken\n\n');
  assert.deepEqual(
    sums.map(({ version, modOnly }) => [version, modOnly]),
    [
      ['v1.0.0', false],
      ['v1.0.0', true],
    ],
  );
  assert.deepEqual(faults, [3]);
});

test('parseVendorModules keeps modules with their packages and replacements', () => {
  const { modules, faults } = parseVendorModules(
    '# a v1.0.0 => b v2.0.0\n## explicit; go 1.20\na/x\na/y\n# c => ./c\n# d\nlost/package\n# e v1.0.0\n',
  );
  assert.deepEqual(
    modules.map((one) => [
      one.path,
      one.version,
      one.replacement?.path,
      one.explicit,
      one.packages,
    ]),
    [
      ['a', 'v1.0.0', 'b', true, ['a/x', 'a/y']],
      ['c', undefined, './c', false, []],
      ['e', 'v1.0.0', undefined, false, []],
    ],
  );
  assert.deepEqual(faults, [6, 7]);
});

test('the Go module files survive mutations', () => {
  const sums = 'a v1.0.0 h1:x=\na v1.0.0/go.mod h1:y=\n';
  fuzz(
    [sample, sums, '# a v1 => b v2\n## explicit\na/x\n'].map((text) => Buffer.from(text)),
    (bytes) => {
      const text = decodeText(bytes, 'fuzz');
      parseGoMod(text);
      parseGoSum(text);
      parseVendorModules(text);
    },
  );
});
