import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../../../test/kit/outside.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import type { Advisory, Affected } from '../../../model/index.ts';
import { archiveMembers } from '../archive-members.ts';
import { feedOf } from './index.ts';
import { osvEcosystems } from './osv-ecosystems.ts';
import { osvAdvisory, osvFeed } from './osv.ts';
import type { OsvEcosystem } from './osv.ts';

const npm: OsvEcosystem = { id: 'osv-npm', title: '', ecosystem: 'npm', licence: '' };
const alma: OsvEcosystem = {
  id: 'osv-almalinux',
  title: '',
  ecosystem: 'AlmaLinux',
  licence: '',
  errata: true,
};

function advisory(record: Record<string, unknown>, row = npm): Advisory {
  const found = osvAdvisory({ id: 'X-1', ...record }, row);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

function affected(entry: Record<string, unknown>, row = npm): Affected | undefined {
  return advisory(
    { affected: [{ package: { ecosystem: row.ecosystem, name: 'p' }, ...entry }] },
    row,
  ).affected[0];
}

test('osvAdvisory keeps events in the order of the record', () => {
  const events = [
    { fixed: '2.0' },
    { introduced: '1.0' },
    { last_affected: '0.9' },
    { introduced: '0' },
  ];
  assert.deepEqual(affected({ ranges: [{ type: 'SEMVER', events }] })?.ranges, [
    { kind: 'events', events },
  ]);
});

test('an advisory of GitHub that was taken back is withdrawn, also where only its title says so', () => {
  const withdrawn = (record: Record<string, unknown>): string | undefined =>
    advisory({ id: 'GHSA-1', modified: '2023-01-09T05:02:28Z', ...record }).withdrawn;
  assert.equal(withdrawn({ summary: 'Withdrawn: a fault' }), '2023-01-09T05:02:28Z');
  assert.equal(withdrawn({ summary: 'Duplicate Advisory: x' }), undefined);
  const told = { summary: 'Withdrawn: x', withdrawn: '2022-01-01T00:00:00Z' };
  assert.equal(withdrawn(told), '2022-01-01T00:00:00Z');
  assert.equal(withdrawn({ summary: 'Withdrawn funds can be spent twice' }), undefined);
  assert.equal(withdrawn({ summary: 'Withdrawn: a fault', id: 'PYSEC-1' }), undefined);
  assert.equal(withdrawn({}), undefined);
});

test('osvAdvisory splits events that stand in one object', () => {
  const events = [{ introduced: '0', fixed: '1.2' }];
  assert.deepEqual(affected({ ranges: [{ type: 'SEMVER', events }] })?.ranges, [
    { kind: 'events', events: [{ introduced: '0' }, { fixed: '1.2' }] },
  ]);
});

const states: readonly [string, Record<string, unknown>, Partial<Affected>][] = [
  [
    'a fix',
    { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1' }] }] },
    { state: 'fixed' },
  ],
  [
    'no fix',
    { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
    { state: 'affected' },
  ],
  [
    'last_affected',
    { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { last_affected: '1' }] }] },
    { state: 'affected' },
  ],
  [
    'versions beside git commits',
    { ranges: [{ type: 'GIT', events: [{ introduced: 'abc' }] }], versions: ['1.0'] },
    { versions: ['1.0'], ranges: [] },
  ],
  [
    'git commits alone',
    { ranges: [{ type: 'GIT', events: [{ introduced: 'abc' }] }] },
    { upperBoundUnknown: true },
  ],
  [
    'a lost upper bound',
    {
      ranges: [{ type: 'SEMVER', events: [{ introduced: '1' }] }],
      database_specific: { upper_bound_unknown: true },
    },
    { upperBoundUnknown: true },
  ],
  [
    'an exclusive lower bound',
    {
      ranges: [{ type: 'SEMVER', events: [{ introduced: '1' }] }],
      database_specific: { introduced_is_exclusive: true },
    },
    { ranges: [{ kind: 'events', events: [{ introduced: '1', exclusive: true }] }] },
  ],
  [
    'Go symbols',
    {
      ecosystem_specific: { imports: [{ path: 'net/http', symbols: ['A', 'B'] }, { path: 'x' }] },
      versions: ['1'],
    },
    { qualifiers: { imports: ['net/http#A,B', 'x'] } },
  ],
  [
    'the systems that Go code is at fault on',
    {
      ecosystem_specific: {
        imports: [
          { path: 'os/exec', symbols: ['Cmd.Run'], goos: ['windows'] },
          { path: 'crypto', goos: ['linux', 'plan9'], goarch: ['s390x'] },
        ],
      },
      versions: ['1'],
    },
    {
      qualifiers: {
        imports: ['os/exec#Cmd.Run?goos=windows', 'crypto?goos=linux,plan9&goarch=s390x'],
      },
    },
  ],
];

for (const [what, entry, wanted] of states) {
  test(`osvAdvisory reads ${what}`, () => {
    const found = affected(entry);
    for (const [key, value] of Object.entries(wanted))
      assert.deepEqual(found?.[key as keyof Affected], value);
  });
}

for (const [what, entry] of [
  ['a fix', { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1' }] }] }],
  ['an open range', { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }],
  ['listed versions', { versions: ['1'] }],
] as const) {
  test(`a record with ${what} has no unknown upper bound`, () => {
    assert.equal(affected(entry)?.upperBoundUnknown, undefined);
  });
}

test('the kind of a record', () => {
  const entry = { package: { ecosystem: 'npm', name: 'p' }, versions: ['1'] };
  const informational = { ...entry, database_specific: { informational: 'unmaintained' } };
  assert.equal(advisory({ id: 'MAL-2024-1', affected: [entry] }).kind, 'malware');
  assert.equal(advisory({ affected: [informational] }).kind, 'informational');
  assert.equal(advisory({ affected: [informational, entry] }).kind, 'vulnerability');
  assert.equal(
    advisory({ affected: [{ ...entry, database_specific: { informational: null } }] }).kind,
    'vulnerability',
  );
});

test("RustSec's unsound crates count where others gave them a CVE or GHSA id", () => {
  const entry = { package: { ecosystem: 'npm', name: 'p' }, versions: ['1'] };
  const unsound = { ...entry, database_specific: { informational: 'unsound' } };
  const notice = { ...entry, database_specific: { informational: 'notice' } };
  const kind = (affected: unknown, aliases: readonly string[]): string =>
    advisory({ affected: [affected], aliases }).kind;
  assert.equal(kind(unsound, ['CVE-2018-25023']), 'vulnerability');
  assert.equal(kind(unsound, ['GHSA-55m5-whcv-c49c']), 'vulnerability');
  assert.equal(kind(unsound, ['RUSTSEC-2018-0018']), 'informational');
  assert.equal(kind(unsound, []), 'informational');
  assert.equal(kind(notice, ['CVE-2018-25023']), 'informational');
});

test('errata: CVEs under related count, errata without any are informational', () => {
  const related = ['CVE-2022-4203', 'ALSA-2022:1'];
  const erratum = advisory(
    { id: 'ALSA-2023:1', related, summary: 'Important: openssl update' },
    alma,
  );
  assert.deepEqual(erratum.aliases, ['CVE-2022-4203']);
  assert.equal(erratum.kind, 'vulnerability');
  assert.deepEqual(erratum.severities, [
    { source: 'osv-almalinux', severity: 'high', word: 'Important' },
  ]);
  assert.equal(advisory({ id: 'ALBA-2023:1', related: [] }, alma).kind, 'informational');
  assert.deepEqual(advisory({ related }).aliases, []);
});

test('errata of a module stream concern builds of that module only', () => {
  const streams = (summary: string, row: typeof alma, ...fixes: readonly string[]) =>
    advisory(
      {
        summary,
        affected: fixes.map((fixed) => ({
          package: { ecosystem: `${row.ecosystem}:8`, name: 'p' },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
        })),
      },
      row,
    ).affected.map((one) => one.qualifiers);
  const build = '1:18.9.1-1.module_el8.7.0+3343+ea2b7901';
  const summary = 'Important: nodejs:18 security update';
  assert.deepEqual(streams(summary, alma, build, '1-2.el8'), [
    { modularity: 'nodejs:18' },
    undefined,
  ]);
  assert.deepEqual(streams('Important: mariadb:10.3 and galera security update', alma, build), [
    { modularity: 'mariadb:10.3' },
  ]);
  assert.deepEqual(streams('Important: nodejs security update', alma, build), [undefined]);
  assert.deepEqual(streams(summary, npm, build), [undefined]);
});

test('aliases: CVE ids first, upstream counts, no doubles and not the own id', () => {
  const record = {
    id: 'G',
    aliases: ['PYSEC-1', 'CVE-2020-1234', 'G'],
    upstream: ['CVE-2020-1234', 'CVE-2020-9999'],
  };
  assert.deepEqual(advisory(record).aliases, ['CVE-2020-1234', 'CVE-2020-9999', 'PYSEC-1']);
});

test('names follow their ecosystem and releases stay in the ecosystem', () => {
  const pypi = { ...npm, id: 'osv-pypi', ecosystem: 'PyPI' };
  const entry = { package: { ecosystem: 'PyPI', name: 'Foo__bar.Baz' }, versions: ['1'] };
  assert.equal(advisory({ affected: [entry] }, pypi).affected[0]?.name, 'foo-bar-baz');
  const el9 = { package: { ecosystem: 'AlmaLinux:9', name: 'OpenSSL' }, versions: ['1'] };
  assert.equal(advisory({ affected: [el9] }, alma).affected[0]?.ecosystem, 'AlmaLinux:9');
  assert.equal(advisory({ affected: [el9] }, alma).affected[0]?.name, 'OpenSSL');
  assert.deepEqual(advisory({ affected: [el9] }).affected, []);
});

test('severities keep vector, score and word', () => {
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L';
  const record = {
    severity: [{ type: 'CVSS_V3', score: vector }],
    database_specific: { severity: 'MODERATE' },
  };
  assert.deepEqual(advisory(record).severities, [
    { source: 'osv-npm', severity: 'medium', cvss: { version: '3.1', score: 5.3, vector } },
    { source: 'osv-npm', severity: 'medium', word: 'MODERATE' },
  ]);
});

test('placeholder dates are no dates; withdrawn is kept for the builder to see', () => {
  const record = {
    published: '0001-01-01T00:00:00Z',
    modified: '2024-01-01T00:00:00Z',
    withdrawn: '2024-02-01T00:00:00Z',
  };
  const found = advisory(record);
  assert.equal(found.published, undefined);
  assert.equal(found.modified, '2024-01-01T00:00:00Z');
  assert.equal(found.withdrawn, '2024-02-01T00:00:00Z');
});

const feed = feedOf('osv-npm');
const record = {
  id: 'GHSA-1',
  aliases: ['CVE-2020-1111'],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'p' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
    },
  ],
};

test('the bulk zip gives every record and tells broken ones without losing the rest', () => {
  const bytes = zipOf([
    { name: 'a/GHSA-1.json', bytes: Buffer.from(JSON.stringify(record)) },
    { name: 'broken.json', bytes: Buffer.from('{"id": ') },
    { name: 'no-id.json', bytes: Buffer.from('[]') },
    { name: 'README.md', bytes: Buffer.from('# no record') },
    { name: 'GHSA-2.json', bytes: Buffer.from(JSON.stringify({ ...record, id: 'GHSA-2' })) },
  ]);
  const records = [...(feed?.parse(documentOf('npm/all.zip', bytes)) ?? [])];
  assert.deepEqual(
    advisoriesOf(records).map((item) => item.id),
    ['GHSA-1', 'GHSA-2'],
  );
  assert.equal(problemsOf(records).length, 2);
  assert.match(problemsOf(records)[0] ?? '', /^broken\.json: Cannot read "broken\.json"/);
});

test('the OSV parser survives mutations of a zip and of a single record', () => {
  const single = Buffer.from(JSON.stringify(record));
  fuzz([zipOf([{ name: 'a.json', bytes: single, stored: true }])], (bytes) => [
    ...(feed?.parse(documentOf('npm/all.zip', bytes)) ?? []),
  ]);
  fuzz([single], (bytes) => [...(feed?.parse(documentOf('a.json', bytes)) ?? [])]);
});

test(
  'a record as published: several entries of one package stay alternatives',
  needsShared('feeds/osv/single-records'),
  () => {
    const bytes = readFileSync(sharedPath('feeds/osv/single-records/npm/GHSA-6fc8-4gx4-v693.json'));
    const [found] = advisoriesOf(
      feed?.parse(documentOf('npm/GHSA-6fc8-4gx4-v693.json', bytes)) ?? [],
    );
    assert.deepEqual(
      found?.affected.map((item) => item.name),
      ['ws', 'ws', 'ws'],
    );
    assert.deepEqual(found?.aliases, ['CVE-2021-32640']);
  },
);

const ubuntu = osvEcosystems.find((row) => row.id === 'osv-ubuntu') ?? npm;

test("a distribution's record is its word on the CVE, in the releases that matter", () => {
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2' }] };
  const entry = (ecosystem: string) => ({
    package: { ecosystem, name: 'wayland', purl: 'pkg:deb/ubuntu/wayland@1.2?arch=source' },
    ranges: [range],
    versions: ['1.0', '1.1'],
  });
  const found = advisory(
    {
      id: 'UBUNTU-CVE-2021-3782',
      upstream: ['CVE-2021-3782'],
      severity: [{ type: 'Ubuntu', score: 'negligible' }],
      affected: [
        entry('Ubuntu:22.04:LTS'),
        entry('Ubuntu:Pro:16.04:LTS'),
        entry('Ubuntu:Pro:FIPS:16.04:LTS'),
        { package: { ecosystem: 'Ubuntu:14.04:LTS', name: 'wayland' }, versions: ['1.0'] },
      ],
    },
    ubuntu,
  );
  assert.deepEqual([found.id, found.aliases], ['CVE-2021-3782', ['UBUNTU-CVE-2021-3782']]);
  assert.deepEqual(found.severities, [
    { source: 'osv-ubuntu', severity: 'low', word: 'negligible' },
  ]);
  assert.deepEqual(
    found.affected.map(({ ecosystem, versions, qualifiers }) => [ecosystem, versions, qualifiers]),
    [
      ['Ubuntu:22.04:LTS', undefined, undefined],
      ['Ubuntu:Pro:16.04:LTS', undefined, undefined],
      // Without a range the list is all there is.
      ['Ubuntu:14.04:LTS', ['1.0'], undefined],
    ],
  );
});

test('a package URL may name the architecture that is affected', () => {
  const arch = (purl: string) =>
    affected({ package: { ecosystem: 'npm', name: 'p', purl } })?.qualifiers?.['arch'];
  assert.equal(arch('pkg:apk/chainguard/p?arch=x86_64'), 'x86_64');
  assert.equal(arch('pkg:apk/chainguard/p?distro=a&arch=aarch64'), 'aarch64');
  assert.equal(arch('pkg:deb/debian/p?arch=source'), undefined);
  assert.equal(arch('pkg:deb/debian/p'), undefined);
});

test(
  "Ubuntu's records and notices as published",
  needsShared('feeds/format-samples/vunnel-provider-fixtures.tar.zst'),
  async () => {
    const feedOfUbuntu = osvFeed({ ...ubuntu, mirror: [] });
    const archive = sharedPath('feeds/format-samples/vunnel-provider-fixtures.tar.zst');
    const rows = new Map<string, string[]>();
    const wants = (path: string): boolean => /^ubuntu\/test-fixtures\/osv.*\.json$/.test(path);
    for await (const { path, bytes } of archiveMembers(archive, wants)) {
      const records = [...feedOfUbuntu.parse(documentOf(path, bytes))];
      assert.deepEqual(problemsOf(records), []);
      for (const one of advisoriesOf(records))
        rows.set(
          path.replace(/^.*\/|\.json$/g, ''),
          one.affected.map(({ ecosystem, name, state }) => `${ecosystem} ${name} ${state}`),
        );
    }
    assert.equal(rows.size, 9);
    // A package that only subscribers get fixes for is listed in their channel alone.
    assert.deepEqual(rows.get('UBUNTU-CVE-2020-36325'), ['Ubuntu:Pro:14.04:LTS jansson affected']);
    assert.deepEqual(rows.get('UBUNTU-CVE-2021-3782'), [
      'Ubuntu:Pro:16.04:LTS wayland fixed',
      'Ubuntu:18.04:LTS wayland fixed',
      'Ubuntu:20.04:LTS wayland fixed',
      'Ubuntu:22.04:LTS wayland fixed',
    ]);
  },
);

test(
  "Debian's single records are its word on the CVE",
  needsShared('feeds/osv/single-records/debian'),
  () => {
    const path = 'feeds/osv/single-records/debian/DEBIAN-CVE-2023-4911.json';
    const records = feedOf('osv-debian')?.parse(
      documentOf('DEBIAN-CVE-2023-4911.json', readFileSync(sharedPath(path))),
    );
    const [found] = advisoriesOf(records ?? []);
    assert.equal(found?.id, 'CVE-2023-4911');
    const bookworm = found?.affected.find(({ ecosystem }) => ecosystem === 'Debian:12');
    assert.deepEqual(bookworm?.ranges, [
      { kind: 'events', events: [{ introduced: '0' }, { fixed: '2.36-9+deb12u3' }] },
    ]);
  },
);
