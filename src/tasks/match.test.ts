import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory } from '../model/index.ts';
import { match } from './match.ts';

function advisory(ecosystem: string, name: string, fixed: string): Advisory {
  return {
    id: 'CVE-2024-1000',
    aliases: ['GHSA-x'],
    source: 'test',
    kind: 'vulnerability',
    severities: [{ source: 'test', severity: 'high' }],
    affected: [
      {
        ecosystem,
        name,
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  };
}

test('match() judges plain name, version and type', async () => {
  const database = { advisories: [advisory('npm', '@a/b', '1.2.6')] };
  const findings = await match([{ type: 'npm', name: '@a/b', version: '1.2.5' }], { database });
  assert.deepEqual(
    findings.map(({ rule, package: purl, severity }) => [rule, purl, severity]),
    [['CVE-2024-1000', 'pkg:npm/%40a/b@1.2.5', 'high']],
  );
  assert.deepEqual(
    await match([{ type: 'npm', name: '@a/b', version: '1.2.6' }], { database }),
    [],
  );
  assert.deepEqual(await match([{ type: 'npm', name: 'b', version: '1.2.5' }], { database }), []);
});

test('match() takes the operating system from the options, else from package URLs', async () => {
  const database = { advisories: [advisory('Debian:12', 'openssl', '3.0.12-1')] };
  const pkg = { type: 'deb', name: 'openssl', version: '3.0.11-1' };
  const count = async (...rest: Parameters<typeof match>): Promise<number> =>
    (await match(...rest)).length;
  const purl = 'pkg:deb/debian/openssl@3.0.11-1?distro=debian-12';
  assert.equal(await count([pkg], { database, os: { id: 'debian', version: '12' } }), 1);
  assert.equal(await count([{ ...pkg, purl }], { database }), 1);
  assert.equal(
    await count([{ ...pkg, purl }], { database, os: { id: 'debian', version: '11' } }),
    0,
  );
  assert.equal(await count([pkg], { database }), 0);
});
