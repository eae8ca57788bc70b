import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError } from '../model/index.ts';
import {
  cleanPath,
  ignoreFileNames,
  ignoreMatcher,
  ignorePattern,
  readDockerignore,
} from './dockerignore.ts';

function verdicts(text: string, paths: readonly string[]): string[] {
  const decide = ignoreMatcher(readDockerignore(text, 'a file').patterns);
  return paths.map((path) => {
    const { excluded, by } = decide(path);
    return `${excluded ? '-' : '+'}${path}${by === undefined ? '' : ` ${by.line}`}`;
  });
}

test('each verdict names the line that decided', () => {
  const text = '\ufeff# comment\n\n*.md\n!README.md\r\n  docs  \n!docs/keep\n #x\n';
  assert.deepEqual(
    verdicts(text, [
      'a.md',
      'README.md',
      'docs',
      'docs/a',
      'docs/keep',
      'docs/keep/b',
      'x/a.md',
      '#x',
    ]),
    [
      '-a.md 3',
      '+README.md 4',
      '-docs 5',
      '-docs/a 5',
      '+docs/keep 6',
      '+docs/keep/b 6',
      '+x/a.md',
      '-#x 7',
    ],
  );
});

test('patterns are cleaned as Go cleans paths', () => {
  const { patterns } = readDockerignore('/a/./b//c/\n! /x/../y \n../z\n.\n/\n', 'a file');
  assert.deepEqual(
    patterns.map(({ pattern, takesBack, fault }) => [pattern, takesBack, fault]),
    [
      ['a/b/c', false, undefined],
      ['y', true, undefined],
      ['../z', false, undefined],
      ['.', false, undefined],
      ['/', false, undefined],
    ],
  );
  for (const [path, clean] of [
    ['', '.'],
    ['a/..', '.'],
    ['a/../..', '..'],
    ['/..', '/'],
    ['./a', 'a'],
    ['a/b/../../c', 'c'],
  ] as const)
    assert.equal(cleanPath(path), clean);
});

test('the oddities of moby are kept', () => {
  for (const [pattern, yes, no] of [
    ['**foo', ['foo', 'xfoo', 'a/xfoo'], ['foox']],
    ['**foo*', ['foo', 'a/foox'], ['xfoo']],
    ['a**', ['a', 'ab', 'a/b'], ['ba']],
    ['a**b', ['ab', 'ax/b'], ['axb']],
    ['**', ['', 'a', 'a/b'], []],
    ['**/a/**', ['a/b', 'x/a/b/c'], ['a', 'x/b']],
    ['[*]a', ['/]a', '[]a', '^/]a'], ['*a', 'a']],
    ['\\d', ['7'], ['d']],
    ['a\\.b', ['a.b'], ['axb']],
    ['[[:digit:]]x', ['5x'], ['5]x', ':]x']],
    ['[[:^digit:]]x', ['ax'], ['5x']],
    ['[a-c]\\*', ['b*'], ['b', 'bb']],
    ['A', ['A'], ['a']],
    ['a^b?', [], ['a^bc']],
    ['a?|', ['ab', 'anything'], []],
    ['x?|y', ['xa', 'xab', 'by'], ['ax', 'yb']],
    ['x{2}?', ['xxa'], ['x{2}a', 'xa']],
    ['{a}?', ['{a}b'], ['ab']],
    ['\\bfoo*', ['foo', 'foox'], ['xfoo']],
    ['x/[^a-c\\]]', ['x/d'], ['x/b', 'x/]']],
  ] as const) {
    const { matches, fault } = ignorePattern(pattern);
    assert.equal(fault, undefined, pattern);
    for (const path of yes) assert.equal(matches(path), true, `${pattern} on ${path}`);
    for (const path of no) assert.equal(matches(path), false, `${pattern} on ${path}`);
  }
});

test('lines that builders refuse are told', () => {
  const text = 'ok\n!\n[\na[b-a]\nx\\\n[]\n[a-]\n\\q*\n[[:nope:]]\n! \n';
  assert.deepEqual(
    readDockerignore(text, 'a file').patterns.map(({ line, fault }) => [line, fault !== undefined]),
    [[1, false], ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((line) => [line, true])],
  );
});

test('the ignore file of a named Dockerfile comes first', () => {
  assert.deepEqual(ignoreFileNames('docker/api.Dockerfile'), [
    'docker/api.Dockerfile.dockerignore',
    '.dockerignore',
  ]);
});

test('hostile patterns take time in proportion, and too many are refused', () => {
  const path = `${'a/'.repeat(200)}${'a'.repeat(400)}b`;
  const nested = `${'**/a*'.repeat(300)}c`;
  assert.equal(ignorePattern(nested).matches(path), false);
  assert.equal(ignorePattern(`${'a*'.repeat(2000)}c`).matches('a'.repeat(4000)), false);
  assert.equal(ignorePattern(`x${'**/'.repeat(5000)}y`).matches('x/y'), true);
  assert.throws(() => readDockerignore('a\n'.repeat(100_000), 'a file'), LimitError);
  assert.throws(() => readDockerignore('a'.repeat(70_000), 'a file'), LimitError);
});

test('readDockerignore() and its matcher survive any bytes', () => {
  const fixtures = [
    '# c\n*.md\n!README.md\n**/a/[b-d]*\\*x\n[[:alpha:]]?\n',
    '!\n[^a]**z\n..//x/../y\n',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const { patterns } = readDockerignore(Buffer.from(bytes).toString(), 'a file');
      const decide = ignoreMatcher(patterns);
      for (const path of ['README.md', 'x/a/dz*x', 'ab', '..', 'é/z'])
        assert.equal(decide(path).excluded, decide(path).excluded);
    },
  );
});
