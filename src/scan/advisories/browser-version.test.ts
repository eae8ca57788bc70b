import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserVersion } from './browser-version.ts';

test('versions of browser libraries in the form that npm compares', () => {
  for (const [text, expected] of [
    ['3.4.1', '3.4.1'],
    ['1.7', '1.7.0'],
    ['3', '3.0.0'],
    ['0', '0.0.0'],
    ['1.01', '1.1.0'],
    ['1.9.0b1', '1.9.0-b.1'],
    ['1.0RC2', '1.0.0-rc.2'],
    ['3.0.RC3', '3.0.0-rc.3'],
    ['1.0.0.beta.3', '1.0.0-beta.3'],
    ['4.0.0-rc.2', '4.0.0-rc.2'],
    ['3.0.0-beta1', '3.0.0-beta.1'],
    ['0.9.7.1', '0.9.8-0'],
    ['1.12.4-aem', '1.12.4-aem'],
    ['1.2.3+build', '1.2.3+build'],
    ['', ''],
  ] as const)
    assert.equal(browserVersion(text), expected, text);
});
