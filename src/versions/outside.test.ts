import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import { compareVersions, satisfies, schemeOf } from './index.ts';

const orders = new Map([
  ['<', -1],
  ['=', 0],
  ['>', 1],
]);

const versionFiles = [
  'alpm',
  'apk',
  'composer',
  'conan',
  'cran',
  'deb',
  'gem',
  'gentoo',
  'hackage',
  'maven',
  'nuget',
  'openssl',
  'pub',
  'pypi',
  'rpm',
  'semver',
];

const constraintFiles: readonly (readonly [file: string, scheme: string])[] = [
  ['gem', 'gem'],
  ['generic', 'generic'],
  ['grype-apk', 'apk'],
  ['grype-bitnami', 'bitnami'],
  ['grype-deb', 'deb'],
  ['grype-fuzzy', 'fuzzy'],
  ['grype-gem', 'gem'],
  ['grype-generic', 'generic'],
  ['grype-golang', 'golang'],
  ['grype-jvm', 'jvm'],
  ['grype-kb', 'kb'],
  ['grype-maven', 'maven'],
  ['grype-pep440', 'pep440'],
  ['grype-portage', 'portage'],
  ['grype-rpm', 'rpm'],
  ['grype-semantic', 'semver'],
  ['maven', 'maven'],
  ['npm', 'npm'],
  ['pypi', 'pypi'],
  ['semver', 'semver'],
];

function rowsOf(path: string): readonly (readonly [string, string, string])[] {
  const lines = readFileSync(sharedPath(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [a = '', b = '', c = ''] = line.split('\t');
    return [a, b, c] as const;
  });
}

for (const scheme of versionFiles.filter((name) => schemeOf(name) !== undefined)) {
  const path = `cases/scan/versions/${scheme}.tsv`;
  test(`order of ${scheme} versions`, needsShared(path), async () => {
    const rows = rowsOf(path).map(([a, rel, b], index) => ({
      id: `${index + 1}: ${a} ${rel} ${b}`,
      run: () => {
        const order = orders.get(rel);
        assert.equal(compareVersions(scheme, a, b), order);
        assert.equal(compareVersions(scheme, b, a), order === undefined ? undefined : 0 - order);
      },
    }));
    await runSuite(`versions/${scheme}`, rows);
  });
}

for (const [file, scheme] of constraintFiles.filter(([, name]) => schemeOf(name) !== undefined)) {
  const path = `cases/scan/constraints/${file}.tsv`;
  test(`${scheme} ranges of ${file}`, needsShared(path), async () => {
    const rows = rowsOf(path).map(([range, version, inside], index) => ({
      id: `${index + 1}: ${version} in ${range}`,
      run: () => assert.equal(satisfies(scheme, version, range), inside === 'true'),
    }));
    await runSuite(`constraints/${file}`, rows);
  });
}
