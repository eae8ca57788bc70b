import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz, fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../../../test/kit/outside.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import type { Affected } from '../../../model/index.ts';
import { archiveMembers } from '../archive-members.ts';
import { nvdOverrides } from './nvd-overrides.ts';
import { nvdConfigurations } from './nvd-record.ts';
import { nvd } from './nvd.ts';

const curl = 'cpe:2.3:a:haxx:curl:*:*:*:*:*:*:*:*';
const windows = 'cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*';

function node(...matches: readonly Record<string, unknown>[]): Record<string, unknown> {
  return {
    operator: 'OR',
    negate: false,
    cpeMatch: matches.map((match) => ({ vulnerable: true, criteria: curl, ...match })),
  };
}

function affectedIn(...configurations: readonly unknown[]): readonly Affected[] {
  return nvdConfigurations(configurations).affected;
}

function events(match: Record<string, unknown>): unknown {
  return affectedIn({ nodes: [node(match)] })[0]?.ranges;
}

test('bounds of a range', () => {
  const range = (...list: readonly unknown[]) => [{ kind: 'events', events: list }];
  assert.deepEqual(
    events({ versionStartIncluding: '1', versionEndExcluding: '2' }),
    range({ introduced: '1' }, { fixed: '2' }),
  );
  assert.deepEqual(
    events({ versionStartExcluding: '1', versionEndIncluding: '2' }),
    range({ introduced: '1', exclusive: true }, { last_affected: '2' }),
  );
  assert.deepEqual(
    events({ versionEndExcluding: '2' }),
    range({ introduced: '0' }, { fixed: '2' }),
  );
  assert.deepEqual(events({}), range({ introduced: '0' }));
  assert.deepEqual(
    events({ versionStartIncluding: '4.*', versionEndIncluding: '4.9.*' }),
    range({ introduced: '4' }, { fixed: '4.10' }),
  );
});

test('a version in the name is that version, its update attached; none is no statement', () => {
  const versions = (version: string): unknown =>
    affectedIn({ nodes: [node({ criteria: `cpe:2.3:a:haxx:curl:${version}:*:*:*:*:*:*` })] })[0]
      ?.versions;
  assert.deepEqual(versions('7.1:*'), ['7.1']);
  assert.deepEqual(versions('7.1:rc1'), ['7.1rc1']);
  assert.equal(versions('-:*'), undefined);
  assert.deepEqual(
    affectedIn({ nodes: [node({ criteria: 'cpe:2.3:a:haxx:curl:-:*:*:*:*:*:*:*' })] }),
    [],
  );
});

test('only vulnerable applications count, joined by product', () => {
  const found = affectedIn({
    nodes: [
      node({ versionEndExcluding: '1' }, { versionStartIncluding: '2', versionEndExcluding: '3' }),
      node({ criteria: 'cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*' }),
      node({ criteria: 'cpe:2.3:h:acme:router:*:*:*:*:*:*:*:*' }),
      node({ criteria: 'cpe:2.3:a:acme:host:*:*:*:*:*:*:*:*', vulnerable: false }),
      node({ criteria: 'cpe:2.3:a:haxx:curl:*:*:*:*:*:node.js:*:*' }),
    ],
  });
  assert.deepEqual(
    found.map(({ name, ranges, qualifiers }) => [
      name,
      ranges.length,
      qualifiers?.['targetSoftware'],
    ]),
    [
      ['haxx:curl', 2, undefined],
      ['haxx:curl', 1, 'node.js'],
    ],
  );
});

test('what a product runs on is kept when it is systems only', () => {
  const platforms = (...others: readonly Record<string, unknown>[]): unknown =>
    affectedIn({
      operator: 'AND',
      nodes: [node({ versionEndExcluding: '1' }), node(...others)],
    })[0]?.qualifiers?.['platforms'];
  const host = { criteria: windows, vulnerable: false };
  assert.deepEqual(platforms(host), ['microsoft:windows']);
  assert.equal(platforms(host, { criteria: curl, vulnerable: false }), undefined);
  assert.equal(platforms({ criteria: curl.replace('curl', 'libcurl') }), undefined);
  const either = affectedIn({ operator: 'OR', nodes: [node({}), node(host)] });
  assert.deepEqual(
    either.map(({ qualifiers }) => qualifiers),
    [undefined],
  );
});

test('what is negated says nothing', () => {
  const negated = { ...node({ criteria: curl }), negate: true };
  assert.deepEqual(affectedIn({ nodes: [negated] }), []);
  assert.deepEqual(nvdConfigurations([{ negate: true, nodes: [node({})] }]), {
    affected: [],
    problems: ['a negated configuration'],
  });
});

test('names that cannot be read are problems, not silence', () => {
  const { affected, problems } = nvdConfigurations([
    { nodes: [node({ criteria: 'cpe:2.3:a:acme:a*b:*:*:*:*:*:*:*:*' }, {})] },
  ]);
  assert.equal(affected.length, 1);
  assert.deepEqual(problems, ['"cpe:2.3:a:acme:a*b:*:*:*:*:*:*:*:*" names no product']);
  assert.deepEqual(nvdConfigurations('nonsense'), { affected: [], problems: [] });
});

const page = {
  format: 'NVD_CVE',
  vulnerabilities: [
    {
      cve: {
        id: 'CVE-2024-1000',
        published: '2024-01-01T00:00:00.000',
        lastModified: '2024-02-01T00:00:00.000',
        vulnStatus: 'Analyzed',
        descriptions: [
          { lang: 'es', value: 'Hola' },
          { lang: 'en', value: 'Hello' },
        ],
        metrics: {
          cvssMetricV31: [
            {
              source: 'nvd@nist.gov',
              cvssData: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N' },
            },
          ],
        },
        weaknesses: [{ description: [{ lang: 'en', value: 'CWE-352' }] }],
        configurations: [{ nodes: [node({ versionEndExcluding: '8.0' })] }],
      },
    },
    {
      cve: { id: 'CVE-2024-1001', vulnStatus: 'Rejected', lastModified: '2024-03-01T00:00:00.000' },
    },
    { cve: {} },
  ],
};

test('a yearly file gives advisories, scores and problems', () => {
  const file = gzipSync(JSON.stringify(page));
  const records = [...nvd.parse(documentOf('nvdcve-2.0-2024.json.gz', file))];
  const [first, rejected] = advisoriesOf(records);
  assert.equal(first?.description, 'Hello');
  assert.deepEqual(first?.cwes, ['CWE-352']);
  assert.equal(first?.affected[0]?.name, 'haxx:curl');
  assert.equal(rejected?.withdrawn, '2024-03-01T00:00:00.000');
  assert.deepEqual(
    records.flatMap((one) => (one.kind === 'severity' ? [one.statement.cvss?.score] : [])),
    [6.5],
  );
  assert.deepEqual(problemsOf(records), ['nvdcve-2.0-2024.json.gz: a record without CVE id']);
});

const override = {
  _annotation: {
    cve_id: 'CVE-2024-1000',
    modified: '2026-01-01T00:00:00+00:00',
    references: ['https://example.org'],
  },
  cve: { configurations: page.vulnerabilities[0]?.cve.configurations },
};

test('overrides are single records or a whole archive', () => {
  const bytes = Buffer.from(JSON.stringify(override));
  const archive = zipOf([
    { name: 'main/data/2024/CVE-2024-1000.json', bytes },
    { name: 'main/data/2024/CVE-2024-1001.json', bytes: Buffer.from('{}') },
    { name: 'main/README.md', bytes },
  ]);
  const records = [...nvdOverrides.parse(documentOf('nvd-data-overrides.zip', archive))];
  assert.deepEqual(
    advisoriesOf(records).map(({ id, affected }) => [id, affected[0]?.name]),
    [['CVE-2024-1000', 'haxx:curl']],
  );
  assert.equal(problemsOf(records).length, 1);
  assert.equal(advisoriesOf(nvdOverrides.parse(documentOf('CVE-2024-1000.json', bytes))).length, 1);
});

test('mutated documents are read or refused', async () => {
  const plain = Buffer.from(JSON.stringify(page));
  fuzz([plain], (bytes) => [...nvd.parse(documentOf('a.json', bytes))]);
  await fuzzInTurns([gzipSync(plain)], (bytes) => [...nvd.parse(documentOf('a.json.gz', bytes))]);
  fuzz([Buffer.from(JSON.stringify(override))], (bytes) => [
    ...nvdOverrides.parse(documentOf('CVE-2024-1000.json', bytes)),
  ]);
});

async function membersOf(archive: string, wants: (path: string) => boolean): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const { bytes } of archiveMembers(sharedPath(archive), wants)) found.push(bytes);
  return found;
}

test(
  "NVD's files as published",
  needsShared('feeds/format-samples/vuls-data-update-fetch-fixtures.tar.zst'),
  async () => {
    const files = await membersOf(
      'feeds/format-samples/vuls-data-update-fetch-fixtures.tar.zst',
      (path) => /nvd\/feed\/cve\/v2\/nvdcve-2\.0-\d{4}\.json\.gz$/.test(path),
    );
    assert.equal(files.length, 2);
    const records = files.flatMap((file) => [
      ...nvd.parse(documentOf('nvdcve-2.0-2021.json.gz', file)),
    ]);
    assert.deepEqual(problemsOf(records), []);
    assert.ok(advisoriesOf(records).length >= 6);
    assert.ok(advisoriesOf(records).some(({ affected }) => affected.length > 0));
  },
);
