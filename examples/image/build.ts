import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildImage, writeLayout } from '../../test/kit/oci.ts';
import type { TarEntry } from '../../test/kit/oci.ts';
import { addedPackages, basePackages, nodePackages, pythonPackages } from './packages.ts';
import type { DebianPackage } from './packages.ts';

const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
`;

function stanza({ name, version, source }: DebianPackage): string {
  const lines = [
    `Package: ${name}`,
    'Status: install ok installed',
    'Priority: optional',
    'Section: misc',
    'Maintainer: Harbour Shop <nobody@example.com>',
    'Architecture: amd64',
    ...(source === undefined ? [] : [`Source: ${source}`]),
    `Version: ${version}`,
    `Description: part of the harbour shop`,
    ' Made up for an example; only name and version are real.',
  ];
  return `${lines.join('\n')}\n`;
}

function dpkgStatus(packages: readonly DebianPackage[]): TarEntry {
  const content = packages.map(stanza).join('\n');
  return { path: 'var/lib/dpkg/status', content: `${content}\n` };
}

/** Files of packages and their lists under /var/lib/dpkg/info. */
function debianFiles(packages: readonly DebianPackage[]): TarEntry[] {
  return packages.flatMap(({ name, version, files }) => [
    {
      path: `var/lib/dpkg/info/${name}.list`,
      content: `/.\n${files.map((file) => `/${file}\n`).join('')}`,
    },
    ...files
      .filter((file) => !file.endsWith('PKG-INFO'))
      .map((path) => ({ path, content: `# ${name} ${version}\n` })),
  ]);
}

const urllib3OfDebian: TarEntry = {
  path: 'usr/lib/python3/dist-packages/urllib3-1.26.12.egg-info/PKG-INFO',
  content: 'Metadata-Version: 2.1\nName: urllib3\nVersion: 1.26.12\n',
};

function nodeFiles(): TarEntry[] {
  const root = { name: 'harbour-cart', version: '1.4.0', private: true };
  return [
    { path: 'srv/cart/package.json', content: JSON.stringify(root) },
    { path: 'srv/cart/server.js', content: "console.log('The harbour shop is closed.');\n" },
    ...nodePackages.map(([name, version]) => ({
      path: `srv/cart/node_modules/${name}/package.json`,
      content: JSON.stringify({ name, version, license: 'MIT' }),
    })),
  ];
}

function pythonFiles(): TarEntry[] {
  const folder = 'usr/local/lib/python3.11/site-packages';
  return pythonPackages.flatMap(([name, version]) => {
    const info = `${folder}/${name}-${version}.dist-info`;
    return [
      {
        path: `${info}/METADATA`,
        content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      },
      { path: `${info}/RECORD`, content: `${name}-${version}.dist-info/METADATA,,\n` },
    ];
  });
}

/** The layers, bottom first, and the instructions that made them. */
function layers(): readonly (readonly TarEntry[])[] {
  const all = [...basePackages, ...addedPackages];
  return [
    [
      { path: 'usr/lib/os-release', content: osRelease },
      { path: 'etc/os-release', symlink: '../usr/lib/os-release' },
      dpkgStatus(basePackages),
      ...debianFiles(basePackages),
    ],
    [dpkgStatus(all), ...debianFiles(addedPackages), urllib3OfDebian],
    [...nodeFiles(), { path: 'srv/cart/cache/old.js', content: '// gone in the next layer\n' }],
    pythonFiles(),
    [
      // wget is purged, one npm package removed, one folder replaced.
      dpkgStatus(all.filter(({ name }) => name !== 'wget')),
      { path: 'usr/bin/.wh.wget', content: '' },
      { path: 'var/lib/dpkg/info/.wh.wget.list', content: '' },
      { path: 'srv/cart/node_modules/.wh.minimist', content: '' },
      { path: 'srv/cart/cache/.wh..wh..opq', content: '' },
      { path: 'srv/cart/cache/new.js', content: '// all that is left here\n' },
    ],
  ];
}

const history = [
  'ADD rootfs.tar.xz / # buildkit',
  '#(nop) ENV HARBOUR_MODE=production',
  'RUN /bin/sh -c apt-get install curl openssh-client libwebp7 python3-urllib3 wget # buildkit',
  'COPY services/cart /srv/cart # buildkit',
  'RUN /bin/sh -c pip install -r services/tide/requirements.txt # buildkit',
  'RUN /bin/sh -c apt-get purge wget && rm -r /srv/cart/node_modules/minimist # buildkit',
  '#(nop) CMD ["node" "/srv/cart/server.js"]',
];

/**
 * Writes the image as an OCI layout into `folder` (replaced when it exists), tagged
 * `harbour-shop:1.0`. The same sources give the same layers, whoever builds.
 */
export async function buildHarbourShop(folder: string): Promise<void> {
  const image = buildImage(layers(), {
    created: '2023-07-01T00:00:00Z',
    history,
    config: {
      config: {
        Env: ['HARBOUR_MODE=production', 'LEDGER_PASSWORD=anchor-and-chain-1'],
        Cmd: ['node', '/srv/cart/server.js'],
        WorkingDir: '/srv/cart',
        User: 'root',
      },
    },
  });
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), '.harbour-'));
  try {
    await writeLayout(fresh, { 'harbour-shop:1.0': image });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}
