import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { buildImage } from './oci.ts';
import type { BuiltImage } from './oci.ts';
import { sharedPath } from './outside.ts';

/** A package as the native tool lists it. */
export interface Listed {
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
}

/** An image of real content, and what the native tools say is in it. */
export interface RealImage {
  readonly name: string;
  readonly image: BuiltImage;
  /** Lists of the native tools, by package type. */
  readonly listed: Readonly<Record<string, readonly Listed[]>>;
  /** Fewest packages and findings that show the image was really read; what the outside feeds hold decides. */
  readonly least: { readonly packages: number; readonly findings: number };
}

/** Kept between runs: debootstrap, npm and pip need a minute and the network. */
const store = join(tmpdir(), 'plimsoll-real-images');

/** Content made by `make` once; a half-made folder is made again. */
function kept(name: string, make: (folder: string) => void): string {
  const folder = join(store, name);
  if (existsSync(folder)) return folder;
  const beside = `${folder}.${process.pid}`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  make(beside);
  renameSync(beside, folder);
  return folder;
}

function tarOf(folder: string, prefix = ''): Buffer {
  const transform = prefix === '' ? [] : [`--transform=s,^\\./,${prefix},`];
  return execFileSync(
    'tar',
    [
      '--sort=name',
      '--numeric-owner',
      '--mtime=@1700000000',
      '--one-file-system',
      ...transform,
      '-C',
      folder,
      '-cf',
      '-',
      '.',
    ],
    { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

/**
 * Debian bookworm by debootstrap, with some packages that service images have. debootstrap installs
 * the last point release, so what was fixed since (rsync, bind9) is there to be found.
 */
function bookworm(): { tar: Buffer; listed: readonly Listed[] } {
  const folder = kept('bookworm-services', (path) => {
    execFileSync(
      'debootstrap',
      [
        '--variant=minbase',
        '--include=ca-certificates,curl,python3-minimal,openssl,git,rsync,bind9-dnsutils',
        'bookworm',
        path,
      ],
      { stdio: 'ignore' },
    );
    rmSync(join(path, 'var/cache/apt'), { recursive: true, force: true });
    rmSync(join(path, 'var/lib/apt/lists'), { recursive: true, force: true });
  });
  return { tar: tarOf(folder), listed: dpkgList(folder) };
}

function dpkgList(root: string): readonly Listed[] {
  const text = execFileSync(
    'dpkg-query',
    [
      `--admindir=${join(root, 'var/lib/dpkg')}`,
      '-W',
      '-f',
      '${Package}\t${Version}\t${Architecture}\t${db:Status-Status}\n',
    ],
    { encoding: 'utf8' },
  );
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, , , status]) => status === 'installed')
    .map(([name = '', version = '', arch = '']) => ({ name, version, arch }));
}

/** Old releases with known faults, installed by npm itself. */
function nodeModules(): { tar: Buffer; listed: readonly Listed[] } {
  const folder = kept('node', (path) => {
    const dependencies = {
      axios: '0.21.1',
      ejs: '3.1.6',
      express: '4.17.1',
      handlebars: '4.7.6',
      json5: '1.0.1',
      jsonwebtoken: '8.5.1',
      lodash: '4.17.15',
      marked: '2.0.0',
      minimist: '1.2.5',
      moment: '2.29.1',
      'node-fetch': '2.6.6',
      tar: '6.1.0',
      underscore: '1.12.0',
      xml2js: '0.4.23',
    };
    writeFileSync(
      join(path, 'package.json'),
      JSON.stringify({ name: 'harbour', version: '1.0.0', dependencies }),
    );
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: path,
      stdio: 'ignore',
    });
  });
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; name?: string }>;
  };
  const listed = Object.entries(lock.packages)
    .filter(([path]) => existsSync(join(folder, path, 'package.json')))
    .map(([path, { version = '' }]) => ({
      name: path === '' ? 'harbour' : (path.split('node_modules/').at(-1) ?? ''),
      version,
    }));
  return { tar: tarOf(folder, './srv/harbour/'), listed };
}

/** Old releases with known faults, unpacked by pip from wheels. */
function pythonSite(): { tar: Buffer; listed: readonly Listed[] } {
  const wanted = [
    'aiohttp==3.8.0',
    'certifi==2022.12.7',
    'cryptography==3.3',
    'django==3.2.0',
    'flask==1.0',
    'idna==2.8',
    'jinja2==2.10',
    'lxml==4.9.0',
    'numpy==1.21.0',
    'pillow==9.0.0',
    'pyyaml==5.4',
    'requests==2.19.0',
    'sqlalchemy==1.3.24',
    'urllib3==1.24',
    'werkzeug==0.15.0',
  ];
  const folder = kept('python', (path) => {
    const platform = [
      '--python-version',
      '39',
      '--implementation',
      'cp',
      '--platform',
      'manylinux2014_x86_64',
    ];
    execFileSync(
      'python3',
      [
        '-m',
        'pip',
        'install',
        '-q',
        '--target',
        path,
        '--no-deps',
        '--no-compile',
        '--only-binary=:all:',
        ...platform,
        ...wanted,
      ],
      { stdio: 'ignore' },
    );
  });
  const program = `import importlib.metadata as m,sys;[print(d.metadata["Name"],d.version,sep="\\t") for d in m.distributions(path=[sys.argv[1]])]`;
  const text = execFileSync('python3', ['-c', program, folder], { encoding: 'utf8' });
  const listed = text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([name = '', version = '']) => ({ name, version }));
  return { tar: tarOf(folder, './usr/local/lib/python3.9/site-packages/'), listed };
}

/** Alpine 3.10.4 from the outside cases; its list is that of the apk database inside. */
function alpine(): RealImage {
  const archive = gunzipSync(readFileSync(sharedPath('cases/scan/images/alpine-310.tar.gz')));
  const expected = JSON.parse(
    readFileSync(sharedPath('cases/scan/images/alpine-310.expected.json'), 'utf8'),
  ) as { packages: readonly Listed[] };
  const folder = kept('alpine', (path) => {
    execFileSync('tar', ['-C', path, '-xf', '-'], { input: archive });
  });
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    Layers: readonly string[];
  }[];
  const layers = (manifest?.Layers ?? []).map((path) => plainTar(readFileSync(join(folder, path))));
  return {
    name: 'alpine',
    image: buildImage(layers),
    listed: { apk: expected.packages },
    least: { packages: 14, findings: 0 },
  };
}

function plainTar(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** The four images: Debian, Alpine, one with node_modules, one with Python packages. */
export function realImages(): readonly RealImage[] {
  const debian = bookworm();
  const node = nodeModules();
  const python = pythonSite();
  return [
    {
      name: 'bookworm',
      image: buildImage([debian.tar]),
      listed: { deb: debian.listed },
      least: { packages: 80, findings: 20 },
    },
    alpine(),
    {
      name: 'node',
      image: buildImage([debian.tar, node.tar], {
        history: ['debootstrap bookworm', 'RUN npm install'],
      }),
      listed: { deb: debian.listed, npm: node.listed },
      least: { packages: 80, findings: 20 },
    },
    {
      name: 'python',
      image: buildImage([debian.tar, python.tar], {
        history: ['debootstrap bookworm', 'RUN pip install'],
        compression: 'zstd',
      }),
      listed: { deb: debian.listed, pypi: python.listed },
      least: { packages: 80, findings: 20 },
    },
  ];
}
