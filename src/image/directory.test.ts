import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildTar } from '../../test/kit/oci.ts';
import { openDirectory, walkDirectory } from './directory.ts';
import type { LayerFacts } from './layer-facts.ts';
import { mergeLayers } from './tree.ts';
import { walkLayer } from './walk.ts';

const root = process.getuid?.() === 0;
const forRoot = { skip: root ? false : 'needs root: devices and trusted attributes' };

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-folder-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Walked {
  readonly facts: LayerFacts;
  readonly files: Record<string, string>;
}

async function walk(path: string, enter?: (folder: string) => boolean): Promise<Walked> {
  const files: Record<string, string> = {};
  const [layer] = openDirectory(path).layers;
  assert.ok(layer !== undefined);
  const facts = await walkLayer(
    layer,
    {
      wants: (name) => !name.includes('unwanted'),
      file: (name, _stat, bytes) => {
        files[name] = Buffer.from(bytes).toString();
      },
    },
    enter === undefined ? {} : { enter },
  );
  return { facts, files };
}

test('walkDirectory reads files and tells links without following them', async (context) => {
  const folder = scratch(context);
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  writeFileSync(join(folder, 'a/b/file'), 'content');
  writeFileSync(join(folder, 'a/unwanted'), 'x');
  writeFileSync(join(folder, 'a/empty'), '');
  writeFileSync(join(folder, '.wh.file'), 'an ordinary file');
  symlinkSync('/etc', join(folder, 'outside'));
  symlinkSync('../../../../../../../../etc/hostname', join(folder, 'a/up'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const { facts, files } = await walk(folder);
  assert.deepEqual(files, { '.wh.file': 'an ordinary file', 'a/b/file': 'content', 'a/empty': '' });
  assert.deepEqual(
    facts.links.map(({ path, target }) => [path, target]),
    [
      ['outside', '/etc'],
      ['a/up', '../../../../../../../../etc/hostname'],
    ],
  );
  assert.deepEqual(facts.whiteouts, []);
  assert.deepEqual(facts.problems, []);
  assert.deepEqual(mergeLayers([facts]).links.get('a/up'), { kind: 'none' });
});

test('walkDirectory does not enter folders that are left out', async (context) => {
  const folder = scratch(context);
  mkdirSync(join(folder, 'node_modules/x'), { recursive: true });
  mkdirSync(join(folder, 'src/x'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/x/file'), '1');
  writeFileSync(join(folder, 'src/x/file'), '2');
  const { files } = await walk(folder, (path) => path !== 'node_modules');
  assert.deepEqual(files, { 'src/x/file': '2' });
});

test('openDirectory takes one file, and refuses what is not there', async (context) => {
  const folder = scratch(context);
  writeFileSync(join(folder, 'one'), '1');
  writeFileSync(join(folder, 'two'), '2');
  assert.deepEqual((await walk(join(folder, 'one'))).files, { one: '1' });
  assert.throws(() => openDirectory(join(folder, 'three')), { code: 'IMAGE_NOT_AN_IMAGE' });
  assert.throws(() => openDirectory('/dev/null'), { code: 'IMAGE_NOT_AN_IMAGE' });
});

test('walkDirectory says which folders it could not list', async (context) => {
  const folder = scratch(context);
  mkdirSync(join(folder, 'gone'));
  writeFileSync(join(folder, 'here'), '1');
  const { facts, files } = await walk(folder, (path) => {
    rmSync(join(folder, path), { recursive: true });
    return true;
  });
  assert.deepEqual(files, { here: '1' });
  assert.deepEqual(
    facts.problems.map(({ code, path }) => [code, path]),
    [['FILE_UNREADABLE', 'gone']],
  );
});

test('walkDirectory says so when a file is gone or shorter than it was', async (context) => {
  const folder = scratch(context);
  for (const name of ['1', '2', '3']) writeFileSync(join(folder, name), name.repeat(10));
  const seen: string[] = [];
  const facts = await walkDirectory(
    { kind: 'directory', path: folder, plain: true },
    {
      wants: (path) => {
        if (path === '2') rmSync(join(folder, path));
        if (path === '3') writeFileSync(join(folder, path), '');
        return true;
      },
      file: (path) => seen.push(path),
    },
  );
  assert.deepEqual(seen, ['1']);
  assert.deepEqual(facts.captured, ['1']);
  assert.deepEqual(
    facts.problems.map(({ code, path }) => [code, path]),
    [
      ['FILE_UNREADABLE', '2'],
      ['FILE_UNREADABLE', '3'],
    ],
  );
});

/** Gives a folder an attribute of overlayfs, as only an archive can without a program for it. */
function setAttribute(folder: string, name: string, attribute: string): void {
  const record = ` SCHILY.xattr.trusted.overlay.${attribute}\n`;
  const text = `${record.length + 2}${record}`;
  const pax = buildTar([{ path: 'PaxHeaders/x', content: text }, { path: `${name}/` }]);
  pax.write('x', 156, 'latin1');
  pax.fill(' ', 148, 156);
  const sum = pax.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  pax.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const options = ['--extract', '--file=-', '--xattrs', '--xattrs-include=*', '-C', folder];
  execFileSync('tar', options, { input: pax });
}

test('walkLayer reads a layer of an overlayfs store', forRoot, async (context) => {
  const folder = scratch(context);
  mkdirSync(join(folder, 'a'));
  execFileSync('mknod', [join(folder, 'a/gone'), 'c', '0', '0']);
  execFileSync('mknod', [join(folder, 'a/null'), 'c', '1', '3']);
  writeFileSync(join(folder, '.wh.old'), '');
  setAttribute(folder, 'hides', 'opaque=y');
  setAttribute(folder, 'moved', 'redirect=/elsewhere');
  writeFileSync(join(folder, 'hides/file'), 'new');
  const files: string[] = [];
  const facts = await walkLayer(
    { index: 0, bytes: { kind: 'directory', path: folder } },
    { wants: () => true, file: (path) => files.push(path) },
  );
  assert.deepEqual(facts.whiteouts.toSorted(), ['a/gone', 'old']);
  assert.deepEqual(facts.opaque, ['hides']);
  assert.deepEqual(files, ['hides/file']);
  assert.deepEqual(
    facts.problems.map(({ code, path }) => [code, path]),
    [['OVERLAY_ATTRIBUTES', 'moved']],
  );
});

test('walkDirectory reads only the start of files that their first bytes refuse', async (context) => {
  const folder = scratch(context);
  const size = 100_000;
  for (const [name, start] of Object.entries({ elf: 'ELF', script: '#!/bin/sh', short: 'ELF' })) {
    writeFileSync(join(folder, name), name === 'short' ? start : start.padEnd(size), {
      mode: 0o755,
    });
  }
  const files = new Map<string, number>();
  const facts = await walkDirectory(
    { kind: 'directory', path: folder, plain: true },
    {
      wants: () => 'head',
      wantsHead: (_path, _stat, head) => Buffer.from(head).toString('latin1', 0, 3) === 'ELF',
      file: (path, _stat, bytes) => files.set(path, bytes.length),
    },
  );
  assert.deepEqual(Object.fromEntries(files), { elf: size, short: 3 });
  assert.deepEqual(facts.problems, []);
  assert.equal(facts.bytes, 2 * size + 3);
});
