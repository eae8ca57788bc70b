import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { aptLists, aptOrigins, isForeignList } from './apt-lists.ts';
import { dpkg } from './dpkg.ts';

const lists: readonly [string, boolean][] = [
  ['deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages', false],
  ['security.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages', false],
  ['security.debian.org_debian-security_dists_stretch_updates_main_binary-amd64_Packages', false],
  [
    'snapshot.debian.org_archive_debian_20240101T000000Z_dists_bookworm_main_binary-amd64_Packages',
    false,
  ],
  ['archive.ubuntu.com_ubuntu_dists_jammy-updates_universe_binary-amd64_Packages', false],
  ['ports.ubuntu.com_ubuntu-ports_dists_jammy_main_binary-arm64_Packages', false],
  ['mirror.example_pub_ubuntu_dists_jammy_main_binary-amd64_Packages', false],
  ['esm.ubuntu.com_infra_ubuntu_dists_xenial-infra-security_main_binary-amd64_Packages', false],
  ['download.docker.com_linux_ubuntu_dists_jammy_stable_binary-amd64_Packages', true],
  ['deb.nodesource.com_node%5f20.x_dists_nodistro_main_binary-amd64_Packages', true],
  ['developer.download.nvidia.com_compute_cuda_repos_ubuntu2204_x86%5f64_Packages', true],
  ['ppa.launchpadcontent.net_deadsnakes_ppa_ubuntu_dists_jammy_main_binary-amd64_Packages', true],
  ['archive.raspberrypi.org_debian_dists_bookworm_main_binary-arm64_Packages', true],
  ['apt.postgresql.org_pub_repos_apt_dists_jammy-pgdg_main_binary-amd64_Packages', true],
  ['download.docker.com_linux_ubuntu_dists_jammy_InRelease', false],
  ['partial/download.docker.com_linux_ubuntu_dists_jammy_stable_binary-amd64_Packages', false],
];

for (const [name, foreign] of lists) {
  test(`${name} is ${foreign ? "somebody else's list" : 'left alone'}`, () => {
    assert.equal(isForeignList(`var/lib/apt/lists/${name}`), foreign);
  });
}

const path =
  'var/lib/apt/lists/download.docker.com_linux_ubuntu_dists_jammy_stable_binary-amd64_Packages';
const list =
  'Package: docker-ce\nArchitecture: amd64\nVersion: 5:27.3.1-1\nFilename: x\n\nPackage: curl\nArchitecture: amd64\nVersion: 9\n';

test('installed packages that another repository offers in this version are marked, others not', () => {
  const stanza = (name: string, version: string): string =>
    `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
  const status = readerOf(
    'var/lib/dpkg/status',
    stanza('docker-ce', '5:27.3.1-1') + stanza('curl', '8'),
  );
  const files = [
    { path: status.path, analyzer: 'dpkg', result: dpkg.read(status) },
    { path, analyzer: 'apt-lists', result: aptLists.read(readerOf(path, list)) },
  ];
  const [changed] = aptOrigins.join(files).values();
  assert.deepEqual(
    changed?.packages?.map(({ name, thirdParty }) => [name, thirdParty]),
    [
      ['docker-ce', true],
      ['curl', undefined],
    ],
  );
  assert.equal(aptOrigins.join(files.slice(0, 1)).size, 0);
});

test('a list that was cut or altered is read as far as it goes', () => {
  fuzz([Buffer.from(list)], (bytes) =>
    aptLists.read(readerOf(path, Buffer.from(bytes).toString('latin1'))),
  );
});
