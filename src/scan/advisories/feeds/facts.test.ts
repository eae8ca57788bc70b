import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import type { Feed, FeedRecord } from '../contract.ts';
import { cve5 } from './cve5.ts';
import { distroInfo } from './distro-info.ts';
import { endOfLife } from './end-of-life.ts';
import { epss } from './epss.ts';
import { kev } from './kev.ts';

function records(feed: Feed, name: string, content: unknown): FeedRecord[] {
  return [...feed.parse(documentOf(name, content))];
}

const catalogue = {
  catalogVersion: '2025.08.25',
  dateReleased: '2025-08-25T17:04:19.9796Z',
  vulnerabilities: [
    {
      cveID: 'CVE-2021-44228',
      dateAdded: '2021-12-10',
      dueDate: '2021-12-24',
      vulnerabilityName: 'N',
      knownRansomwareCampaignUse: 'Known',
    },
    { cveID: 'CVE-2020-0001', dateAdded: '2022-01-01', knownRansomwareCampaignUse: 'Unknown' },
    { dateAdded: '2022-01-01' },
  ],
};

test('kev: dates, ransomware and the date of the catalogue', () => {
  const found = records(kev, 'kev.json', catalogue);
  assert.deepEqual(found.slice(0, 3), [
    { kind: 'dated', time: '2025-08-25T17:04:19.9796Z' },
    {
      kind: 'kev',
      cve: 'CVE-2021-44228',
      added: '2021-12-10',
      due: '2021-12-24',
      ransomware: true,
      name: 'N',
    },
    { kind: 'kev', cve: 'CVE-2020-0001', added: '2022-01-01', ransomware: false },
  ]);
  assert.equal(problemsOf(found).length, 1);
  assert.equal(problemsOf(records(kev, 'kev.json', {})).length, 1);
});

const scores =
  '#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000\ncve,epss,percentile\nCVE-1999-0001,0.03351,0.87650\nCVE-2021-44228,1.00000,1.0\n';

test('epss: scores with the date of the first line; rows that are no shares are told', () => {
  assert.deepEqual(records(epss, 'e', gzipSync(scores)), [
    {
      kind: 'epss',
      cve: 'CVE-1999-0001',
      probability: 0.03351,
      percentile: 0.8765,
      date: '2026-08-16',
    },
    { kind: 'epss', cve: 'CVE-2021-44228', probability: 1, percentile: 1, date: '2026-08-16' },
  ]);
  for (const row of ['CVE-1999-0001,2,0.1', 'CVE-1999-0001,,0.1', 'CVE-1999-0001', '<html>'])
    assert.equal(problemsOf(records(epss, 'e', gzipSync(`${scores}${row}\n`))).length, 1, row);
  assert.equal(problemsOf(records(epss, 'e', gzipSync('cve,epss\n'))).length, 1);
  assert.throws(() => records(epss, 'e', '<html>not found'), { code: 'GZIP_INVALID' });
});

test('end-of-life: dates, flags and code names; the list of products is none', () => {
  const lines = [
    { cycle: '12', codename: 'Bookworm', eol: '2026-07-11', eoes: '2028-06-30' },
    { cycle: '1', eol: true, eoes: 'soon' },
    { codename: 'x' },
  ];
  const found = records(endOfLife, 'debian.json', lines);
  assert.deepEqual(found.slice(0, 2), [
    {
      kind: 'end-of-life',
      product: 'debian',
      cycle: '12',
      codename: 'bookworm',
      eol: '2026-07-11',
      extended: '2028-06-30',
    },
    { kind: 'end-of-life', product: 'debian', cycle: '1', eol: true },
  ]);
  assert.equal(problemsOf(found).length, 1);
  assert.deepEqual(records(endOfLife, 'all.json', ['debian']), []);
  assert.equal(problemsOf(records(endOfLife, 'x.json', {})).length, 1);
});

test('distro-info: versions without LTS mark, rolling suites left out', () => {
  const ubuntu =
    'version,codename,series,created,release,eol,eol-server,eol-esm,eol-legacy\n22.04 LTS,Jammy Jellyfish,jammy,2021-10-14,2022-04-21,2027-06-01,2027-06-01,2032-04-25\n';
  assert.deepEqual(records(distroInfo, 'ubuntu.csv', ubuntu), [
    {
      kind: 'end-of-life',
      product: 'ubuntu',
      cycle: '22.04',
      codename: 'jammy',
      eol: '2027-06-01',
      extended: '2032-04-25',
    },
  ]);
  const debian =
    'version,codename,series,created,release,eol,eol-lts,eol-elts\n12,Bookworm,bookworm,2021-08-14,2023-06-10,2026-06-10,2028-06-30\n,Sid,sid,1993-08-16\n';
  assert.deepEqual(records(distroInfo, 'debian.csv', debian), [
    {
      kind: 'end-of-life',
      product: 'debian',
      cycle: '12',
      codename: 'bookworm',
      eol: '2026-06-10',
      extended: '2028-06-30',
    },
  ]);
  assert.equal(problemsOf(records(distroInfo, 'debian.csv', '<html>')).length, 1);
});

const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const cveRecord = {
  cveMetadata: {
    cveId: 'CVE-2024-3094',
    state: 'PUBLISHED',
    assignerShortName: 'redhat',
    datePublished: '2024-03-29T16:51:12Z',
    dateUpdated: '2024-10-01T00:00:00Z',
  },
  containers: {
    cna: {
      title: 'Xz: malicious code in distributed source',
      descriptions: [
        { lang: 'es', value: 'es' },
        { lang: 'en', value: 'Malicious code' },
      ],
      metrics: [{ other: {} }, { cvssV3_1: { vectorString: vector, baseScore: 1 } }],
      problemTypes: [{ descriptions: [{ cweId: 'CWE-506' }, { description: 'x' }] }],
      references: Array.from({ length: 20 }, (_, index) => ({
        url: `https://example.org/${index}`,
      })),
    },
    adp: [
      {
        metrics: [{ cvssV3_1: { vectorString: vector } }, { cvssV3_1: { vectorString: 'broken' } }],
      },
    ],
  },
};

test('cve5: the text once, a severity for each score that can be computed', () => {
  const found = records(cve5, 'CVE-2024-3094.json', cveRecord);
  const [text, ...severities] = found;
  assert.equal(text?.kind === 'advisory' && text.advisory.description, 'Malicious code');
  assert.equal(text?.kind === 'advisory' && text.advisory.references?.length, 10);
  assert.deepEqual(
    severities.map((item) => item.kind === 'severity' && item.statement),
    ['cna:redhat', 'cisa-adp'].map((source) => ({
      source,
      severity: 'critical',
      cvss: { version: '3.1', score: 9.8, vector },
    })),
  );
});

test('cve5: rejected records are withdrawn and have no severity; others are read from a zip too', () => {
  const rejected = {
    ...cveRecord,
    cveMetadata: { ...cveRecord.cveMetadata, state: 'REJECTED', dateRejected: '2024-05-01' },
  };
  const found = records(cve5, 'CVE-1.json', rejected);
  assert.equal(found.length, 1);
  assert.equal(found[0]?.kind === 'advisory' && found[0].advisory.withdrawn, '2024-05-01');
  const zip = zipOf([
    { name: 'x/2024/3xxx/CVE-2024-3094.json', bytes: Buffer.from(JSON.stringify(cveRecord)) },
    { name: 'x/delta.json', bytes: Buffer.from('{}') },
    { name: 'x/CVE-2024-1.json', bytes: Buffer.from('{}') },
  ]);
  const all = records(cve5, 'vulnrichment.zip', zip);
  assert.deepEqual(
    all.map((item) => item.kind),
    ['advisory', 'severity', 'severity', 'problem'],
  );
});

test('cve5 is fetched for distributions without scores, not for language packages alone', () => {
  assert.equal(cve5.parts().length, 1);
  assert.equal(cve5.parts(['Debian:12']).length, 1);
  assert.equal(cve5.parts(['npm', 'PyPI']).length, 0);
});

for (const [feed, name, content] of [
  [kev, 'k.json', Buffer.from(JSON.stringify(catalogue))],
  [epss, 'e.gz', gzipSync(scores)],
  [endOfLife, 'debian.json', Buffer.from(JSON.stringify([{ cycle: '12', eol: '2026-07-11' }]))],
  [
    distroInfo,
    'debian.csv',
    Buffer.from('version,codename,series,created,release,eol\n12,B,b,c,d,2026-06-10\n'),
  ],
  [cve5, 'CVE-2024-3094.json', Buffer.from(JSON.stringify(cveRecord))],
] as const) {
  test(`the ${feed.id} parser survives mutations`, async () => {
    await fuzzInTurns([content], (bytes) => [...feed.parse({ name, bytes })]);
  });
}
