import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldTogether } from '../../../../test/kit/joined.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { goMod, goSum, goVendor } from './go-mod.ts';

const told = (files: Readonly<Record<string, string>>): Record<string, string[]> =>
  toldTogether([goMod, goSum], files);

const sum = 'b v1.0.0 h1:x=\nc v1.0.0/go.mod h1:y=\nc v1.1.0 h1:y=\n';

test('go.sum adds what a go.mod before 1.17 leaves out, and nothing otherwise', () => {
  const rows: readonly [string, readonly string[]][] = [
    ['module m\ngo 1.16\nrequire b v1.0.0\n', ['b@v1.0.0', 'm@', 'stdlib@', 'c@v1.1.0']],
    ['module m\nrequire b v1.0.0\n', ['b@v1.0.0', 'm@', 'c@v1.1.0']],
    ['module m\ngo 1.17\nrequire b v1.0.0\n', ['b@v1.0.0', 'm@', 'stdlib@']],
    ['module m\ngo 1.21.3\nrequire b v1.0.0\n', ['b@v1.0.0', 'm@', 'stdlib@']],
  ];
  for (const [mod, expected] of rows) {
    assert.deepEqual(told({ 'a/go.mod': mod, 'a/go.sum': sum }), {
      'a/go.mod': expected,
      'a/go.sum': [],
    });
  }
});

test('files of different folders are not read together', () => {
  const files = { 'a/go.mod': 'module m\ngo 1.16\n', 'b/go.sum': sum };
  assert.deepEqual(told(files), {
    'a/go.mod': ['m@', 'stdlib@'],
    'b/go.sum': [],
  });
});

test('go.sum speaks alone only where there is no go.mod at all', () => {
  assert.deepEqual(told({ 'b/go.sum': sum }), { 'b/go.sum': ['b@v1.0.0', 'c@v1.1.0'] });
  const files = { 'a/go.mod': 'module m\n', 'a/go.sum': sum, 'a/b/go.sum': sum };
  assert.deepEqual(told(files), {
    'a/go.mod': ['m@', 'b@v1.0.0', 'c@v1.1.0'],
    'a/go.sum': [],
    'a/b/go.sum': [],
  });
});

test('what a folder replaced has no version, and lines that are no directives are told', () => {
  const { packages = [], problems } = goMod.read(
    readerOf('go.mod', 'module m\nrequire a v1.0.0\nreplace a => ../a\nnonsense\n'),
  );
  assert.deepEqual(
    packages.map(({ name, version, requirement }) => [name, version, requirement]),
    [
      ['a', '', 'v1.0.0'],
      ['m', '', undefined],
    ],
  );
  assert.deepEqual(
    problems?.map(({ code, line }) => [code, line]),
    [['LOCKFILE_INVALID', 4]],
  );
});

test('a vendored module without packages is not built', () => {
  const { packages = [] } = goVendor.read(
    readerOf('vendor/modules.txt', '# a v1.0.0\n## explicit\na/x\n# b v1.0.0\n## explicit\n'),
  );
  assert.deepEqual(
    packages.map(({ name, relationship }) => [name, relationship]),
    [['a', 'direct']],
  );
});
