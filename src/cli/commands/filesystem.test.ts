import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { runCommand } from '../../../test/kit/command.ts';
import { privateKey } from '../../../test/kit/faulty-image.ts';
import { outputFormats } from '../../report/index.ts';
import type { RawValue } from '../options.ts';
import { run as fs } from './filesystem.ts';
import { run as rootfs } from './rootfs.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fs-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tree = join(folder, 'tree');
mkdirSync(join(tree, 'vendor', 'deep'), { recursive: true });
mkdirSync(join(tree, 'node_modules', 'left'), { recursive: true });
writeFileSync(join(tree, 'requirements.txt'), 'django==3.2.0\n');
writeFileSync(join(tree, 'vendor', 'deep', 'requirements.txt'), 'flask==1.0\n');
writeFileSync(
  join(tree, 'node_modules', 'left', 'package.json'),
  '{"name":"left","version":"1.0.0"}',
);
symlinkSync('/etc/passwd', join(tree, 'Pipfile.lock'));

async function names(
  command: 'fs' | 'rootfs',
  path: string,
  options: Readonly<Record<string, RawValue>> = {},
): Promise<string[]> {
  const given = {
    format: ['json'],
    'list-all-pkgs': true,
    'cache-dir': join(folder, 'cache'),
    ...options,
  };
  const run = command === 'fs' ? fs : rootfs;
  const { stdout } = await runCommand([command], run, { arguments: [path], options: given });
  const report = JSON.parse(stdout) as { Results?: { Packages?: { Name: string }[] }[] };
  return (report.Results ?? [])
    .flatMap(({ Packages = [] }) => Packages.map(({ Name }) => Name))
    .toSorted();
}

test('fs reads lockfiles, rootfs what is installed', async () => {
  assert.deepEqual(await names('fs', tree), ['django', 'flask']);
  assert.deepEqual(await names('rootfs', tree), ['left']);
});

test('a single file is a tree of one, and skipped folders and files are left out', async () => {
  assert.deepEqual(await names('fs', join(tree, 'requirements.txt')), ['django']);
  assert.deepEqual(await names('fs', tree, { 'skip-dirs': ['vendor'] }), ['django']);
  assert.deepEqual(await names('fs', tree, { 'skip-dirs': ['**/deep'] }), ['django']);
  assert.deepEqual(await names('fs', tree, { 'skip-files': ['requirements.txt'] }), ['flask']);
  assert.deepEqual(await names('fs', tree, { 'skip-dirs': ['vendo'] }), ['django', 'flask']);
});

test('requirements files are followed to what they include, whatever it is called', async () => {
  const project = join(folder, 'project');
  mkdirSync(join(project, 'deps'), { recursive: true });
  writeFileSync(join(project, 'requirements.txt'), '-r deps/base.in\nship==1.0\n');
  writeFileSync(join(project, 'deps', 'base.in'), 'rope==1.0\n-r more.list\n-r base.in\n');
  writeFileSync(join(project, 'deps', 'more.list'), 'mast==1.0\n-r ../requirements.txt\n');
  writeFileSync(join(project, 'deps', 'other.in'), 'never==1.0\n');
  assert.deepEqual(await names('fs', project), ['mast', 'rope', 'ship']);
  writeFileSync(join(project, 'requirements.txt'), '-r gone.in\nship==1.0\n');
  const options = { 'cache-dir': join(folder, 'cache') };
  const { code, stderr } = await runCommand(['fs'], fs, { arguments: [project], options });
  assert.equal(code, 3);
  assert.match(stderr, /gone\.in/);
});

test('--scanners is heard by fs as Trivy words it, in every format', async () => {
  const shop = join(folder, 'shop');
  mkdirSync(shop);
  writeFileSync(join(shop, 'Dockerfile'), 'FROM alpine:latest\n');
  writeFileSync(join(shop, 'server.key'), privateKey());
  writeFileSync(join(shop, 'requirements.txt'), 'ship==1.0\n');
  const scan = async (scanners: string | undefined, more: Record<string, RawValue> = {}) =>
    runCommand(['fs'], fs, {
      arguments: [shop],
      options: {
        format: ['json'],
        'cache-dir': join(folder, 'cache'),
        ...(scanners === undefined ? {} : { scanners: [scanners] }),
        ...more,
      },
    });
  const targets = async (scanners?: string): Promise<readonly string[]> => {
    const { stdout } = await scan(scanners);
    const { Results } = JSON.parse(stdout) as { Results: { Target: string; Class: string }[] };
    return Results.map((one) => `${one.Target} ${one.Class}`);
  };
  const lock = ['Dockerfile lang-pkgs', 'requirements.txt lang-pkgs'];
  assert.deepEqual(await targets(), [...lock, 'server.key secret']);
  assert.deepEqual(await targets('vuln'), lock);
  assert.deepEqual(await targets('config'), ['Dockerfile config']);
  const all = 'vuln,misconfig,secret';
  for (const format of outputFormats.map(({ id }) => id).filter((id) => id !== 'template')) {
    const { code, stdout } = await scan(all, { format: [format] });
    assert.equal(code, 0, format);
    // Bills of materials, and what GitLab and GitHub take of packages, have no place for them.
    if (/^(?:cyclonedx|spdx.*|github|gitlab)$/.test(format)) continue;
    assert.ok(stdout.includes('server.key'), format);
    assert.ok(stdout.includes('DF-FROM-LATEST'), format);
  }
  assert.equal((await scan(all, { 'fail-on': 'critical' })).code, 1);
  assert.equal((await scan('vuln', { 'fail-on': 'critical' })).code, 0);
  await assert.rejects(scan('license'), /--scanners "license": wanted vuln/);
});

test('a folder that is not there is an error', async () => {
  await assert.rejects(names('fs', join(folder, 'nothing')), { code: 'IMAGE_NOT_AN_IMAGE' });
});

test('a folder that may not be read makes the report partial', async () => {
  const closed = join(tree, 'closed');
  mkdirSync(closed, { mode: 0 });
  chmodSync(folder, 0o755);
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534); // root may read everything, nobody may not
  try {
    const options = { 'cache-dir': join(folder, 'other-cache') };
    const { code, stderr } = await runCommand(['fs'], fs, { arguments: [tree], options });
    assert.equal(code, 3);
    assert.match(stderr, /closed/);
  } finally {
    if (root) process.seteuid?.(0);
    rmSync(closed, { recursive: true });
  }
});
