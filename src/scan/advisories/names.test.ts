import assert from 'node:assert/strict';
import { test } from 'node:test';

import { globPattern } from './glob.ts';
import { cveNumber, cvesFirst, isCve } from './ids.ts';
import { packageName } from './names.ts';

const names: readonly [string, string, string][] = [
  ['PyPI', 'Foo__bar.Baz', 'foo-bar-baz'],
  ['PyPI', 'zope.interface', 'zope-interface'],
  ['npm', '@Scope/Name', '@Scope/Name'],
  ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json'],
  ['VSCode', 'Golang/Go', 'golang.go'],
  ['VSCode', 'ms-vscode.cpptools', 'ms-vscode.cpptools'],
  ['SwiftURL', 'https://github.com/Apple/swift-nio.git', 'github.com/apple/swift-nio'],
  ['SwiftURL', 'github.com/apple/swift-nio', 'github.com/apple/swift-nio'],
  ['GitHub Actions', 'TJ-Actions/changed-files', 'tj-actions/changed-files'],
  ['Debian:12', 'g++-12', 'g++-12'],
  ['Maven', 'org.A:b_c', 'org.A:b_c'],
];

for (const [ecosystem, name, wanted] of names) {
  test(`packageName: ${name} of ${ecosystem} is ${wanted}`, () => {
    assert.equal(packageName(ecosystem, name), wanted);
  });
}

test('isCve and cveNumber take CVE ids and nothing else', () => {
  for (const id of ['CVE-1999-0001', 'CVE-2024-123456789']) {
    assert.equal(isCve(id), true);
    assert.equal(Number.isSafeInteger(cveNumber(id)), true);
  }
  assert.equal(cveNumber('CVE-2021-44228'), 2_021_000_044_228);
  for (const id of [
    '',
    'CVE-2021-1',
    'cve-2021-44228',
    'CVE-21-44228',
    'CVE-2021-44228x',
    'GHSA-1',
  ]) {
    assert.equal(isCve(id), false, id);
    assert.equal(cveNumber(id), undefined, id);
  }
});

test('cvesFirst drops doubles and the own id and keeps the order otherwise', () => {
  assert.deepEqual(cvesFirst(['B', 'CVE-2020-0002', 'A', 'CVE-2020-0001', 'B', 'own'], 'own'), [
    'CVE-2020-0002',
    'CVE-2020-0001',
    'B',
    'A',
  ]);
});

const globs: readonly [string, readonly string[], readonly string[]][] = [
  [
    'osv/*/all.zip',
    ['osv/npm/all.zip'],
    ['osv/all.zip', 'osv/a/b/all.zip', 'xosv/npm/all.zip', 'osv/npm/all_zip'],
  ],
  [
    '{v*,edge}/{main,community}.json',
    ['v3.18/main.json', 'edge/community.json'],
    ['3.18/main.json', 'v3.18/testing.json', 'v3.18/x/main.json'],
  ],
  [
    'cves/**/CVE-*.json',
    ['cves/2024/3xxx/CVE-2024-3094.json'],
    ['cves/delta.json', 'cve/2024/CVE-1.json'],
  ],
];

for (const [glob, matching, others] of globs) {
  test(`globPattern ${glob}`, () => {
    for (const path of matching) assert.match(path, globPattern(glob));
    for (const path of others) assert.doesNotMatch(path, globPattern(glob));
  });
}
