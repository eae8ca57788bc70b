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
    ['rhel', '9.4', undefined, 'Red Hat:enterprise_linux:9'],
    ['centos', '7', undefined, 'CentOS:7'],
    ['centos-stream', '9', undefined, 'CentOS Stream:9'],
    ['almalinux', '9.5', undefined, 'AlmaLinux:9'],
    ['almalinux', '', undefined, undefined],
    ['rocky', '8.10', undefined, 'Rocky Linux:8'],
    ['ol', '8.9', undefined, 'Oracle Linux:8'],
    ['fedora', '42', undefined, 'Fedora:42'],
    ['fedora', 'rawhide', undefined, undefined],
    ['amzn', '2', undefined, 'Amazon Linux:2'],
    ['amzn', '2023', undefined, 'Amazon Linux:2023'],
    ['amzn', '2023.6.20241121', undefined, 'Amazon Linux:2023'],
    ['amzn', '2018.03', undefined, 'Amazon Linux:1'],
    ['sles', '15.4', undefined, 'SUSE:Linux Enterprise Server 15 SP4'],
    ['sles', '15', undefined, 'SUSE:Linux Enterprise Server 15'],
    ['sles_sap', '12.5', undefined, 'SUSE:Linux Enterprise Server 12 SP5'],
    ['sles', '', undefined, undefined],
    ['sle-micro', '5.5', undefined, 'SUSE:Linux Enterprise Micro 5.5'],
    ['sl-micro', '6.1', undefined, 'SUSE:Linux Micro 6.1'],
    ['opensuse-leap', '15.6', undefined, 'openSUSE:Leap 15.6'],
    ['opensuse-leap', '', undefined, undefined],
    ['opensuse-tumbleweed', '20260101', undefined, 'openSUSE:Tumbleweed'],
    ['photon', '5.0', undefined, 'Photon OS:5.0'],
    ['azurelinux', '3.0', undefined, 'Azure Linux:3'],
    ['mariner', '2.0', undefined, 'Azure Linux:2'],
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
    if (kind === 'os-pkgs') assert.equal(osv, undefined, `${type}: OS names come with a release`);
  assert.equal(ecosystemOf('constructor'), undefined);
});
