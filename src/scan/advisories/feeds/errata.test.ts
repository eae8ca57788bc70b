import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { almaErrata } from './alma-errata.ts';
import { amazonUpdateinfo } from './amazon.ts';
import { throughMirrorList, throughRepomd } from './errata.ts';
import { fedoraUpdateinfo } from './fedora.ts';
import { photonCve } from './photon.ts';

function notice(type: string, id: string, body: string): string {
  return `<update type="${type}"><id>${id}</id><title>t</title><issued date="2024-05-06 07:08"/><severity>important</severity>${body}</update>`;
}

const cve =
  '<references><reference type="cve" id="CVE-2024-1" href="https://example.org"/></references>';
const packages = (...rows: string[]): string =>
  `<pkglist><collection short="c">${rows.join('')}</collection></pkglist>`;
const pkg = (name: string, arch = 'x86_64', epoch = '0'): string =>
  `<package name="${name}" epoch="${epoch}" version="1.2" release="3.x" arch="${arch}"/>`;

const updateinfo = `<updates>
${notice('security', 'ALAS-2024-1', '<references><reference type="cve" id="CVE-2024-0001" href="https://example.org/1"/></references>' + packages(pkg('tool', 'x86_64', '2'), pkg('tool', 'src'), pkg('docs', 'noarch')))}
${notice('bugfix', 'ALAS-2024-2', packages(pkg('other')))}
${notice('security', 'ALAS-2024-3', packages())}
</updates>`;

test('security notices with packages are advisories, others are not', () => {
  const document = documentOf('updateinfo_2023.xml.gz', gzipSync(updateinfo));
  const found = advisoriesOf(amazonUpdateinfo.parse(document));
  assert.deepEqual(
    found.map(({ id, aliases, published }) => [id, aliases, published]),
    [['ALAS-2024-1', ['CVE-2024-0001'], '2024-05-06T07:08:00Z']],
  );
  // The repository of one architecture speaks for all: nothing is limited to it.
  const below = (fixed: string): object[] => [
    { kind: 'events', events: [{ introduced: '0' }, { fixed }] },
  ];
  assert.deepEqual(found[0]?.affected, [
    { ecosystem: 'Amazon Linux:2023', name: 'tool', state: 'fixed', ranges: below('2:1.2-3.x') },
    { ecosystem: 'Amazon Linux:2023', name: 'docs', state: 'fixed', ranges: below('1.2-3.x') },
  ]);
});

test('a document of no known release, or a notice without id, is a problem', () => {
  const extra = documentOf('updateinfo_2_kernel-5.15.xml.gz', gzipSync(updateinfo));
  assert.equal(problemsOf(amazonUpdateinfo.parse(extra)).length, 1);
  const nameless = `<updates>${notice('security', '', cve + packages(pkg('a')))}</updates>`;
  const document = documentOf('updateinfo_2.xml.gz', gzipSync(nameless));
  assert.equal(problemsOf(amazonUpdateinfo.parse(document)).length, 1);
});

test("Fedora's CVEs stand in the titles of bugs, else in the text; modules in the collection", () => {
  const bug =
    '<references><reference type="bugzilla" id="1" title="CVE-2024-0005 tool: x"/></references>';
  const module = '<module name="tool" stream="2" version="1" context="a" arch="x86_64"/>';
  const text = `<updates>${notice('security', 'FEDORA-2024-1', bug + packages(module, pkg('tool')))}
${notice('security', 'FEDORA-2024-2', `<description>Fixes CVE-2024-0006.</description>${packages(pkg('b'))}`)}</updates>`;
  const found = advisoriesOf(fedoraUpdateinfo.parse(documentOf('fedora-43/updateinfo.xml', text)));
  assert.deepEqual(
    found.map(({ aliases, affected }) => [
      aliases,
      affected[0]?.ecosystem,
      affected[0]?.qualifiers,
    ]),
    [
      [['CVE-2024-0005'], 'Fedora:43', { modularity: 'tool:2' }],
      [['CVE-2024-0006'], 'Fedora:43', undefined],
    ],
  );
});

const repomd = `<repomd><data type="primary"><location href="repodata/p.xml"/></data>
<data type="updateinfo"><checksum type="sha256">${'ab'.repeat(32)}</checksum><location href="repodata/u.xml.gz"/></data></repomd>`;

test('the way to a repository file leads through a mirror list and an index', () => {
  const list = Buffer.from('https://a.example/2/core/x\nhttps://b.example/2/core/x\n');
  assert.deepEqual(throughMirrorList({ bytes: list, url: 'https://cdn.example/mirror.list' }), {
    url: 'https://a.example/2/core/x/repodata/repomd.xml',
  });
  const url = 'https://a.example/2/core/x/repodata/repomd.xml';
  assert.deepEqual(throughRepomd({ bytes: Buffer.from(repomd), url }), {
    url: 'https://a.example/2/core/x/repodata/u.xml.gz',
    sha256: 'ab'.repeat(32),
  });
  assert.equal(throughRepomd({ bytes: Buffer.from('<repomd/>'), url }), undefined);
  assert.equal(throughMirrorList({ bytes: Buffer.from('<html>'), url }), undefined);
});

const alma = {
  data: [
    {
      id: 'ALSA-2024:1',
      type: 'security',
      severity: 'Moderate',
      issued_date: 1700000000,
      references: [{ id: 'CVE-2024-0007', href: 'https://example.org/7' }],
      packages: [
        {
          name: 'a',
          epoch: '1',
          version: '2',
          release: '3',
          arch: 'x86_64',
          module: 'm:1:2:c:x86_64',
        },
        {
          name: 'a',
          epoch: '1',
          version: '2',
          release: '3',
          arch: 'aarch64',
          module: 'm:1:3:c:aarch64',
        },
        { name: 'a', epoch: '1', version: '2', release: '3', arch: 'src' },
      ],
    },
    { id: 'ALBA-2024:2', type: 'bugfix', packages: [] },
    { id: 'ALSA-2024:3', type: 'security', packages: [] },
  ],
};

test('AlmaLinux tells the stream of each package and all architectures', () => {
  const records = [...almaErrata.parse(documentOf('9/errata.full.json', alma))];
  assert.deepEqual(advisoriesOf(records)[0]?.affected, [
    {
      ecosystem: 'AlmaLinux:9',
      name: 'a',
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1:2-3' }] }],
      qualifiers: { modularity: 'm:1', arch: ['aarch64', 'x86_64'] },
    },
  ]);
  assert.equal(advisoriesOf(records).length, 1);
  assert.equal(problemsOf(records).length, 1);
});

for (const [entry, state] of [
  [{ status: 'Fixed', res_ver: '1-2.ph5' }, 'fixed'],
  [{ status: 'Not Affected', res_ver: 'NA' }, 'not_affected'],
  [{ status: 'Not Fixed', res_ver: 'NA' }, 'affected'],
  [{ status: 'Fixed', res_ver: 'NA' }, undefined],
  [{}, undefined],
] as const) {
  test(`Photon's ${JSON.stringify(entry)} is ${state ?? 'a problem'}`, () => {
    const row = { cve_id: 'CVE-2024-0008', pkg: 'a', cve_score: 7.5, ...entry };
    const records = [...photonCve.parse(documentOf('cve_data_photon5.0.json', [row]))];
    assert.equal(advisoriesOf(records)[0]?.affected[0]?.state, state);
    assert.equal(problemsOf(records).length, state === undefined ? 1 : 0);
  });
}

test('mutations of all these documents throw nothing but errors of the house', () => {
  fuzz([Buffer.from(updateinfo)], (bytes) => [
    ...amazonUpdateinfo.parse({ name: 'updateinfo_2.xml', bytes }),
  ]);
  fuzz([Buffer.from(repomd)], (bytes) => throughRepomd({ bytes, url: 'https://a.example/b/c' }));
  const json = Buffer.from(JSON.stringify(alma));
  fuzz([json], (bytes) => [...almaErrata.parse({ name: '9/errata.full.json', bytes })]);
  const photon = Buffer.from(
    '[{"cve_id":"CVE-2024-0008","pkg":"a","status":"Fixed","res_ver":"1"}]',
  );
  fuzz([photon], (bytes) => [...photonCve.parse({ name: 'cve_data_photon5.0.json', bytes })]);
});
