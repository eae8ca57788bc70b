import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distroOf, distros } from './distros.ts';
import { ecosystemOf, ecosystems } from './ecosystems.ts';

test('distros: the ecosystem of advisories for a release', () => {
  const rows: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
    ['debian', '12', undefined, 'Debian:12'],
    ['debian', '12.5', undefined, 'Debian:12'],
    ['debian', '', 'sid', 'Debian:sid'],
    ['debian', '', undefined, undefined],
    ['alpine', '3.18.4', undefined, 'Alpine:v3.18'],
    ['alpine', '3.18', undefined, 'Alpine:v3.18'],
    ['alpine', '3', undefined, undefined],
    ['alpine', '', undefined, undefined],
    ['alpine', '3.21.0_alpha20240923', 'edge', 'Alpine:edge'],
  ];
  for (const [id, version, channel, wanted] of rows) {
    const os = { id, version, ...(channel === undefined ? {} : { channel }) };
    assert.equal(distroOf(id)?.advisories(os), wanted, `${id} ${version} ${channel}`);
  }
  assert.equal(distroOf('plan9'), undefined);
  assert.equal(distroOf('__proto__'), undefined);
});

test('distros and ecosystems hang together', () => {
  const ids = distros.flatMap(({ id, alsoKnownAs }) => [id, ...(alsoKnownAs ?? [])]);
  assert.equal(new Set(ids).size, ids.length, 'no id twice');
  for (const { packageType } of distros)
    assert.equal(ecosystemOf(packageType)?.class, 'os-pkgs', packageType);
  const types = ecosystems.map(({ type }) => type);
  assert.equal(new Set(types).size, types.length, 'no type twice');
  for (const { type, class: kind, osv } of ecosystems)
    assert.equal(osv === undefined, kind === 'os-pkgs', `${type}: OS names come with a release`);
  assert.equal(ecosystemOf('constructor'), undefined);
});
