import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerOf } from '../../test/kit/packages.ts';
import { os as analyzer } from './analyzers/os/os.ts';
import { identifyOs } from './os.ts';

/** What is identified from the files of a root folder. */
function identify(files: Readonly<Record<string, string>>) {
  return identifyOs(
    Object.entries(files).map(([path, text]) => {
      assert.ok(analyzer.wants(path, { size: text.length, mode: 0o644 }), path);
      return { path, os: analyzer.read(readerOf(path, text)).os ?? {} };
    }),
  );
}

const debianRolling = 'NAME="Debian GNU/Linux"\nID=debian\n';
const rows: readonly {
  name: string;
  files: Readonly<Record<string, string>>;
  id: string | undefined;
  version?: string;
  channel?: string;
}[] = [
  { name: 'nothing', files: {}, id: undefined },
  { name: 'empty os-release', files: { 'etc/os-release': '' }, id: undefined },
  {
    name: 'os-release of /etc wins over that of /usr/lib',
    files: { 'usr/lib/os-release': 'ID=a\nVERSION_ID=1', 'etc/os-release': 'ID=b\nVERSION_ID=2' },
    id: 'b',
    version: '2',
  },
  {
    name: 'debian unstable',
    files: { 'etc/os-release': debianRolling, 'etc/debian_version': 'forky/sid\n' },
    id: 'debian',
    version: '',
    channel: 'sid',
  },
  {
    name: 'debian testing, by apt',
    files: {
      'etc/os-release': debianRolling,
      'etc/debian_version': 'forky/sid\n',
      'etc/apt/sources.list.d/debian.sources':
        'Types: deb\nURIs: http://deb.example\nSuites: testing testing-updates\n',
    },
    id: 'debian',
    version: '',
    channel: 'testing',
  },
  {
    name: 'a sid source beside a release does not make the release rolling',
    files: {
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'etc/debian_version': '12.5\n',
      'etc/apt/sources.list': 'deb [trusted=yes] http://deb.example sid main\n',
    },
    id: 'debian',
    version: '12.5',
  },
  {
    name: 'debian_version of another release is not believed',
    files: { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'etc/debian_version': '11.9\n' },
    id: 'debian',
    version: '12',
  },
  {
    name: 'debian_version of Ubuntu says nothing about Ubuntu',
    files: {
      'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n',
      'etc/debian_version': 'bookworm/sid\n',
    },
    id: 'ubuntu',
    version: '22.04',
  },
  {
    name: 'alpine by its own file only',
    files: { 'etc/alpine-release': '3.18.4\n' },
    id: 'alpine',
    version: '3.18.4',
  },
  {
    name: 'alpine pre-release',
    files: { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.21_alpha20240807\n' },
    id: 'alpine',
    version: '3.21_alpha20240807',
    channel: 'edge',
  },
  {
    name: 'alpine with edge repositories only',
    files: {
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.18.4\n',
      'etc/apk/repositories':
        'https://cdn.example/alpine/edge/main\n#https://cdn.example/alpine/v3.18/main\n',
    },
    id: 'alpine',
    version: '3.18.4',
    channel: 'edge',
  },
  {
    name: 'alpine with a tagged edge repository stays what it is',
    files: {
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.18.4\n',
      'etc/apk/repositories':
        'https://cdn.example/alpine/v3.18/main\n@edge https://cdn.example/alpine/edge/main\n',
    },
    id: 'alpine',
    version: '3.18.4',
  },
  {
    name: 'a mixed alpine stays what its release file says',
    files: {
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.18.4\n',
      'etc/apk/repositories':
        'https://cdn.example/alpine/v3.18/main\nhttps://cdn.example/alpine/edge/main\n',
    },
    id: 'alpine',
    version: '3.18.4',
  },
  {
    name: 'Oracle keeps a file that says Red Hat',
    files: {
      'etc/redhat-release': 'Red Hat Enterprise Linux release 8.10 (Ootpa)\n',
      'etc/oracle-release': 'Oracle Linux Server release 8.10\n',
    },
    id: 'ol',
    version: '8.10',
  },
  {
    name: 'an unknown red-hat-style name is no distribution of ours',
    files: { 'etc/redhat-release': 'Someone Else Linux release 3\n' },
    id: undefined,
  },
  {
    name: 'SLES before os-release',
    files: { 'etc/SuSE-release': 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\n' },
    id: 'sles',
    version: '11',
  },
  {
    name: 'busybox is nobody where a release file is',
    files: { 'bin/busybox': '\0BusyBox v1.36.1', 'etc/alpine-release': '3.18.4' },
    id: 'alpine',
    version: '3.18.4',
  },
  { name: 'a busybox without banner', files: { 'bin/busybox': 'BusyBox vX' }, id: undefined },
];

for (const row of rows) {
  test(`os: ${row.name}`, () => {
    const found = identify(row.files);
    assert.deepEqual(
      [found?.id, found?.version, found?.channel],
      [row.id, row.id === undefined ? undefined : row.version, row.channel],
    );
  });
}

const jammy = { 'etc/os-release': 'ID=ubuntu\nVERSION_ID="22.04"\n' };
const services = [{ name: 'esm-infra', status: 'enabled' }];
const status = (value: unknown) => ({
  ...jammy,
  'var/lib/ubuntu-advantage/status.json': JSON.stringify(value),
});
const pro: readonly [string, Readonly<Record<string, string>>, readonly string[] | undefined][] = [
  ['nothing', jammy, undefined],
  ['attached, with the archive enabled', status({ attached: true, services }), ['esm']],
  ['attached, without it', status({ attached: true, services: [] }), undefined],
  ['not attached', status({ attached: false, services }), undefined],
  ['another shape', status([{ attached: true, services }]), undefined],
  ['a broken status', { ...jammy, 'var/lib/ubuntu-advantage/status.json': '{"att' }, undefined],
  [
    'a source of one line',
    {
      ...jammy,
      'etc/apt/sources.list.d/ubuntu-esm-infra.list':
        'deb https://esm.ubuntu.com/infra/ubuntu jammy-infra-security main\n',
    },
    ['esm'],
  ],
  [
    'a source in paragraphs',
    {
      ...jammy,
      'etc/apt/sources.list.d/ubuntu-esm-apps.sources':
        'Types: deb\nURIs: https://esm.ubuntu.com/apps/ubuntu\nSuites: jammy-apps-security\n',
    },
    ['esm'],
  ],
  [
    'a source that is commented out',
    {
      ...jammy,
      'etc/apt/sources.list.d/ubuntu-esm-infra.list':
        '# deb https://esm.ubuntu.com/infra/ubuntu jammy-infra-security main\n',
    },
    undefined,
  ],
  [
    'the same on another distribution',
    { ...status({ attached: true, services }), 'etc/os-release': 'ID=linuxmint\nVERSION_ID=21\n' },
    undefined,
  ],
];

const apk = (repositories: string) => ({
  'etc/os-release': 'ID=alpine\nVERSION_ID=3.18.4\n',
  'etc/apk/repositories': repositories,
});
const mixed: readonly [string, Readonly<Record<string, string>>, readonly string[] | undefined][] =
  [
    [
      'one branch',
      apk('https://h/alpine/v3.18/main\nhttps://h/alpine/v3.18/community\n'),
      undefined,
    ],
    [
      'a release and edge',
      apk('https://h/alpine/v3.18/main\nhttps://h/alpine/edge/main\n'),
      ['edge'],
    ],
    ['a tag', apk('/media/alpine/v3.18/main\n@edge https://h/alpine/edge/testing\n'), ['edge']],
    ['two releases', apk('https://h/alpine/v3.17/main\nhttps://h/alpine/v3.18/main\n'), ['v3.17']],
    [
      'edge and a release',
      apk('https://h/alpine/edge/main\n@old https://h/alpine/v3.17/main\n'),
      ['v3.17'],
    ],
    [
      'what is commented out',
      apk('https://h/alpine/v3.18/main\n#https://h/alpine/edge/main\n'),
      undefined,
    ],
    ['somebody else', apk('https://h/alpine/v3.18/main\nhttps://h/other/edge/main\n'), undefined],
  ];

for (const [title, files, channels] of mixed) {
  test(`further branches of Alpine: ${title}`, () => {
    assert.deepEqual(identify(files)?.channels, channels);
  });
}

for (const [title, files, channels] of pro) {
  test(`Ubuntu Pro is told by its files: ${title}`, () => {
    assert.deepEqual(identify(files)?.channels, channels);
  });
}
