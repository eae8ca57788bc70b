import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Affected, OperatingSystem, Package } from '../../model/index.ts';
import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { readFileSync } from 'node:fs';
import { zipEntries } from '../../formats/zip.ts';
import { bytesSource } from '../../formats/byte-source.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';

const main = 'Red Hat:enterprise_linux:9';
const eus = 'Red Hat:rhel_eus:9.4';
const rhel: OperatingSystem = { id: 'rhel', version: '9.4' };
const alma: OperatingSystem = { id: 'almalinux', version: '9.4' };
const oracle: OperatingSystem = { id: 'ol', version: '8.9' };

function rpm(name: string, version: string, extra: Partial<Package> = {}): Package {
  const purl = `pkg:rpm/${name}@${version}`;
  return { name, version, type: 'rpm', purl, foundBy: 'test', locations: [], ...extra };
}

function says(ecosystem: string, name: string, rest: Partial<Affected>): Affected {
  return { ecosystem, name, state: 'affected', ranges: [], ...rest };
}

function fixed(ecosystem: string, name: string, version: string, bulletin: string): Affected {
  const events = [{ introduced: '0' }, { fixed: version }];
  const ranges = [{ kind: 'events' as const, events }];
  return says(ecosystem, name, { state: 'fixed', ranges, vendorIds: [bulletin] });
}

const repository: Advisory = advisory('repository:eus', [
  says('Red Hat repositories', 'rhel-9-baseos-eus-rpms', {
    state: 'not_affected',
    qualifiers: { cpe: ['cpe:/o:redhat:rhel_eus:9.4::baseos'] },
  }),
  says('Red Hat repositories', 'ocp-4-rpms', {
    state: 'not_affected',
    qualifiers: { cpe: ['cpe:/a:redhat:openshift:4.16::el9'] },
  }),
]);

function advisory(id: string, affected: readonly Affected[]): Advisory {
  const kind = id.startsWith('repository:') ? 'informational' : 'vulnerability';
  return { id, aliases: [], source: 'feed', kind, severities: [], affected };
}

/** Fixes of the findings, one list a finding. */
function found(
  os: OperatingSystem,
  pkg: Package,
  ...rows: readonly Affected[]
): readonly (readonly string[])[] {
  const advisories = [repository, advisory('CVE-2024-1', rows)];
  const { findings } = matchPackages([pkg], {
    os,
    database: memoryDatabase({ advisories }),
    now: new Date('2026-09-01T00:00:00Z'),
    options: { staleAfterDays: Number.POSITIVE_INFINITY },
  });
  return findings.map(({ fix }) => fix?.versions ?? []);
}

test('a fix for another minor release is none for the main line, unless nothing newer is', () => {
  const older = fixed(main, 'curl', '7.76.1-23.el9_2.4', 'RHSA-2023:5763');
  const newer = fixed(main, 'curl', '7.76.1-26.el9_3.2', 'RHSA-2023:6745');
  const rows: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['7.76.1-20.el9', ['7.76.1-23.el9_2.4', '7.76.1-26.el9_3.2']],
    ['7.76.1-23.el9_2.4', undefined],
    ['7.76.1-26.el9', ['7.76.1-26.el9_3.2']],
    ['7.76.1-26.el9_3.1', ['7.76.1-26.el9_3.2']],
    ['7.76.1-26.el9_3.2', undefined],
    ['7.76.1-29.el9', undefined],
  ];
  for (const [version, fixes] of rows) {
    const [first] = found(rhel, rpm('curl', version), older, newer);
    assert.equal(first === undefined, fixes === undefined, version);
    if (fixes !== undefined) assert.ok(fixes.includes(first?.[0] ?? ''), version);
  }
  assert.deepEqual(found(rhel, rpm('curl', '7.76.1-26.el9'), older), []);
});

test('content sets tell of extended support; without them only the main line counts', () => {
  const rows = [
    fixed(main, 'kernel', '5.14.0-503.el9', 'RHSA-2024:2'),
    fixed(eus, 'kernel', '5.14.0-427.68.1.el9_4', 'RHSA-2024:1'),
  ];
  const subscribed = { ...rhel, contentSets: ['rhel-9-baseos-eus-rpms'] };
  const old = rpm('kernel', '5.14.0-427.el9_4');
  assert.deepEqual(found(subscribed, old, ...rows), [['5.14.0-427.68.1.el9_4']]);
  assert.deepEqual(found(rhel, old, ...rows), [['5.14.0-503.el9']]);
  const patched = rpm('kernel', '5.14.0-427.68.1.el9_4');
  assert.deepEqual(found(subscribed, patched, ...rows), []);
  const unknown = { ...rhel, contentSets: ['not-in-the-table'] };
  assert.deepEqual(found(unknown, old, ...rows), [['5.14.0-503.el9']]);
});

test('a further product is asked only where its repositories are in use', () => {
  const row = fixed('Red Hat:openshift:4.16', 'cri-tools', '1.29.0-3.1.el9', 'RHSA-2024:3');
  const pkg = rpm('cri-tools', '1.29.0-1.el9');
  assert.equal(found({ ...rhel, contentSets: ['ocp-4-rpms'] }, pkg, row).length, 1);
  assert.equal(found(rhel, pkg, row).length, 0);
  const own = fixed(main, 'cri-tools', '1.28.0-1.el9', 'RHSA-2024:4');
  assert.equal(found({ ...rhel, contentSets: ['ocp-4-rpms'] }, pkg, row, own).length, 0);
});

test('what is said of a binary package is not said of its siblings', () => {
  const libcurl = rpm('libcurl', '7-1.el9', { source: { name: 'curl', version: '7-1.el9' } });
  const curl = rpm('curl', '7-1.el9', { source: { name: 'curl', version: '7-1.el9' } });
  const binary = says(main, 'curl', { qualifiers: { names: 'binary' } });
  const clear = says(main, 'curl', { state: 'not_affected', qualifiers: { names: 'binary' } });
  const source = says(main, 'curl', { qualifiers: { names: 'source' } });
  assert.equal(found(rhel, libcurl, binary).length, 0);
  assert.equal(found(rhel, curl, binary).length, 1);
  assert.equal(found(rhel, libcurl, says(main, 'libcurl', {}), clear).length, 1);
  assert.equal(found(rhel, libcurl, source).length, 1);
});

test('AlmaLinux: what Red Hat discloses, unless AlmaLinux itself speaks', () => {
  const tar = rpm('tar', '2:1.30-5.el9');
  const open = says(main, 'tar', { state: 'will_not_fix' });
  assert.equal(found(alma, tar, open).length, 1);
  const module = '1.0-1.module_el9.3.0+1+a';
  const own = fixed('AlmaLinux:9', 'mariadb', module, 'ALSA-2024:1');
  const theirs = fixed(main, 'mariadb', '1.0-1.module+el9.3.0+2+b', 'RHSA-2024:1');
  assert.deepEqual(found(alma, rpm('mariadb', module), own, theirs), []);
  assert.deepEqual(found(alma, rpm('mariadb', '0.9-1.el9'), own, theirs), [[module]]);
  assert.deepEqual(
    found(alma, rpm('tar', '2:1.30-9.el9'), fixed(main, 'tar', '2:1.30-9.el9', 'R')),
    [],
  );
  // The same statements hold nothing against Rocky Linux, which publishes its own.
  assert.equal(found({ id: 'rocky', version: '9.4' }, tar, open).length, 0);
});

test('Ksplice and FIPS builds are held against fixes of their own kind', () => {
  const row = (version: string): Affected => fixed('Oracle Linux:8', 'openssl', version, 'ELSA-1');
  const plain = row('1:1.1.1g-15.el8_3');
  const ksplice = row('2:1.1.1g-15.ksplice1.el8_3');
  const fips = row('10:1.1.1g-15.el8_fips');
  const rows: readonly (readonly [string, number])[] = [
    ['1:1.1.1g-12.el8_3', 1],
    ['1:1.1.1g-15.el8_3', 0],
    ['2:1.1.1g-12.ksplice1.el8_3', 1],
    ['2:1.1.1g-15.ksplice1.el8_3', 0],
    ['10:1.1.1g-12.el8_fips', 1],
    ['10:1.1.1g-15.el8_fips', 0],
  ];
  for (const [version, count] of rows)
    assert.equal(
      found(oracle, rpm('openssl', version), plain, ksplice, fips).length,
      count,
      version,
    );
  assert.equal(found(oracle, rpm('openssl', '1:1.1.1g-12.el8_3'), ksplice, fips).length, 0);
  assert.equal(found(oracle, rpm('openssl', '2:1-1.ksplice1.el8'), plain).length, 0);
});

test(
  "witness: AlmaLinux's erratum names CVE-2021-20325, and some errata have no original at Red Hat",
  needsShared('feeds/osv/AlmaLinux'),
  () => {
    const archive = bytesSource(readFileSync(sharedPath('feeds/osv/AlmaLinux/all.zip')));
    let related: unknown;
    let own = 0;
    for (const entry of zipEntries(archive, { what: 'AlmaLinux' })) {
      if (/ALSA-\d{4}[:_-]A\d{3}/.test(entry.name)) own += 1;
      if (/almalinux8\/ALSA-2021[:_-]4537\.json$/.test(entry.name))
        related = (JSON.parse(Buffer.from(entry.read()).toString()) as { related: unknown })
          .related;
    }
    assert.ok(Array.isArray(related) && related.includes('CVE-2021-20325'));
    assert.ok(own > 0);
  },
);
