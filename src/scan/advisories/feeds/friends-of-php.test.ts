import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, archived, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { matchPackages } from '../../match/match-packages.ts';
import { memoryDatabase } from '../memory.ts';
import { friendsOfPhp } from './friends-of-php.ts';

// Written for this test in the form of the repository's files.
const record = `title: Cache may be poisoned
link: https://example.test/cache
cve: CVE-2031-10001
branches:
    1.x:
        time: 2031-04-02 10:00:00
        versions: ['>=1.0', '<1.4.2']
    "2.0":
        time: ~
        versions: ['>=2.0.0', '<2.1.0']
    3.x:
        time: 2031-04-01
        versions: ['>3.0.0-beta1', '<=3.0.5']
reference: composer://Acme/Cache
`;

function found(name: string, text: string) {
  return advisoriesOf(friendsOfPhp.parse(documentOf(name, text)));
}

test('bounds of a branch must all hold, branches are alternatives; no time, no fix', () => {
  const [advisory] = found('acme/cache/CVE-2031-10001.yaml', record);
  assert.deepEqual(advisory?.affected, [
    {
      ecosystem: 'Packagist',
      name: 'acme/cache',
      state: 'fixed',
      ranges: [
        { kind: 'expression', expression: '>=1.0, <1.4.2', fixed: ['1.4.2'] },
        { kind: 'expression', expression: '>=2.0.0, <2.1.0' },
        { kind: 'expression', expression: '>3.0.0-beta1, <=3.0.5' },
      ],
      fixDate: '2031-04-01',
    },
  ]);
  assert.deepEqual(
    [advisory.id, advisory.aliases, advisory.title, advisory.published],
    [
      'acme/cache/CVE-2031-10001',
      ['CVE-2031-10001'],
      'Cache may be poisoned',
      '2031-04-01T00:00:00Z',
    ],
  );
});

test("a link to GitHub's page of the fault gives its id there, other links give none", () => {
  const linked = (link: string): readonly string[] | undefined =>
    found('acme/cache/CVE-2031-10001.yaml', record.replace('https://example.test/cache', link))[0]
      ?.aliases;
  const page = 'https://github.com/acme/cache/security/advisories/GHSA-9f46-5r25-5wfm';
  assert.deepEqual(linked(page), ['CVE-2031-10001', 'GHSA-9f46-5r25-5wfm']);
  assert.deepEqual(linked('https://github.com/advisories/GHSA-9f46-5r25-5wfm'), [
    'CVE-2031-10001',
    'GHSA-9f46-5r25-5wfm',
  ]);
  for (const other of [
    `${page}/edit`,
    'https://github.com/acme/cache/pull/1',
    'https://example.test/GHSA-9f46-5r25-5wfm',
  ])
    assert.deepEqual(linked(other), ['CVE-2031-10001'], other);
});

test('versions inside and outside of the branches', () => {
  const database = memoryDatabase({
    advisories: found('acme/cache/CVE-2031-10001.yaml', record),
  });
  const judged = (version: string): [string | undefined, readonly string[] | undefined] => {
    const purl = `pkg:composer/acme/cache@${version}`;
    const pkg = { name: 'ACME/cache', version, type: 'composer', purl, foundBy: '', locations: [] };
    const { findings } = matchPackages([pkg], { database, now: new Date('2031-05-01') });
    return [findings[0]?.verdict, findings[0]?.fix?.versions];
  };
  assert.deepEqual(
    ['1.0.0', 'v1.4.1', '2.0.9', '3.0.5'].map((version) => judged(version)),
    [
      ['affected', ['1.4.2']],
      ['affected', ['1.4.2']],
      ['affected', []],
      ['affected', []],
    ],
  );
  for (const version of ['0.9.9', '1.4.2', 'v1.9', '2.1.0', '2.9.9', '3.0.0-beta1', '3.0.6', '4.0'])
    assert.deepEqual(judged(version), [undefined, undefined], version);
  assert.equal(judged('dev-main')[0], 'unknown');
});

test('a record without CVE goes by its path, and by its file name as elsewhere', () => {
  const text = record.replace('cve: CVE-2031-10001', 'cve: ~');
  const [advisory] = found('acme/cache/2031-04-01-2.yaml', text);
  assert.deepEqual(
    [advisory?.id, advisory?.aliases, advisory?.affected[0]?.vendorIds],
    ['acme/cache/2031-04-01-2', [], ['2031-04-01-2']],
  );
  // Some files have the CVE in their name alone.
  assert.deepEqual(found('acme/cache/CVE-2031-10001.yaml', text)[0]?.aliases, ['CVE-2031-10001']);
});

test('what is no advisory is told, and what is no record is passed over', () => {
  const told = (name: string, text: string): string[] =>
    problemsOf(friendsOfPhp.parse(documentOf(name, text)));
  for (const text of [
    '',
    'a: [',
    'title: x',
    record.replace('composer://', 'pear://'),
    record.replace("versions: ['>=2.0.0', '<2.1.0']", 'versions: []'),
    record.replace(/branches:[^]*?reference/, 'branches: {}\nreference'),
  ])
    assert.equal(told('acme/cache/x.yaml', text).length, 1, text);
  assert.deepEqual(told('.github/workflows/php.yaml', 'on: push'), []);
  assert.deepEqual(told('README.yaml', 'on: push'), []);
});

test("the repository's archive gives the same records as its files", async () => {
  const entries = [
    { path: 'security-advisories-master/README.md', content: '# Records' },
    { path: 'security-advisories-master/acme/cache/CVE-2031-10001.yaml', content: record },
    { path: 'security-advisories-master/.github/workflows/php.yaml', content: 'on: push' },
    { path: 'security-advisories-master/acme/other/x.yaml', content: 'title: x' },
  ];
  const records = await archived(friendsOfPhp, entries);
  assert.deepEqual(advisoriesOf(records), found('acme/cache/CVE-2031-10001.yaml', record));
  assert.equal(problemsOf(records).length, 1);
});

test('fuzz records of FriendsOfPHP', () => {
  fuzz([Buffer.from(record)], (bytes) => [
    ...friendsOfPhp.parse({ name: 'acme/cache/x.yaml', bytes }),
  ]);
});
