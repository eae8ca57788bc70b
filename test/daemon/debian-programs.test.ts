import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { openInput } from '../../src/image/open.ts';
import { mergeLayers } from '../../src/image/tree.ts';
import { executable } from '../../src/scan/analyzers/binary/executable.ts';
import { takeInventory } from '../../src/scan/inventory.ts';
import { analyzeLayer } from '../../src/scan/layer-analysis.ts';
import { productSearch, productsOf } from '../../src/scan/match/products.ts';
import { needsDaemon } from '../kit/daemon.ts';
import { buildImage, writeLayout } from '../kit/oci.ts';
import type { TarEntry } from '../kit/oci.ts';
import { analyse } from '../kit/packages.ts';

/** Debian packages by the names of the releases that have them, and the program whose files they hold. */
const packages: readonly (readonly [string, string])[] = [
  ['apache2-bin', 'apache'],
  ['bash', 'bash'],
  ['busybox', 'busybox'],
  ['curl', 'curl'],
  ['elixir', 'elixir'],
  ['erlang-base', 'erlang'],
  ['ffmpeg', 'ffmpeg'],
  ['gzip', 'gzip'],
  ['haproxy', 'haproxy'],
  ['jq', 'jq'],
  ['ldap-utils', 'openldap'],
  ['libavcodec59|libavcodec61', 'ffmpeg'],
  ['libcurl4|libcurl4t64', 'curl'],
  ['libkrb5-3', 'krb5'],
  ['libnode108|libnode115', 'node'],
  ['libpython3.11|libpython3.13', 'python'],
  ['libqt5core5a|libqt5core5t64', 'qtbase'],
  ['libruby3.1|libruby3.3|libruby3.1t64', 'ruby'],
  ['libssl3|libssl3t64', 'openssl'],
  ['mariadb-client-core', 'mariadb'],
  ['mariadb-server-core', 'mariadb'],
  ['memcached', 'memcached'],
  ['nginx', 'nginx'],
  ['openjdk-17-jre-headless|openjdk-21-jre-headless', 'openjdk'],
  ['openssl', 'openssl'],
  ['perl-base', 'perl'],
  ['php8.2-cli|php8.4-cli', 'php'],
  ['postgresql-15|postgresql-17', 'postgresql'],
  ['proftpd-core', 'proftpd'],
  ['python3.11-minimal|python3.13-minimal', 'python'],
  ['redis-tools', 'redis'],
  ['slapd', 'openldap'],
  ['util-linux', 'util-linux'],
  ['xz-utils', 'xz'],
  ['zstd', 'zstd'],
];

const guard = needsDaemon('apt-get', 'dpkg-deb');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-programs-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A package unpacked, not installed. */
interface Unpacked {
  readonly root: string;
  readonly control: string;
  readonly program: string;
  /** Upstream's version. */
  readonly version: string;
}

const unpacked = new Map<string, Unpacked>();

before(() => {
  if (guard.skip !== false) return;
  for (const [names, program] of packages) {
    const name = names.split('|').find((one) => unpack(one, program));
    assert.ok(name, `none of ${names} can be fetched`);
  }
});

function unpack(name: string, program: string): boolean {
  const place = join(folder, name);
  mkdirSync(place);
  try {
    execFileSync('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', name], {
      cwd: place,
      stdio: 'ignore',
    });
  } catch {
    return false;
  }
  const file = readdirSync(place).find((path) => path.endsWith('.deb')) ?? '';
  const root = join(place, 'root');
  execFileSync('dpkg-deb', ['-x', join(place, file), root]);
  const control = execFileSync('dpkg-deb', ['-f', join(place, file)], { encoding: 'utf8' });
  const version = /^Version: (.*)$/m.exec(control)?.[1] ?? '';
  unpacked.set(name, { root, control, program, version: upstream(version) });
  return true;
}

function upstream(version: string): string {
  const search = productSearch('deb');
  assert.ok(search);
  const cpes = ['cpe:2.3:a:v:p:*:*:*:*:*:*:*:*'];
  const pkg = { name: 'p', version, type: 'deb', purl: '', foundBy: '', locations: [], cpes };
  return productsOf(pkg, search)[0]?.version ?? '';
}

/** Regular files below a folder, relative. */
function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    lstatSync(join(root, path)).isFile(),
  );
}

/** Programs that the files of a package tell, as `name@version`. */
function toldBy(root: string): readonly string[] {
  const told = filesOf(root).flatMap((path) => {
    const { size, mode } = lstatSync(join(root, path));
    const stat = { size, mode: mode & 0o777 };
    if (size === 0 || !executable.wants(path, stat)) return [];
    const head = readFileSync(join(root, path)).subarray(0, 4096);
    if (executable.wantsHead?.(head, path, stat) !== true) return [];
    return analyse(executable, path, join(root, path)).packages ?? [];
  });
  return [...new Set(told.map(({ name, version }) => `${name}@${version}`))];
}

test("programs of Debian's packages have the version that Debian says", guard, () => {
  const lines: string[] = [];
  for (const [name, { root, program, version }] of unpacked) {
    const told = toldBy(root);
    // What Java and Ruby add counts builds and patches.
    const right = told.filter((text) =>
      new RegExp(`^${RegExp.escape(`${program}@${version}`)}(?:[p+-].*)?$`).test(text),
    );
    lines.push(`${name} ${version}: ${told.join(' ')}`);
    assert.deepEqual(told, right, `${name} ${version}`);
    assert.equal(told.length, 1, `${name} ${version}: ${told.join(' ')}`);
  }
  console.log(`programs of ${lines.length} Debian packages:\n  ${lines.join('\n  ')}`);
});

const systems = ['bash', 'perl-base', 'openssl', 'gzip', 'memcached', 'redis-tools'];

function entriesOf(lists: boolean): readonly TarEntry[] {
  const chosen = [...unpacked].filter(([name]) => systems.includes(name));
  assert.equal(chosen.length, systems.length);
  const status = chosen.map(([, { control }]) =>
    control.replace(/^Version:/m, 'Status: install ok installed\nVersion:'),
  );
  const info = chosen.map(([name, { root }]): TarEntry => ({
    path: `var/lib/dpkg/info/${name}.list`,
    content: filesOf(root)
      .map((path) => `/${path}\n`)
      .join(''),
  }));
  // As on an installed system, where `bin` is a link to `usr/bin`.
  const files = chosen.flatMap(([, { root }]) =>
    filesOf(root)
      .filter((path) => /^(?:usr\/)?s?bin\//.test(path))
      .map((path): TarEntry => ({
        path: path.replace(/^(s?bin)\//, 'usr/$1/'),
        content: readFileSync(join(root, path)),
        mode: 0o755,
      })),
  );
  return [
    { path: 'bin', symlink: 'usr/bin' },
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    { path: 'var/lib/dpkg/status', content: status.join('\n') },
    ...(lists ? info : []),
    ...files,
  ];
}

async function typesIn(entries: readonly TarEntry[], name: string): Promise<readonly string[]> {
  const path = join(folder, name);
  assert.equal(existsSync(path), false);
  await writeLayout(path, { test: buildImage([entries]) });
  const image = await openInput(path);
  const [layer] = image.layers;
  assert.ok(layer);
  const analysis = await analyzeLayer({
    layer,
    profile: 'installed',
    skipDirs: [],
    skipFiles: [],
  });
  await image.close();
  const tree = mergeLayers([analysis.facts]);
  const { packages: found } = takeInventory({ layers: image.layers, analyses: [analysis], tree });
  return found.map((pkg) => `${pkg.type} ${pkg.name}`);
}

test('programs that the system installed are told once, as its packages', guard, async () => {
  const listed = await typesIn(entriesOf(true), 'listed');
  assert.deepEqual(
    listed.filter((one) => !one.startsWith('deb ')),
    [],
  );
  assert.equal(listed.length, systems.length);
  const unlisted = await typesIn(entriesOf(false), 'unlisted');
  assert.deepEqual(
    unlisted.filter((one) => one.startsWith('generic ')).sort(),
    ['bash', 'gzip', 'memcached', 'openssl', 'perl', 'redis'].map((name) => `generic ${name}`),
  );
});
