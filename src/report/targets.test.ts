import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Package, Report } from '../model/index.ts';
import { contextOf, packageIds, sortFindings } from './context.ts';
import { fingerprint, packageUid, placeOf } from './fingerprint.ts';
import { groupsOf } from './groups.ts';
import { instruction } from './instruction.ts';
import { filled, layerOf, packageId } from './json-object.ts';
import { judgedOf } from './judged.ts';
import { primaryUrl } from './links.ts';
import { byKeys, byText } from '../model/order.ts';
import { osWords, packageIndex, targetsOf } from './targets.ts';
import { packageObject } from './trivy-package.ts';
import { wordsFor } from './words.ts';

test('targetsOf() puts the system first, then lockfiles and scattered packages by name', () => {
  const targets = targetsOf(samples.sampleReport);
  assert.deepEqual(
    targets.map(({ name, class: kind, type, packages, findings, suppressed }) => [
      name,
      kind,
      type,
      packages.length,
      findings.length,
      suppressed.length,
    ]),
    [
      ['registry.example/shop:1.4 (debian 12.5)', 'os-pkgs', 'debian', 7, 13, 2],
      ['Python', 'lang-pkgs', 'python-pkg', 2, 2, 0],
      ['app/package-lock.json', 'lang-pkgs', 'npm', 2, 2, 0],
    ],
  );
  assert.deepEqual(targets[2]?.coverage[0]?.ecosystem, 'npm');
});

test('targetsOf() puts a language package under every file that tells it, a system package once', () => {
  const [lodash, zlib] = [samples.packages['lodash']!, samples.packages['zlib']!];
  const locations = [samples.at(2, 'a/package-lock.json'), samples.at(2, 'b/package-lock.json')];
  const item: Package = { ...lodash, locations };
  const twice: Package = { ...zlib, locations: [samples.at(0, 'x'), samples.at(1, 'x')] };
  const report: Report = {
    ...samples.clean,
    packages: [item, twice],
    findings: [
      samples.finding('CVE-2025-1111', item, { severity: 'low' }),
      samples.finding('CVE-2025-1112', twice, { severity: 'low' }),
    ],
  };
  assert.deepEqual(
    targetsOf(report).map(({ name, packages, findings }) => [
      name,
      packages.length,
      findings.map((one) => one.locations.length),
    ]),
    [
      ['registry.example/shop:1.4 (debian 12.5)', 1, [2]],
      ['a/package-lock.json', 1, [1]],
      ['b/package-lock.json', 1, [1]],
    ],
  );
});

test('targetsOf() shows a system without packages, because it was looked at', () => {
  const targets = targetsOf({ ...samples.clean, packages: [] });
  assert.deepEqual(
    targets.map((target) => target.class),
    ['os-pkgs'],
  );
});

test('packageIndex() takes the package at the finding’s own place, and reads a purl nobody listed', () => {
  const lodash = samples.packages['lodash']!;
  const other: Package = { ...lodash, locations: [samples.at(3, 'b/package-lock.json')] };
  const report: Report = { ...samples.clean, packages: [lodash, other] };
  const index = packageIndex(report);
  const facts = { severity: 'low' } as const;
  assert.equal(index(samples.finding('X-1', other, facts)), other);
  assert.equal(index(samples.finding('X-1', lodash, facts)), lodash);
  const rows = [
    ['pkg:npm/%40scope/name@1.0.0?x=y', '@scope/name', '1.0.0'],
    ['pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64', 'libc6', '2.36-9+deb12u4'],
    ['pkg:npm/@scope/name', '@scope/name', ''],
    ['pkg:npm/%zz@1', '%zz', '1'],
    ['nonsense', 'nonsense', ''],
  ] as const;
  for (const [purl, name, version] of rows) {
    const found = index(samples.finding('X-1', { ...lodash, purl, locations: [] }, facts));
    assert.deepEqual([found.name, found.version], [name, version], purl);
  }
});

test('judgedOf() counts a package that no row speaks of as not judged', () => {
  const rows = [
    [samples.clean, 11, 0],
    [samples.withoutDatabase, 0, 11],
    [samples.partial, 9, 2],
    [samples.starter, 11, 0],
    [{ ...samples.clean, coverage: [] }, 0, 11],
    [{ ...samples.clean, packages: [] }, 0, 0],
  ] as const;
  for (const [report, judged, unjudged] of rows) {
    const found = judgedOf(report);
    assert.deepEqual([found.judged, found.unjudged], [judged, unjudged]);
  }
});

test('groupsOf() makes one row of one source package and fix', () => {
  const [system] = targetsOf(samples.sampleReport);
  const groups = groupsOf(system!, contextOf(samples.sampleReport));
  const rows = groups.map((one) => [one.name, one.severity, one.fixed.join(), one.ids.length]);
  assert.deepEqual(rows, [
    ['zlib', 'critical', '', 1],
    ['libwebp', 'high', '1.2.4-0.2+deb12u1', 1],
    ['nghttp2', 'high', '1.52.0-1+deb12u1', 1],
    ['openssl', 'high', '3.0.14-1~deb12u1', 4],
    ['curl', 'medium', '7.88.1-10+deb12u5', 1],
    ['curl', 'low', '', 1],
  ]);
  assert.deepEqual(groups[3]?.members, ['libssl3', 'openssl']);
});

test('primaryUrl() builds addresses of known forms only', () => {
  const rows = [
    ['CVE-2024-0727', 'https://nvd.nist.gov/vuln/detail/CVE-2024-0727'],
    ['GHSA-35jh-r3h4-6jhm', 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm'],
    ['DSA-5497-2', 'https://security-tracker.debian.org/tracker/DSA-5497-2'],
    ['PYSEC-2026-17', 'https://osv.dev/vulnerability/PYSEC-2026-17'],
    ['USN-6854-1', 'https://ubuntu.com/security/notices/USN-6854-1'],
    ['RHSA-2024:4312', 'https://access.redhat.com/errata/RHSA-2024:4312'],
    ['SUSE-SU-2024:2275-1', 'https://osv.dev/vulnerability/SUSE-SU-2024:2275-1'],
    ['end-of-life', undefined],
    ['RETIREJS-axios-6300', undefined],
    ['CVE-2024-0727/../x', undefined],
    ['A-b?c=d', undefined],
    ['A-b c', undefined],
    [`A-${'b'.repeat(200)}`, undefined],
    ['', undefined],
  ] as const;
  for (const [id, url] of rows) assert.equal(primaryUrl(id), url, id);
});

test('fingerprint() tells subject, rule, package and place apart, and no layer or text', () => {
  const one = samples.sampleReport.findings[0]!;
  const key = fingerprint('a', one);
  assert.equal(fingerprint('a', { ...one, severity: 'low', aliases: ['x'] }), key);
  assert.equal(
    fingerprint('a', { ...one, locations: one.locations.map(({ file }) => ({ file: file! })) }),
    key,
  );
  const others = [
    fingerprint('b', one),
    fingerprint('a', { ...one, rule: 'CVE-2000-1' }),
    fingerprint('a', { ...one, package: 'pkg:npm/x@1' }),
    fingerprint('a', { ...one, locations: [{ file: { path: 'elsewhere' } }] }),
  ];
  assert.equal(new Set([key, ...others]).size, 5);
  assert.notEqual(packageUid('ab', 'c'), packageUid('a', 'bc'));
});

test('instruction() gives a history entry back as its Dockerfile had it', () => {
  const rows = [
    ['/bin/sh -c #(nop) ADD file:5a8d in / ', 'ADD file:5a8d in /'],
    ['/bin/sh -c #(nop)  CMD ["/bin/sh"]', 'CMD ["/bin/sh"]'],
    ['/bin/sh -c apt-get   update', 'RUN apt-get update'],
    ['RUN /bin/sh -c pip install x # buildkit', 'RUN pip install x'],
    ['COPY a b # buildkit', 'COPY a b'],
    ['debuerreotype 0.15', 'debuerreotype 0.15'],
    ['', ''],
  ] as const;
  for (const [createdBy, wanted] of rows) assert.equal(instruction(createdBy), wanted);
});

test('packageObject() splits Debian and RPM versions as Trivy’s readers expect', () => {
  const base = samples.packages['zlib']!;
  const rows = [
    ['deb', '1:1.2.13.dfsg-1', { Epoch: 1, Version: '1.2.13.dfsg', Release: '1' }],
    ['deb', '9.1', { Version: '9.1' }],
    ['deb', '1.0-rc-2', { Version: '1.0-rc', Release: '2' }],
    ['rpm', '2:8.2-1.el9', { Epoch: 2, Version: '8.2', Release: '1.el9' }],
    ['apk', '1.1.1c-r0', { Version: '1.1.1c-r0' }],
    ['npm', '1.0.0-rc.1', { Version: '1.0.0-rc.1' }],
  ] as const;
  for (const [type, version, wanted] of rows) {
    const { Epoch, Version, Release } = packageObject({ ...base, type, version }, new Map());
    const given = Object.fromEntries(
      Object.entries({ Epoch, Version, Release }).filter(([, value]) => value !== undefined),
    );
    assert.deepEqual(given, wanted, version);
  }
});

test('small words of the documents', () => {
  assert.deepEqual(['b', 'a', 'B', 'ä'].sort(byText), ['B', 'a', 'b', 'ä']);
  const rows = [
    { n: 2, t: 'a' },
    { n: 10, t: 'b' },
    { n: 2, t: 'b' },
  ];
  const order = byKeys<{ n: number; t: string }>(
    (row) => row.n,
    (row) => row.t,
  );
  assert.deepEqual(
    rows.sort(order).map((row) => `${row.n}${row.t}`),
    ['2a', '2b', '10b'],
  );
  assert.equal(filled([]), undefined);
  assert.equal(layerOf({}), undefined);
  assert.equal(packageId({ name: 'a', version: '' }), 'a');
  assert.equal(placeOf({ field: { pointer: '/a' } }), '/a');
  assert.equal(osWords({ id: 'debian', version: '' }), 'debian');
  assert.equal(
    packageIds(samples.clean).get(samples.packages['zlib']!.purl),
    'zlib1g@1:1.2.13.dfsg-1',
  );
  const sorted = sortFindings(samples.sampleReport.findings, contextOf(samples.sampleReport));
  assert.equal(sorted[0]?.rule, 'CVE-2024-22195');
});

test('wordsFor() translates what a table has and keeps the English of the rest', () => {
  const message = { id: 'nobody.knows', params: {}, text: 'As it is' };
  assert.equal(wordsFor('zh-CN').tell(message), 'As it is');
  const [note] = samples.sampleReport.notes;
  assert.match(wordsFor('zh-CN').tell(note!), /第 9 行/);
  assert.equal(wordsFor('en').tell(note!), note!.text);
  assert.equal(wordsFor('en').count('packages', 1), '1 package');
  assert.equal(wordsFor('en').say('toString'), 'toString');
});
