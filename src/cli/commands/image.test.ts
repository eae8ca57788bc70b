import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { runCommand } from '../../../test/kit/command.ts';
import type { Outcome } from '../../../test/kit/command.ts';
import { buildImage, writeLayout } from '../../../test/kit/oci.ts';
import type { RawValue } from '../options.ts';
import { run as build } from './db-build.ts';
import { run as status } from './db-status.ts';
import { run } from './image.ts';
import { run as version } from './version.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-image-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const layoutPath = join(folder, 'layout');
await writeLayout(layoutPath, {
  test: buildImage([
    [
      { path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.20.1\n' },
      {
        path: 'lib/apk/db/installed',
        content:
          'P:busybox\nV:1.36.1-r0\nA:x86_64\no:busybox\n\nP:zlib\nV:1.3-r9\nA:x86_64\no:zlib\n\n',
      },
    ],
  ]),
});
const feed = {
  distroversion: 'v3.20',
  reponame: 'main',
  packages: [{ pkg: { name: 'busybox', secfixes: { '1.36.1-r3': ['CVE-2026-7'] } } }],
};
writeFileSync(join(folder, 'feeds-main.json'), JSON.stringify(feed));

function image(
  options: Readonly<Record<string, RawValue>> = {},
  reference = `oci-dir:${layoutPath}`,
): Promise<Outcome> {
  return runCommand(['image'], run, {
    arguments: [reference],
    options: { 'cache-dir': join(folder, 'cache'), ...options },
  });
}

test('wrong usage is told before any work', async () => {
  const rows: readonly [Readonly<Record<string, RawValue>>, RegExp][] = [
    [{ input: 'x.tar' }, /found both, wanted a reference or --input/],
    [{ 'registry-mirror': ['docker.io'] }, /wanted HOST=MIRROR/],
    [{ format: ['tabel'] }, /--format "tabel": wanted one of/],
    [{ format: ['json', 'table'] }, /json, table to one place/],
    [{ format: ['json='] }, /no file name after "="/],
    [{ 'exit-code': '3' }, /3 and 4 say/],
    [{ ignorefile: [join(folder, 'missing')] }, /it does not exist/],
    [{ db: join(folder, 'missing.db') }, /Cannot open the database/],
  ];
  for (const [options, sentence] of rows) await assert.rejects(image(options), sentence);
  await assert.rejects(runCommand(['image'], run, {}), /found neither/);
  const offline = { offline: true, 'image-src': ['registry'] };
  await assert.rejects(
    image(offline, 'localhost:1/shop:1'),
    /Cannot find the image "localhost:1\/shop:1": registry: not asked because of --offline/,
  );
});

/** A day on which the system of the image was maintained. */
const at = '2024-10-01';

test('--scanners says what is looked for; configuration only when asked', async () => {
  const kinds = async (options: Readonly<Record<string, RawValue>>): Promise<string> => {
    const { stdout } = await image({ format: ['json'], at, ...options });
    const { Results } = JSON.parse(stdout) as { Results: readonly { readonly Class: string }[] };
    return [...new Set(Results.map(({ Class }) => Class))].join(' ');
  };
  assert.equal(await kinds({}), 'os-pkgs');
  assert.equal(await kinds({ scanners: ['vuln'] }), 'os-pkgs');
  for (const word of ['misconfig', 'config'])
    assert.equal(await kinds({ scanners: [`vuln,${word}`] }), 'os-pkgs config');
  await assert.rejects(image({ scanners: ['license'] }), /--scanners "license": wanted vuln/);
});

test('faults of configuration are ignored by the ids of other tools and close the gate when asked', async () => {
  const scanners = ['misconfig'];
  assert.equal((await image({ scanners })).code, 0);
  assert.equal((await image({ scanners, at, 'fail-on': 'high' })).code, 1);
  for (const id of ['IMG-USER-ROOT', 'CIS-DI-0001', 'CIS-4.1']) {
    const ignorefile = join(folder, `ignore-${id}`);
    writeFileSync(ignorefile, `${id}  # a base image\n`);
    const { code, stdout } = await image({
      scanners,
      at,
      'fail-on': 'high',
      ignorefile: [ignorefile],
    });
    assert.equal(code, 0, id);
    assert.doesNotMatch(stdout, /IMG-USER-ROOT/);
  }
  // Without the scanner the gate is what it was.
  assert.equal((await image({ at, 'fail-on': 'high' })).code, 0);
});

test('without a database the exit code is 0, or 4 when the user does not accept unknown', async () => {
  const plain = await image();
  assert.equal(plain.code, 0);
  assert.match(plain.stderr, /Starter set: 2 of 2 packages/);
  assert.equal((await image({ 'fail-on-unknown': true })).code, 4);
  assert.equal((await image({ quiet: true })).stderr, '');
});

test('several outputs come from one scan; files are whole', async () => {
  const json = join(folder, 'out.json');
  const outcome = await image({ format: [`json=${json}`, 'table'] });
  assert.match(outcome.stdout, /2 packages/);
  const report = JSON.parse(readFileSync(json, 'utf8')) as { SchemaVersion: number };
  assert.equal(report.SchemaVersion, 2);
  assert.ok(!existsSync(`${json}.${process.pid}.tmp`));
  await assert.rejects(
    image({ format: ['json'], output: join(folder, 'no', 'such', 'out.json') }),
    { code: 'IO_WRITE_FAILED' },
  );
});

test('a report that cannot be written is told before the image is opened', async () => {
  const missing = join(folder, 'no', 'such', 'out.json');
  const file = join(layoutPath, 'index.json');
  const nothing = `oci-dir:${join(folder, 'nothing')}`;
  for (const output of [missing, folder, join(file, 'out.json')])
    for (const options of [{ format: ['json'], output }, { format: [`json=${output}`] }])
      await assert.rejects(image(options, nothing), { code: 'IO_WRITE_FAILED' });
  await assert.rejects(image({ output: missing }, nothing), /found no folder ".*such", wanted one/);
  // These can be written, so the image is what is missing; and nothing is left behind.
  const fresh = join(folder, 'fresh.json');
  for (const output of [fresh, '/dev/null', file])
    await assert.rejects(image({ format: ['json'], output }, nothing), { name: 'ImageError' });
  assert.ok(!existsSync(fresh));
});

test('a file whose name only looks like standard input is opened like any other', async () => {
  for (const input of [join(folder, '-'), '-x.tar'])
    await assert.rejects(runCommand(['image'], run, { options: { input } }), {
      code: 'IMAGE_NOT_AN_IMAGE',
    });
});

test('the same input gives the same bytes', async () => {
  const [first, second] = [await image({ format: ['json'] }), await image({ format: ['json'] })];
  assert.equal(first?.stdout, second?.stdout);
});

test('an image that is not there or cannot be read is an error', async () => {
  await assert.rejects(image({}, `oci-dir:${join(folder, 'nothing')}`), { name: 'ImageError' });
  await assert.rejects(image({}, `oci-dir:${layoutPath}:other`), { code: 'IMAGE_TAG_MISSING' });
  await assert.rejects(image({ 'image-src': ['dokcer'] }, 'alpine'), /wanted sources among/);
  await assert.rejects(image({ 'image-src': ['registry'], offline: true }, 'alpine'), {
    code: 'IMAGE_NOT_FOUND',
  });
});

test('version and db status say when there is no database', async () => {
  const options = { 'cache-dir': join(folder, 'empty') };
  assert.match(
    (await runCommand(['version'], version, { options })).stdout,
    /plimsoll {2}0\.0\.0\nNode/,
  );
  const missing = await runCommand(['db', 'status'], status, { options });
  assert.deepEqual([missing.code, missing.stdout.startsWith('No database at')], [4, true]);
  await assert.rejects(runCommand(['db', 'build'], build, { options }), /found no --from/);
});
