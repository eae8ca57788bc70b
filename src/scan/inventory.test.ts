import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { buildImage, writeLayout } from '../../test/kit/oci.ts';
import type { TarEntry } from '../../test/kit/oci.ts';
import { rpmHeader, sqliteFile } from '../../test/kit/rpm.ts';
import { openInput } from '../image/open.ts';
import { mergeLayers } from '../image/tree.ts';
import { takeInventory } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { analyzeLayer } from './layer-analysis.ts';
import type { AnalysisProfile } from './layer-analysis.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-inventory-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let images = 0;

/** Inventory of an image of these layers, bottom first. */
async function inventoryOf(...layers: readonly (readonly TarEntry[])[]): Promise<Inventory> {
  return inventoryAs('installed', layers);
}

async function inventoryAs(
  profile: AnalysisProfile,
  layers: readonly (readonly TarEntry[])[],
): Promise<Inventory> {
  images += 1;
  const path = join(folder, String(images));
  await writeLayout(path, { test: buildImage(layers) });
  const image = await openInput(path);
  const analyses = await Promise.all(
    image.layers.map((layer) => analyzeLayer({ layer, profile, skipDirs: [], skipFiles: [] })),
  );
  await image.close();
  const tree = mergeLayers(analyses.map(({ facts }) => facts));
  return takeInventory({ layers: image.layers, analyses, tree });
}

const osRelease: TarEntry = { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' };

function dpkg(...packages: readonly string[]): TarEntry {
  const stanza = (name: string): string =>
    `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n`;
  return { path: 'var/lib/dpkg/status', content: packages.map(stanza).join('') };
}

function node(name: string, version: string, root = 'srv'): TarEntry {
  return {
    path: `${root}/node_modules/${name}/package.json`,
    content: JSON.stringify({ name, version }),
  };
}

function shown(inventory: Inventory): string[] {
  return inventory.packages.map(
    ({ name, version, locations }) =>
      `${name} ${version} @${locations.map(({ layer }) => layer?.index).join(',')}`,
  );
}

test('a package belongs to the layer that brought it, not to the last that rewrote the database', async () => {
  const inventory = await inventoryOf(
    [osRelease, dpkg('bash')],
    [dpkg('bash', 'curl')],
    [dpkg('bash', 'curl', 'git')],
  );
  assert.deepEqual(shown(inventory), ['bash 1.0-1 @0', 'curl 1.0-1 @1', 'git 1.0-1 @2']);
  assert.equal(
    inventory.packages[0]?.purl,
    'pkg:deb/debian/bash@1.0-1?arch=amd64&distro=debian-12',
  );
});

test('a package that was removed and added again came with the layer that added it again', async () => {
  const inventory = await inventoryOf(
    [osRelease, dpkg('bash', 'curl')],
    [dpkg('bash')],
    [dpkg('bash', 'curl')],
  );
  assert.deepEqual(shown(inventory), ['bash 1.0-1 @0', 'curl 1.0-1 @2']);
});

test('what an upper layer deletes is gone: a file, a folder, the content of an opaque folder', async () => {
  const base = [osRelease, dpkg('bash'), node('left', '1.0.0'), node('right', '1.0.0')];
  const rows: readonly [string, TarEntry, string[]][] = [
    ['file', { path: 'srv/node_modules/left/.wh.package.json', content: '' }, ['bash', 'right']],
    ['folder', { path: 'srv/node_modules/.wh.left', content: '' }, ['bash', 'right']],
    ['opaque', { path: 'srv/.wh..wh..opq', content: '' }, ['bash']],
    ['folder replaced by a file', { path: 'srv/node_modules', content: 'now a file' }, ['bash']],
    ['folder replaced by a link', { path: 'srv', symlink: 'elsewhere' }, ['bash']],
    ['another name', { path: 'srv/node_modules/.wh.lef', content: '' }, ['bash', 'left', 'right']],
    ['not a whiteout', { path: 'srv/wh.node_modules', content: '' }, ['bash', 'left', 'right']],
  ];
  for (const [name, entry, expected] of rows) {
    const inventory = await inventoryOf(base, [entry]);
    assert.deepEqual(
      inventory.packages.map((pkg) => pkg.name),
      expected,
      name,
    );
  }
});

test('a language package that the distribution installed knows its owner, its neighbour does not', async () => {
  const inventory = await inventoryOf([
    osRelease,
    dpkg('node-left'),
    {
      path: 'var/lib/dpkg/info/node-left.list',
      content: '/.\n/usr\n/usr/share/nodejs/node_modules/left/package.json\n',
    },
    node('left', '1.0.0', 'usr/share/nodejs'),
    node('right', '1.0.0', 'usr/share/nodejs'),
  ]);
  const owners = inventory.packages.map(({ name, owner }) => [name, owner]);
  const purl = 'pkg:deb/debian/node-left@1.0-1?arch=amd64&distro=debian-12';
  assert.deepEqual(owners, [
    ['node-left', undefined],
    ['left', purl],
    ['right', undefined],
  ]);
});

test('an RPM keeps its epoch apart in the package URL, owns its files and says whose it is', async () => {
  const header = (name: string, vendor: string, epoch: number) =>
    rpmHeader({
      name,
      version: '1.0',
      release: '1.el9',
      arch: 'x86_64',
      vendor,
      ...(epoch === 0 ? {} : { epoch }),
      dirIndexes: [0],
      baseNames: ['package.json'],
      dirNames: [`/usr/lib/node_modules/${name}-module/`],
    });
  const content = sqliteFile([
    header('left', 'AlmaLinux', 2),
    header('right', 'Fedora Project', 0),
  ]);
  const inventory = await inventoryOf([
    { path: 'etc/os-release', content: 'ID="almalinux"\nVERSION_ID="9.5"\n' },
    { path: 'var/lib/rpm/rpmdb.sqlite', content },
    node('left-module', '3.0.0', 'usr/lib'),
  ]);
  const left = 'pkg:rpm/almalinux/left@1.0-1.el9?arch=x86_64&distro=almalinux-9.5&epoch=2';
  assert.deepEqual(
    inventory.packages.map(({ name, purl, owner, thirdParty }) => [name, purl, owner, thirdParty]),
    [
      ['left-module', 'pkg:npm/left-module@3.0.0', left, undefined],
      ['left', left, undefined, undefined],
      [
        'right',
        'pkg:rpm/almalinux/right@1.0-1.el9?arch=x86_64&distro=almalinux-9.5',
        undefined,
        true,
      ],
    ],
  );
});

test('one package at two places is one package with two locations', async () => {
  const inventory = await inventoryOf([
    node('left', '1.0.0', 'a'),
    node('left', '1.0.0', 'b'),
    node('left', '2.0.0', 'c'),
  ]);
  assert.deepEqual(shown(inventory), ['left 1.0.0 @0,0', 'left 2.0.0 @0']);
  assert.deepEqual(
    inventory.packages[0]?.locations.map(({ file }) => file?.path),
    ['a/node_modules/left/package.json', 'b/node_modules/left/package.json'],
  );
});

test('a file that cannot be parsed is an error that names layer and path; the rest is kept', async () => {
  const inventory = await inventoryOf(
    [dpkg('bash')],
    [{ path: 'srv/node_modules/bad/package.json', content: '{' }, node('good', '1.0.0')],
  );
  assert.deepEqual(
    inventory.packages.map(({ name }) => name),
    ['bash', 'good'],
  );
  assert.equal(inventory.errors.length, 1);
  const [error] = inventory.errors;
  assert.equal(error?.location?.file?.path, 'srv/node_modules/bad/package.json');
  assert.equal(error?.location?.layer?.index, 1);
});

test('a damaged file that an upper layer replaced is no error', async () => {
  const inventory = await inventoryOf(
    [{ path: 'srv/node_modules/bad/package.json', content: '{' }],
    [node('bad', '1.0.0')],
  );
  assert.deepEqual([inventory.errors, inventory.packages.map(({ name }) => name)], [[], ['bad']]);
});

test('what a package needs is told by package URL, within the file that says so', async () => {
  const installed =
    'P:app\nV:1-r0\nA:x86_64\nD:so:libz.so.1 missing\n\nP:zlib\nV:2-r0\nA:x86_64\np:so:libz.so.1=1\n\n';
  const { packages } = await inventoryOf([{ path: 'lib/apk/db/installed', content: installed }]);
  assert.deepEqual(
    packages.map(({ name, dependsOn }) => [name, dependsOn]),
    [
      ['app', ['pkg:apk/zlib@2-r0?arch=x86_64']],
      ['zlib', undefined],
    ],
  );
});

test('a build that only subscribers get tells that the system is subscribed', async () => {
  const status = (version: string): TarEntry => ({
    path: 'var/lib/dpkg/status',
    content: `Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
  });
  const release = (id: string): TarEntry => ({
    path: 'etc/os-release',
    content: `ID=${id}\nVERSION_ID="16.04"\n`,
  });
  const channels = async (id: string, version: string) =>
    (await inventoryOf([release(id), status(version)])).os?.channels;
  assert.deepEqual(await channels('ubuntu', '7.47.0-1ubuntu2.19+esm1'), ['esm']);
  assert.deepEqual(await channels('ubuntu', '2.23-0ubuntu11.3~esm2'), ['esm']);
  assert.equal(await channels('ubuntu', '7.47.0-1ubuntu2.19'), undefined);
  assert.equal(await channels('ubuntu', '1.0+esmeralda1'), undefined);
  assert.equal(await channels('debian', '7.47.0-1+esm1'), undefined);
});

/** A program as its own bytes tell it. */
function bash(path: string): TarEntry {
  return { path, content: '\x7fELF\0@(#)Bash version 5.2.15(1) release GNU\0', mode: 0o755 };
}

const listed: TarEntry = { path: 'var/lib/dpkg/info/bash.list', content: '/.\n/bin/bash\n' };

test("a program is told where no package owns its file, and is the package's where one does", async () => {
  const alone = await inventoryOf([osRelease, dpkg('bash'), bash('opt/bin/bash'), listed]);
  assert.deepEqual(shown(alone), ['bash 1.0-1 @0', 'bash 5.2.15 @0']);
  assert.equal(alone.packages[1]?.purl, 'pkg:generic/bash@5.2.15');
  assert.deepEqual(alone.packages[1]?.cpes, ['cpe:2.3:a:gnu:bash:5.2.15:*:*:*:*:*:*:*']);
  const owned = await inventoryOf([osRelease, dpkg('bash'), bash('bin/bash'), listed]);
  assert.deepEqual(shown(owned), ['bash 1.0-1 @0']);
  const moved = await inventoryOf([osRelease, dpkg('bash'), bash('usr/bin/bash'), listed]);
  assert.deepEqual(shown(moved), ['bash 1.0-1 @0']);
  const local = await inventoryOf([osRelease, dpkg('bash'), bash('usr/local/bin/bash'), listed]);
  assert.deepEqual(shown(local), ['bash 1.0-1 @0', 'bash 5.2.15 @0']);
});

test('what a manifest asks for in ranges gives way to the lockfile beside it, and only there', async () => {
  const manifest = '[requires]\nzlib/[>=1.2]\nfmt/9.0\n';
  const lock = '{"version": "0.5", "requires": ["zlib/1.2.13", "fmt/9.0"]}';
  const inventory = await inventoryAs('lockfile', [
    [
      { path: 'a/conanfile.txt', content: manifest },
      { path: 'a/conan.lock', content: lock },
      { path: 'b/conanfile.txt', content: manifest },
      { path: 'b/old/conan.lock', content: lock },
      { path: 'c/conanfile.txt', content: '[requires]\nsdl/[>=2]\n' },
      { path: 'c/conan.lock', content: 'broken' },
    ],
  ]);
  const lines = inventory.packages.flatMap(({ name, version, locations }) =>
    locations.map(({ file }) => `${name}@${version} ${file?.path ?? ''}`),
  );
  assert.deepEqual(lines.toSorted(), [
    'fmt@9.0 a/conan.lock',
    'fmt@9.0 a/conanfile.txt',
    'fmt@9.0 b/conanfile.txt',
    'fmt@9.0 b/old/conan.lock',
    'sdl@ c/conanfile.txt',
    'zlib@ b/conanfile.txt',
    'zlib@1.2.13 a/conan.lock',
    'zlib@1.2.13 b/old/conan.lock',
  ]);
});
