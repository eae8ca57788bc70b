import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distros } from '../../model/index.ts';
import type { Advisory, OperatingSystem, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import { matchPackages } from './match-packages.ts';
import type { MatchResult } from './contract.ts';

const rocky: OperatingSystem = { id: 'rocky', version: '9.4' };
const alma: OperatingSystem = { id: 'almalinux', version: '9.4' };

function rpm(name: string, version: string, extra: Partial<Package> = {}): Package {
  const purl = `pkg:rpm/${name}@${version}`;
  return { name, version, type: 'rpm', purl, foundBy: 'test', locations: [], ...extra };
}

function advisory(ecosystem: string, name: string, fixed: string, modularity?: string): Advisory {
  return {
    id: 'CVE-2024-1',
    aliases: [],
    source: 'feed',
    kind: 'vulnerability',
    severities: [],
    affected: [
      {
        ecosystem,
        name,
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed }] }],
        ...(modularity !== undefined && { qualifiers: { modularity } }),
      },
    ],
  };
}

function match(os: OperatingSystem, pkg: Package, advisories: readonly Advisory[]): MatchResult {
  return matchPackages([pkg], {
    os,
    database: memoryDatabase({ advisories }),
    now: new Date('2026-09-01T00:00:00Z'),
    options: { staleAfterDays: Number.POSITIVE_INFINITY },
  });
}

test('an epoch counts for an installed package, and is no evidence for a source package without one', () => {
  const rows: readonly (readonly [string, Package, string, string, boolean])[] = [
    ['own epoch, below', rpm('openssl', '1:3.0.7-1.el9'), 'openssl', '1:3.0.7-2.el9', true],
    ['own epoch, fixed', rpm('openssl', '1:3.0.7-2.el9'), 'openssl', '1:3.0.7-2.el9', false],
    ['no epoch is 0', rpm('openssl', '9-1'), 'openssl', '1:3.0.7-2.el9', true],
    ['higher epoch', rpm('openssl', '2:1-1'), 'openssl', '1:3.0.7-2.el9', false],
    // perl-Errno has the epoch 0 and a source perl with the epoch 4 that its file name leaves out.
    ['source, fixed', sourced('perl', '5.32.1-481.el9'), 'perl', '4:5.32.1-481.el9', false],
    ['source, newer', sourced('perl', '5.36.0-1.el9'), 'perl', '4:5.32.1-481.el9', false],
    ['source, below', sourced('perl', '5.32.1-480.el9'), 'perl', '4:5.32.1-481.el9', true],
    ['another name', sourced('perl', '5.32.1-480.el9'), 'perl-libs', '4:5.32.1-481.el9', false],
  ];
  for (const [title, pkg, name, fixed, affected] of rows) {
    const { findings } = match(rocky, pkg, [advisory('Rocky Linux:9', name, fixed)]);
    assert.equal(findings.length, affected ? 1 : 0, title);
  }
  const below = sourced('perl', '5.32.1-480.el9');
  const { findings } = match(rocky, below, [advisory('Rocky Linux:9', 'perl', '4:5.32.1-481.el9')]);
  assert.equal(findings[0]?.vulnerability?.match.by, 'indirect');
});

function sourced(name: string, version: string): Package {
  return rpm('perl-Errno', '1.30-481.el9', { source: { name, version } });
}

test('AlmaLinux lists installed packages: what it says of a source name is about its namesake', () => {
  const row = advisory('AlmaLinux:9', 'glibc', '2.34-100.el9');
  const part = rpm('glibc-minimal-langpack', '2.34-60.el9', {
    source: { name: 'glibc', version: '2.34-60.el9' },
  });
  assert.equal(match(alma, part, [row]).findings.length, 0);
  assert.equal(match(alma, rpm('glibc', '2.34-60.el9'), [row]).findings.length, 1);
});

test('a fix of one module stream says nothing of another', () => {
  const row = advisory('AlmaLinux:9', 'nodejs', '1:18.9.1-1.module_el9', 'nodejs:18');
  const node = (modularity?: string) =>
    rpm('nodejs', '1:16.20.0-1.module_el9', {
      ...(modularity !== undefined && { qualifiers: { modularity } }),
    });
  assert.equal(match(alma, node('nodejs:16:9040:rhel9'), [row]).findings.length, 0);
  assert.equal(match(alma, node('nodejs:18:9040:rhel9'), [row]).findings.length, 1);
  assert.equal(match(alma, node(), [row]).findings.length, 1, 'older databases have no label');
});

test('a distribution without a feed is never clean, nor is a package of another vendor', () => {
  const versions: Readonly<Record<string, string>> = { amzn: '2023', photon: '5.0' };
  for (const { id, packageType } of distros) {
    if (packageType !== 'rpm') continue;
    const { coverage } = match({ id, version: versions[id] ?? '9.4' }, rpm('bash', '5-1'), []);
    assert.deepEqual(
      coverage.map(({ state }) => state),
      ['no-feed'],
      id,
    );
  }
  const foreign = rpm('nginx', '1-1', { thirdParty: true });
  const { coverage } = match(alma, foreign, [advisory('AlmaLinux:9', 'nginx', '2-1')]);
  assert.deepEqual(
    coverage.map(({ state }) => state),
    ['third-party'],
  );
});
