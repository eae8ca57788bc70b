import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { fuzz, fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { analyseTogether, readerOf } from '../../../../test/kit/packages.ts';
import { sqliteOf } from '../../../../test/kit/rpm.ts';
import { bottlerocket } from './bottlerocket.ts';
import { chisel } from './chisel.ts';
import { containerOptimized } from './container-optimized.ts';
import { nix, packageOfStorePath } from './nix.ts';
import { nixStore } from './nix-store.ts';
import { snap, snapContents } from './snap.ts';

const wall = `{"jsonwall":"1.0","schema":"1.0","count":2}
{"kind":"package","name":"libc6","version":"2.39-0ubuntu8","sha256":"ab","arch":"amd64"}
{"kind":"path","path":"/etc/"}
`;

test('chisel: the packages of the manifest', () => {
  const read = (text: string) =>
    chisel.read(readerOf('var/lib/chisel/manifest.wall', zstdCompressSync(Buffer.from(text))));
  assert.deepEqual(read(wall).packages, [
    { name: 'libc6', version: '2.39-0ubuntu8', type: 'deb', arch: 'amd64', digest: 'sha256:ab' },
  ]);
  assert.throws(() => read('{"a": 1}\n'), { code: 'METADATA_INVALID' });
  assert.throws(() => chisel.read(readerOf('manifest.wall', wall)), { code: 'GZIP_INVALID' });
});

const inventory =
  '{"Content": [\n{"Name": "glibc", "Version": "2.43", "Release": "1.br1", "Epoch": "1", "Architecture": "x86_64"},\n{"Name": "bad"}]}';

test('Bottlerocket and Container-Optimized OS: their own lists', () => {
  assert.deepEqual(bottlerocket.read(readerOf('application-inventory.json', inventory)).packages, [
    {
      name: 'glibc',
      version: '1:2.43-1.br1',
      type: 'rpm',
      arch: 'x86_64',
      lines: { startLine: 2, endLine: 2 },
    },
  ]);
  const list =
    '{"installedPackages": [{"name": "zlib", "version": "17162.1", "ebuild_version": "1.2"}]}';
  assert.deepEqual(containerOptimized.read(readerOf('etc/cos-package-info.json', list)).packages, [
    { name: 'zlib', version: '17162.1', type: 'cos', qualifiers: { ebuild_version: '1.2' } },
  ]);
});

test('snaps: their own name, and the packages that they were made of', () => {
  const yaml = 'name: core\nversion: 16.10\narchitectures: [amd64]\n';
  assert.deepEqual(snap.read(readerOf('snap/core/1/meta/snap.yaml', yaml)).packages, [
    { name: 'core', version: '16.10', type: 'snap', arch: 'amd64' },
  ]);
  const made =
    'packages:\n- gcc-10-base:amd64=10.5.0-1~20.04\n- odd\nprimed-stage-packages: [a=1]\n';
  assert.deepEqual(snapContents.read(readerOf('snap/manifest.yaml', made)).packages, [
    { name: 'gcc-10-base', version: '10.5.0-1~20.04', type: 'deb', arch: 'amd64' },
    { name: 'a', version: '1', type: 'deb' },
  ]);
});

const hash = '0'.repeat(32);

test('nix: names and versions of store paths', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['openssl-3.0.13', 'openssl 3.0.13'],
    ['openssl-3.0.13-dev', 'openssl 3.0.13'],
    ['perl5.38.2-FCGI-0.28', 'perl5.38.2-FCGI 0.28'],
    ['python3-3.11.9', 'python3 3.11.9'],
    ['a-unstable-2024-01-02', 'a-unstable 2024-01-02'],
    ['builder.sh', undefined],
    ['openssl-3.0.13.drv', undefined],
    ['source', undefined],
  ];
  for (const [base, wanted] of rows) {
    const found = packageOfStorePath(`/nix/store/${hash}-${base}`);
    assert.equal(found === undefined ? undefined : `${found.name} ${found.version}`, wanted, base);
  }
  const database = sqliteOf((file) => {
    file.exec('CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT, hash TEXT)');
    file.exec(`INSERT INTO ValidPaths (path, hash) VALUES ('/nix/store/${hash}-zlib-1.3', 'x')`);
    file.exec(
      `INSERT INTO ValidPaths (path, hash) VALUES ('/nix/store/${hash}-zlib-1.3-dev', 'x')`,
    );
  });
  assert.deepEqual(nix.read(readerOf('nix/var/nix/db/db.sqlite', database)).packages, [
    { name: 'zlib', version: '1.3', type: 'nix' },
  ]);
});

test('nix: without its database the store itself tells what is in it', () => {
  const store = (path: string) => ({
    analyzer: nixStore,
    path: `nix/store/${hash}-${path}`,
    content: 'x',
  });
  const files = [
    store('zlib-1.3/lib/libz.so'),
    store('zlib-1.3/lib/libz.a'),
    store('hello-2.12/bin/hello'),
  ];
  const told = analyseTogether(files).map(({ packages }) =>
    (packages ?? []).map(({ name, version }) => `${name}@${version}`),
  );
  assert.deepEqual(told, [[], ['zlib@1.3'], ['hello@2.12']]);
  const content = sqliteOf((file) => {
    file.exec('CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT, hash TEXT)');
    file.exec(`INSERT INTO ValidPaths (path, hash) VALUES ('/nix/store/${hash}-zlib-1.3', 'x')`);
  });
  const database = { analyzer: nix, path: 'nix/var/nix/db/db.sqlite', content };
  const counts = analyseTogether([database, ...files]).map(({ packages }) => packages?.length);
  assert.deepEqual(counts, [1, undefined, undefined, undefined]);
});

test('nix: files of store paths that name no package, or lie elsewhere, are not wanted', () => {
  const rows: readonly (readonly [string, boolean])[] = [
    [`nix/store/${hash}-tzdata-2024a/share/zoneinfo/UTC`, true],
    [`nix/store/${hash}-hello-2.12/bin/hello`, true],
    [`nix/store/${hash}-source/main.c`, false],
    [`nix/store/${hash}-hello-2.12`, false],
    [`nix/store/${hash}-hello-2.12/share/doc/hello/README`, false],
    [`home/nix/store/${hash}-hello-2.12/bin/hello`, false],
    ['nix/store/short-hello-2.12/bin/hello', false],
    [`nix/store/${hash}-a b-2.12/bin/hello`, false],
  ];
  for (const [path, wanted] of rows)
    assert.equal(nixStore.wants(path, { size: 1, mode: 0o755 }), wanted, path);
  const empty = `nix/store/${hash}-hello-2.12/bin/hello`;
  assert.equal(nixStore.wants(empty, { size: 0, mode: 0o755 }), false);
});

test('fuzz lists of small systems', async () => {
  await fuzzInTurns([zstdCompressSync(Buffer.from(wall))], (bytes) =>
    chisel.read(readerOf('m.wall', bytes)),
  );
  fuzz([Buffer.from(inventory)], (bytes) => bottlerocket.read(readerOf('a.json', bytes)));
  fuzz([Buffer.from('name: a\nversion: 1\npackages: [a=1]\n')], (bytes) => [
    snap.read(readerOf('snap.yaml', bytes)),
    snapContents.read(readerOf('dpkg.yaml', bytes)),
  ]);
});
