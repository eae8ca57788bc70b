import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { runCommand } from '../../../test/kit/command.ts';
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
