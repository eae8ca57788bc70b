import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { alpineSecdb } from './alpine-secdb.ts';

function secdb(secfixes: Record<string, readonly string[]>, distroversion = 'v3.18'): unknown {
  return { distroversion, reponame: 'main', packages: [{ pkg: { name: 'xen', secfixes } }] };
}

function ids(text: string): string[][] {
  const records = alpineSecdb.parse(documentOf('v3.18/main', secdb({ '1.0-r0': [text] })));
  return advisoriesOf(records).map((advisory) => [advisory.id, ...advisory.aliases]);
}

const lines: readonly [string, string[][]][] = [
  ['CVE-2022-4203', [['CVE-2022-4203']]],
  ['CVE-2016-9932 XSA-200', [['CVE-2016-9932', 'XSA-200']]],
  ['XSA-200 CVE-2016-9932', [['CVE-2016-9932', 'XSA-200']]],
  [
    'CVE-2019-17349 CVE-2019-17350 XSA-295',
    [
      ['CVE-2019-17349', 'XSA-295'],
      ['CVE-2019-17350', 'XSA-295'],
    ],
  ],
  ['CVE-2026-3832 GNUTLS-SA-2026-04-29-12', [['CVE-2026-3832', 'GNUTLS-SA-2026-04-29-12']]],
  ['CVE-2017-2616 (partially fixed, CVE-2017-9999 too)', [['CVE-2017-2616']]],
  ['CVE-2017-2616 # see XSA-1', [['CVE-2017-2616']]],
  ['CVE-2017-16808 (AoE)', [['CVE-2017-16808']]],
  ['CVE-2017-17434-2', [['CVE-2017-17434']]],
  ['CVE_2016-9841', [['CVE-2016-9841']]],
  ['CVE 2025-48379', [['CVE-2025-48379']]],
  ['CVE-2017-11610  ', [['CVE-2017-11610']]],
  ['GHSA-fhpf-pp6p-55qc', [['GHSA-fhpf-pp6p-55qc']]],
  ['ALPINE-13661', [['ALPINE-13661']]],
  ['DW202402-001', [['DW202402-001']]],
  ['VSV00010', [['VSV00010']]],
  ['CVE-????-?????', []],
  ['SMB printing disabled', []],
  ['-', []],
];

for (const [text, wanted] of lines) {
  test(`the fix "${text}" names ${wanted.flat().join(' ') || 'nothing, which is told'}`, () => {
    assert.deepEqual(ids(text), wanted);
    const records = alpineSecdb.parse(documentOf('v3.18/main', secdb({ '1.0-r0': [text] })));
    assert.equal(problemsOf(records).length, wanted.length === 0 ? 1 : 0);
  });
}

test('a version is the first fixed one, and "0" means never affected', () => {
  const document = documentOf(
    'x',
    secdb({ '1.2-r3': ['CVE-2020-0001'], '0': ['CVE-2020-0002'] }, 'edge'),
  );
  // JavaScript puts integer keys first.
  assert.deepEqual(
    advisoriesOf(alpineSecdb.parse(document)).map((advisory) => advisory.affected),
    [
      [
        {
          ecosystem: 'Alpine:edge',
          name: 'xen',
          state: 'not_affected',
          vendorState: '0',
          ranges: [],
        },
      ],
      [
        {
          ecosystem: 'Alpine:edge',
          name: 'xen',
          state: 'fixed',
          ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1.2-r3' }] }],
        },
      ],
    ],
  );
});

test('the branch comes from the document, else from its name', () => {
  const branch = (content: unknown, name: string): string | undefined =>
    advisoriesOf(alpineSecdb.parse(documentOf(name, content)))[0]?.affected[0]?.ecosystem;
  const packages = [{ pkg: { name: 'a', secfixes: { '1': ['CVE-2020-0001'] } } }];
  assert.equal(branch({ packages }, 'v3.9/main'), 'Alpine:v3.9');
  assert.equal(branch({ packages, distroversion: '../x' }, 'v3.9/main'), undefined);
});

const yaml = `---
distroversion: v3.5
reponame: main
packages:
  - pkg:
      name: xen
      secfixes:
        1.2-r3:
        - CVE-2016-9932 XSA-200
        0:
          - CVE-2016-0001
`;

test('the YAML form of before 2020 says the same', () => {
  const found = advisoriesOf(alpineSecdb.parse(documentOf('v3.5/main', yaml)));
  assert.deepEqual(
    found.map((advisory) => [advisory.id, advisory.aliases, advisory.affected[0]?.state]),
    [
      ['CVE-2016-0001', [], 'not_affected'],
      ['CVE-2016-9932', ['XSA-200'], 'fixed'],
    ],
  );
});

test('a repository without any fix is no problem', () => {
  const empty = { distroversion: 'v3.3', packages: null };
  assert.deepEqual([...alpineSecdb.parse(documentOf('v3.3/community', empty))], []);
});

test('what is no security database is told', () => {
  for (const text of ['{}', '<html>', '[]'])
    assert.equal(problemsOf(alpineSecdb.parse(documentOf('v3.18/main', text))).length, 1, text);
  assert.throws(() => [...alpineSecdb.parse(documentOf('v3.18/main', '{"packages"'))], {
    code: 'JSON_INVALID',
  });
  assert.throws(() => [...alpineSecdb.parse(documentOf('v3.18/main', 'a: [b'))], {
    code: 'YAML_INVALID',
  });
});

test('parts are the wanted branches', () => {
  assert.deepEqual(
    alpineSecdb.parts(['Alpine:v3.18', 'npm']).map((part) => part.url),
    ['v3.18/main.json', 'v3.18/community.json'],
  );
  assert.equal(alpineSecdb.parts(['Alpine']).length, alpineSecdb.parts().length);
});

test('the secdb parser survives mutations', () => {
  const fixture = Buffer.from(
    JSON.stringify(secdb({ '1.0-r0': ['CVE-2020-0001 XSA-2'], '0': ['CVE-2020-0003'] })),
  );
  fuzz([fixture, Buffer.from(yaml)], (bytes) => [
    ...alpineSecdb.parse(documentOf('v3.18/main', bytes)),
  ]);
});
