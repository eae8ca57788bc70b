import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperatingSystem } from '../model/index.ts';
import type { AdvisoryDatabase, LifeCycle } from './advisories/database.ts';
import { knownLifeCycles } from './life-table.ts';
import { endOfLifeFinding, endOfLifeOf } from './life.ts';

function os(id: string, version: string, channel?: string): OperatingSystem {
  return channel === undefined ? { id, version } : { id, version, channel };
}

function withCycles(product: string, cycles: readonly LifeCycle[]): AdvisoryDatabase {
  return {
    info: undefined,
    lookup: () => [],
    text: () => undefined,
    cve: () => undefined,
    lifeCycles: (name) => (name === product ? cycles : []),
    feedsFor: () => [],
    close: () => undefined,
  };
}

test('endOfLifeOf() answers from the own table without a database', () => {
  const rows: readonly [OperatingSystem, string, boolean | undefined][] = [
    [os('alpine', '3.10.2'), '2026-09-01', true],
    [os('alpine', '3.24.1'), '2026-09-01', false],
    [os('alpine', '3.1.0'), '2026-09-01', true],
    [os('alpine', '3.18.4'), '2025-05-09', false],
    [os('alpine', '3.18.4'), '2025-05-10', true],
    // Debian LTS is open to everybody: a release in LTS has not ended.
    [os('debian', '11.9'), '2024-09-01', false],
    [os('debian', '11.9'), '2026-09-01', true],
    [os('debian', '13'), '2026-09-01', false],
    // Extended support of Ubuntu and Red Hat is paid for.
    [os('ubuntu', '20.04'), '2026-09-01', true],
    [{ ...os('ubuntu', '20.04'), channels: ['esm'] }, '2026-09-01', false],
    [{ ...os('ubuntu', '20.04'), channels: ['other'] }, '2026-09-01', true],
    [{ ...os('ubuntu', '16.04'), channels: ['esm'] }, '2026-09-01', true],
    [os('rhel', '9.4'), '2026-09-01', false],
    [os('rhel', '7.9'), '2026-09-01', true],
    [os('alpine', '', 'edge'), '2026-09-01', undefined],
    [os('debian', '', 'sid'), '2026-09-01', undefined],
    [os('debian', '99'), '2026-09-01', undefined],
    [os('plan9', '4'), '2026-09-01', undefined],
  ];
  for (const [system, day, ended] of rows) {
    const life = endOfLifeOf(system, undefined, new Date(`${day}T12:00:00Z`));
    assert.equal(life?.ended, ended, `${system.id} ${system.version} on ${day}`);
  }
});

test('endOfLifeOf() prefers the facts of the database', () => {
  const now = new Date('2026-09-01T00:00:00Z');
  const later = withCycles('alpine-linux', [{ cycle: '3.10', eol: '2030-01-01' }]);
  assert.deepEqual(endOfLifeOf(os('alpine', '3.10.2'), later, now), {
    ended: false,
    date: '2030-01-01',
  });
  const undated = withCycles('alpine-linux', [{ cycle: '3.99', eol: true }]);
  assert.deepEqual(endOfLifeOf(os('alpine', '3.99.0'), undated, now), { ended: true });
});

test('endOfLifeFinding() exists only for what has ended, and knows of paid extensions', () => {
  const now = new Date('2026-09-01T00:00:00Z');
  const finding = (system: OperatingSystem): string => {
    const found = endOfLifeFinding(system, endOfLifeOf(system, undefined, now), now);
    return found === undefined ? 'none' : `${found.severity} ${found.message.text}`;
  };
  assert.equal(
    finding(os('alpine', '3.10.2')),
    'high Alpine Linux 3.10.2 reached its end of life on 2021-05-01 and receives no security updates',
  );
  assert.match(
    finding(os('ubuntu', '20.04')),
    /^medium .*only extended support \(until 2030-04-02\)/,
  );
  assert.equal(finding(os('alpine', '3.24.0')), 'none');
  assert.equal(finding(os('plan9', '4')), 'none');
});

test('knownLifeCycles holds only dates that exist, extensions after ends', () => {
  for (const [product, cycles] of Object.entries(knownLifeCycles)) {
    for (const { cycle, eol, extended } of cycles) {
      for (const date of [eol, extended]) {
        if (typeof date === 'string') assert.equal(new Date(date).toISOString().slice(0, 10), date);
      }
      if (typeof eol === 'string' && typeof extended === 'string') {
        assert.ok(extended >= eol, `${product} ${cycle}`);
      }
    }
  }
});
