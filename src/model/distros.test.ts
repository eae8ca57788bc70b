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
    ['centos', '7', undefined, 'Red Hat:enterprise_linux:7'],
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
    ['ubuntu', '22.04', undefined, 'Ubuntu:22.04:LTS'],
    ['ubuntu', '22.04.3', undefined, 'Ubuntu:22.04:LTS'],
    ['ubuntu', '20.04', undefined, 'Ubuntu:20.04:LTS'],
    ['ubuntu', '10.04', undefined, 'Ubuntu:10.04:LTS'],
    ['ubuntu', '6.06', undefined, 'Ubuntu:6.06:LTS'],
    ['ubuntu', '23.10', undefined, 'Ubuntu:23.10'],
    ['ubuntu', '23.04', undefined, 'Ubuntu:23.04'],
    ['ubuntu', '22', undefined, undefined],
    ['ubuntu', '', undefined, undefined],
    ['raspbian', '12', undefined, 'Debian:12'],
    ['echo', '1', undefined, 'Echo'],
    ['wolfi', '20230201', undefined, 'Wolfi'],
    ['chainguard', '', undefined, 'Chainguard'],
    ['minimos', '', undefined, 'MinimOS'],
    ['postmarketos', 'v24.06', undefined, 'Alpine:v3.20'],
    ['postmarketos', '24.06.1', undefined, 'Alpine:v3.20'],
    ['postmarketos', 'edge', undefined, 'Alpine:edge'],
    ['postmarketos', 'v99.06', undefined, undefined],
    ['alpaquita', '23', undefined, 'Alpaquita:23'],
    ['alpaquita', 'stream', undefined, 'Alpaquita:stream'],
    ['alpaquita', '', undefined, undefined],
    ['hummingbird', '1', undefined, 'Red Hat:hummingbird:1'],
    ['openeuler', '24.03', undefined, 'openEuler:24.03'],
    ['openeuler', '', undefined, undefined],
    ['alpine', '3.21.0_alpha20240923', 'edge', 'Alpine:edge'],
  ];
  for (const [id, version, channel, wanted] of rows) {
    const os = { id, version, ...(channel === undefined ? {} : { channel }) };
    assert.equal(distroOf(id)?.advisories(os), wanted, `${id} ${version} ${channel}`);
  }
  assert.equal(distroOf('plan9'), undefined);
  assert.equal(distroOf('__proto__'), undefined);
});

test('distros: an openEuler release is named with its service pack', () => {
  const os = { id: 'openeuler', version: '22.03', release: '22.03 (LTS-SP3)' };
  assert.equal(distroOf('openeuler')?.advisories(os), 'openEuler:22.03-LTS-SP3');
});

test('distros: extended support is for long-term releases', () => {
  const pro = distroOf('ubuntu')?.extended;
  assert.equal(pro?.advisories({ id: 'ubuntu', version: '16.04.7' }), 'Ubuntu:Pro:16.04:LTS');
  assert.equal(pro?.advisories({ id: 'ubuntu', version: '23.10' }), undefined);
  assert.equal(distroOf('debian')?.extended, undefined);
});

test('distros: signed kernels have the advisories of the kernel that was signed', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['ubuntu', 'linux-signed', 'linux'],
    ['ubuntu', 'linux-signed-aws-5.15', 'linux-aws-5.15'],
    ['ubuntu', 'linux-aws', 'linux-aws'],
    ['ubuntu', 'linux-meta-aws', 'linux-meta-aws'],
    ['debian', 'linux-signed-amd64', 'linux'],
    ['debian', 'linux-signed-tool', 'linux-signed-tool'],
  ];
  for (const [id, source, wanted] of rows)
    assert.equal(distroOf(id)?.sourceAlias?.(source), wanted, source);
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
