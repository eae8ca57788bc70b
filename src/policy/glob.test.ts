import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathPattern } from './glob.ts';

test('pathPattern() follows doublestar', () => {
  const rows = [
    ['usr/lib/a.jar', 'usr/lib/a.jar', true],
    ['/usr/lib/a.jar', 'usr/lib/a.jar', true],
    ['usr/lib/a.jar', './usr/lib/a.jar', true],
    ['usr/lib/a.jar', 'usr/lib/a.jar.bak', false],
    ['*.jar', 'a.jar', true],
    ['*.jar', 'lib/a.jar', false],
    ['**/*.jar', 'a.jar', true],
    ['**/*.jar', 'usr/lib/a.jar', true],
    ['usr/**', 'usr/lib/a.jar', true],
    ['usr/**', 'opt/usr/a.jar', false],
    ['usr/**/a.jar', 'usr/a.jar', true],
    ['usr/**/lib/**/a.jar', 'usr/x/lib/y/z/a.jar', true],
    ['usr/**/lib/**/a.jar', 'usr/x/bin/y/z/a.jar', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a?c', 'ac', false],
    ['{usr,opt}/{a,b}', 'opt/b', true],
    ['{usr,opt}/{a,b}', 'opt/c', false],
    ['a{b,c{d,e}}', 'ace', true],
    ['a{b', 'a{b', true],
    ['a}b', 'a}b', true],
    ['[a-c]x[!0-9]', 'bxy', true],
    ['[a-c]x[!0-9]', 'bx1', false],
    ['[a-c]x[!0-9]', 'dxy', false],
    ['a[', 'a[', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['', 'a', false],
    ['**', 'a/b', true],
  ] as const;
  for (const [pattern, path, expected] of rows) {
    assert.equal(pathPattern(pattern)?.(path), expected, `${pattern} on ${path}`);
  }
});

test('pathPattern() is bounded whatever it is given', () => {
  assert.equal(pathPattern('{a,b}'.repeat(30)), undefined);
  const slow = pathPattern(`${'*a'.repeat(2000)}b`);
  assert.equal(slow?.('a'.repeat(20_000)), false);
  assert.equal(pathPattern('**/'.repeat(2000))?.('a/'.repeat(5000)), true);
});
