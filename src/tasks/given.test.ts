import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Advisory, Affected } from '../model/index.ts';
import { match } from './match.ts';
import type { MatchSettings, PackageInput } from './match.ts';

function advisory(affected: Partial<Affected> & Pick<Affected, 'ecosystem' | 'name'>): Advisory {
  return {
    id: 'CVE-2024-0001',
    aliases: [],
    source: 'mine',
    kind: 'vulnerability',
    severities: [],
    affected: [
      {
        state: 'fixed',
        ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '2' }] }],
        ...affected,
      },
    ],
  };
}

/** `rule purl` of what is found, `!` before what is set aside. */
async function found(
  input: PackageInput,
  one: Advisory,
  options: Partial<MatchSettings> = {},
): Promise<string> {
  const findings = await match([input], { database: { advisories: [one] }, ...options });
  return findings
    .map(({ package: purl, suppressed }) => `${suppressed === undefined ? '' : '!'}${purl ?? ''}`)
    .join(' ');
}

const names: readonly (readonly [type: string, ecosystem: string, purl: string])[] = [
  ['python', 'pypi', 'pkg:pypi/a@1'],
  ['PyPI', 'PyPI', 'pkg:pypi/a@1'],
  ['gomodule', 'golang', 'pkg:golang/a@1'],
  ['Go', 'go', 'pkg:golang/a@1'],
  ['RubyGems', 'gem', 'pkg:gem/a@1'],
  ['crates.io', 'cargo', 'pkg:cargo/a@1'],
  ['Packagist', 'composer', 'pkg:composer/a@1'],
];

for (const [type, ecosystem, purl] of names) {
  test(`a package of type ${type} meets an advisory of ${ecosystem}, and no other`, async () => {
    assert.equal(
      await found({ name: 'a', version: '1', type }, advisory({ ecosystem, name: 'a' })),
      purl,
    );
    assert.equal(
      await found({ name: 'a', version: '2', type }, advisory({ ecosystem, name: 'a' })),
      '',
    );
    assert.equal(
      await found({ name: 'a', version: '1', type }, advisory({ ecosystem: 'npm', name: 'a' })),
      '',
    );
  });
}

test('a package URL is a package', async () => {
  const one = advisory({ ecosystem: 'npm', name: '@scope/a' });
  assert.equal(await found({ purl: 'pkg:npm/%40scope/a@1.0.0' }, one), 'pkg:npm/%40scope/a@1.0.0');
  assert.equal(await found({ purl: 'pkg:npm/%40scope/a@2.0.0' }, one), '');
  const maven = advisory({ ecosystem: 'Maven', name: 'org.x:y' });
  assert.equal(await found({ purl: 'pkg:maven/org.x/y@1' }, maven), 'pkg:maven/org.x/y@1');
  assert.equal(
    await found({ purl: 'pkg:maven/org.x/y', version: '1' }, maven),
    'pkg:maven/org.x/y',
  );
  const deb = advisory({ ecosystem: 'Debian:12', name: 'openssl' });
  const libssl = 'pkg:deb/debian/libssl3@1-1?distro=debian-12&upstream=openssl%401-1';
  assert.equal(await found({ purl: libssl }, deb), libssl);
  assert.equal(await found({ purl: libssl.replace('debian-12', 'debian-11') }, deb), '');
});

test('names are joined as the ecosystem joins them', async () => {
  const one = advisory({ ecosystem: 'PyPI', name: 'My.Package' });
  assert.notEqual(await found({ name: 'my_package', version: '1', type: 'pypi' }, one), '');
  const npm = advisory({ ecosystem: 'npm', name: 'My.Package' });
  assert.equal(await found({ name: 'my_package', version: '1', type: 'npm' }, npm), '');
});

test('a system is known by the names that tools have for it', async () => {
  const one = advisory({ ecosystem: 'rhel:8', name: 'a' });
  const input = { name: 'a', version: '1-1', type: 'rpm' };
  assert.notEqual(await found(input, one, { os: { id: 'redhat', version: '8.4' } }), '');
  assert.equal(await found(input, one, { os: { id: 'redhat', version: '9' } }), '');
  assert.equal(await found(input, one, { os: { id: 'oraclelinux', version: '8' } }), '');
  const ubuntu = advisory({ ecosystem: 'Ubuntu:22.04', name: 'a' });
  assert.notEqual(await found({ name: 'a', version: '1', type: 'Ubuntu:22.04:LTS' }, ubuntu), '');
});

test('the ecosystem of a distribution is a type and a system', async () => {
  for (const [type, ecosystem, other] of [
    ['Debian:12', 'Debian:12', 'Debian:11'],
    ['Alpine:v3.18', 'Alpine:3.18', 'Alpine:v3.19'],
    ['openSUSE:Leap 15.5', 'openSUSE:Leap 15.5', 'openSUSE:Leap 15.6'],
    ['Red Hat:enterprise_linux:8', 'redhat:8', 'Red Hat:enterprise_linux:9'],
    ['Rocky Linux:9', 'Rocky Linux:9', 'AlmaLinux:9'],
  ] as const) {
    const input = { name: 'a', version: '1', type };
    assert.notEqual(await found(input, advisory({ ecosystem, name: 'a' })), '', type);
    assert.equal(await found(input, advisory({ ecosystem: other, name: 'a' })), '', type);
  }
});

test('functions of a Go program clear what it does not contain', async () => {
  const one = advisory({
    ecosystem: 'Go',
    name: 'example.com/m',
    qualifiers: { imports: ['example.com/m/net#Serve,Server.Run'] },
  });
  const input = { name: 'example.com/m', version: 'v1.0.0', type: 'golang' };
  const without = { ...input, goSymbols: { 'example.com/m/net': ['Dial'] } };
  const within = { ...input, goSymbols: { 'example.com/m/net': ['Dial', '(*Server).Run'] } };
  assert.equal(await found(input, one), 'pkg:golang/example.com/m@v1.0.0');
  assert.equal(await found(within, one), 'pkg:golang/example.com/m@v1.0.0');
  assert.equal(await found(without, one), '');
  assert.equal(await found(without, one, { suppressed: true }), '!pkg:golang/example.com/m@v1.0.0');
});

test('a release that the caller calls ended is searched by product', async () => {
  const one = advisory({ ecosystem: 'CPE', name: 'x:a' });
  const input = { name: 'a', version: '1-1', type: 'rpm', cpes: ['cpe:2.3:a:x:a:1:*:*:*:*:*:*:*'] };
  const os = { id: 'rhel', version: '9' };
  assert.equal(await found(input, one, { os, endOfLifeByCpe: true }), '');
  const ended = { ...os, endOfLife: { ended: true } };
  assert.notEqual(await found(input, one, { os: ended, endOfLifeByCpe: true }), '');
  assert.equal(await found(input, one, { os: ended }), '');
});

test('what nobody answered is told', async () => {
  const states: string[] = [];
  const onCoverage: MatchSettings['onCoverage'] = (rows) => {
    states.push(...rows.map(({ ecosystem, state }) => `${ecosystem} ${state}`));
  };
  const one = advisory({ ecosystem: 'npm', name: 'a' });
  await found({ name: 'a', version: '1', type: 'npm' }, one, { onCoverage });
  await found({ name: 'a', version: '1', type: 'openSUSE:Leap 15.5' }, one, { onCoverage });
  assert.deepEqual(states, ['npm covered', 'openSUSE:Leap 15.5 no-feed']);
});

test('what is no package is refused in a sentence', async () => {
  const one = advisory({ ecosystem: 'npm', name: 'a' });
  await assert.rejects(
    found({ name: 'a', version: '1', type: 'none' }, one),
    /package of type "none"/,
  );
  await assert.rejects(found({ purl: 'npm/a@1' }, one), /no package URL/);
  await assert.rejects(found({ name: 'a', version: '1', type: '' }, one), RangeError);
});
