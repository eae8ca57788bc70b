import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, archived, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import type { Finding, Package } from '../../../model/index.ts';
import { matchPackages } from '../../match/match-packages.ts';
import { memoryDatabase } from '../memory.ts';
import { rubyAdvisoryDb } from './ruby-advisory-db.ts';

// Written for this test in the form of the repository's files.
const record = `---
gem: sluice
cve: 2031-10002
ghsa: aaaa-bbbb-cccc
osvdb: 12345
url: https://example.test/sluice
title: Headers may be forged
date: 2031-02-03
description: |
  Long text.
cvss_v2: 9.5
cvss_v3: 9.8
unaffected_versions:
  - "< 1.2"
patched_versions:
  - "~> 2.0.9, >= 2.0.9.1"
  - "~> 2.1.4"
  - ">= 2.2.3"
related:
  cve:
    - 2031-10003
  url:
    - https://example.test/more
`;

const path = 'gems/sluice/CVE-2031-10002.yml';

function found(text: string, name = path) {
  return advisoriesOf(rubyAdvisoryDb.parse(documentOf(name, text)));
}

function judge(text: string, version: string, extra: Partial<Package> = {}): Finding | undefined {
  const database = memoryDatabase({ advisories: found(text) });
  const purl = `pkg:gem/sluice@${version}`;
  const base = { name: 'sluice', version, type: 'gem', purl, foundBy: '', locations: [] };
  const pkg: Package = { ...base, ...extra };
  return matchPackages([pkg], { database, now: new Date('2031-05-01') }).findings[0];
}

test('ids, severity, dates and links of a record', () => {
  const [advisory] = found(record);
  assert.deepEqual(
    [advisory?.id, advisory?.aliases, advisory?.severities, advisory?.published],
    [
      'gems/sluice/CVE-2031-10002',
      ['CVE-2031-10002', 'GHSA-aaaa-bbbb-cccc', 'OSVDB-12345'],
      [{ source: 'ruby-advisory-db', severity: 'critical' }],
      '2031-02-03T00:00:00Z',
    ],
  );
  assert.deepEqual(advisory?.references, [
    'https://example.test/sluice',
    'https://example.test/more',
  ]);
  const old = record.replace(/cvss_v3.*\n/, '');
  assert.deepEqual(found(old)[0]?.severities, [{ source: 'ruby-advisory-db', severity: 'high' }]);
  assert.deepEqual(found(old.replace(/cvss_v2.*\n/, ''))[0]?.severities, []);
});

test('affected is what satisfies none of both lists', () => {
  for (const [version, fixes] of [
    ['1.2', ['2.0.9.1', '2.1.4', '2.2.3']],
    ['2.0.9', ['2.0.9.1', '2.1.4', '2.2.3']],
    ['2.1.3', ['2.1.4', '2.2.3']],
    ['2.2.0.rc1', ['2.2.3']],
  ] as const) {
    const finding = judge(record, version);
    assert.deepEqual([finding?.verdict, finding?.fix?.versions], ['affected', fixes], version);
    assert.equal(finding?.rule, 'CVE-2031-10002');
  }
  for (const version of ['1.1.9', '0.1', '2.0.9.1', '2.0.11', '2.1.4', '2.1.9', '2.2.3', '3.0.0'])
    assert.equal(judge(record, version), undefined, version);
  assert.equal(judge(record, 'not a version')?.verdict, 'unknown');
  assert.equal(judge(record.replace('~> 2.1.4', '~~ 2.1.4'), '2.2.0')?.verdict, 'unknown');
});

test('without patched versions every version is affected, but for those that never were', () => {
  const text = record.replace(/patched_versions:\n(?: {2}- .*\n)+/, '');
  assert.deepEqual(
    ['1.1', '1.2', '99'].map((version) => judge(text, version)?.verdict),
    [undefined, 'affected', 'affected'],
  );
});

test('an engine is a program, and no gem of its name', () => {
  const text = record.replace('gem: sluice', 'engine: jruby');
  assert.equal(found(text)[0]?.affected[0]?.ecosystem, 'RubyEngine');
  const engine = (version: string): string | undefined => {
    const cpes = [`cpe:2.3:a:jruby:jruby:${version}:*:*:*:*:*:*:*`];
    return judge(text, version, { type: 'generic', name: 'jruby', cpes })?.verdict;
  };
  assert.deepEqual(['2.0.0', '2.0.9.2', '2.2.3'].map(engine), ['affected', undefined, undefined]);
  assert.equal(judge(text, '2.0.0', { name: 'jruby' }), undefined);
});

test("the repository's archive gives the same records as its files", async () => {
  const records = await archived(rubyAdvisoryDb, [
    { path: `ruby-advisory-db-master/${path}`, content: record },
    { path: 'ruby-advisory-db-master/spec/schemas/gem.yml', content: 'type: map' },
    { path: 'ruby-advisory-db-master/gems/sluice/bad.yml', content: 'title: x' },
  ]);
  assert.deepEqual(advisoriesOf(records), found(record));
  assert.equal(problemsOf(records).length, 1);
});

test('fuzz records of ruby-advisory-db', () => {
  fuzz([Buffer.from(record)], (bytes) => [...rubyAdvisoryDb.parse({ name: path, bytes })]);
});
