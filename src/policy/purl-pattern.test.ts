import assert from 'node:assert/strict';
import { test } from 'node:test';
import { purlPattern } from './purl-pattern.ts';

test('purlPattern() asks only for what the pattern has', () => {
  const openssl = 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12';
  const scoped = 'pkg:npm/%40babel/traverse@7.20.0';
  const rows = [
    ['pkg:deb/debian/openssl', openssl, true],
    ['pkg:deb/debian/openssl@3.0.1-1', openssl, true],
    ['pkg:deb/debian/openssl@3.0.1-1?arch=amd64', openssl, true],
    ['pkg:deb/debian/openssl?arch=arm64', openssl, false],
    ['pkg:deb/debian/openssl@3.0.2-1', openssl, false],
    ['pkg:deb/ubuntu/openssl', openssl, false],
    ['pkg:deb/debian/openssl-dev', openssl, false],
    ['pkg:npm/%40babel/traverse', scoped, true],
    ['pkg:npm/@babel/traverse', scoped, true],
    ['pkg:NPM/@babel/traverse@7.20.0', scoped, true],
    ['pkg:npm/traverse', scoped, false],
    ['pkg:deb/debian/libc6@1%3A2.0', 'pkg:deb/debian/libc6@1:2.0', true],
  ] as const;
  for (const [pattern, purl, expected] of rows) {
    assert.equal(purlPattern(pattern)?.(purl), expected, `${pattern} on ${purl}`);
  }
});

test('purlPattern() has no answer for what is no package URL', () => {
  for (const text of ['openssl', 'pkg:', 'pkg:deb', 'http://x/y']) {
    assert.equal(purlPattern(text), undefined, text);
  }
});
