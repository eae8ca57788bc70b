import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, gzipSync } from 'node:zlib';
import { bindIsal } from '../../src/io/isal.ts';
import { incompleteCode } from '../kit/incomplete-code.ts';
import { blobOf, buildImage, buildTar, sha256, writeLayout } from '../kit/oci.ts';
import type { LayerBlob } from '../kit/oci.ts';
import { builtProgram, runProgram } from '../kit/program.ts';
import type { Run } from '../kit/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-accelerator-'));
after(() => rmSync(folder, { recursive: true }));

const here = bindIsal('libisal.so.2');
const [program = ''] = builtProgram();
/** Node 24 has no FFI: the program must do without, and say so. */
const old = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.startsWith('v24.');
const needed: { skip: string | false } = {
  skip: 'reason' in here ? `needs the library "libisal2": ${here.reason}` : false,
};

/** A layer large enough for a thread, with a second member of gzip that only ISA-L can read. */
function layer(ending: Buffer): LayerBlob {
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  const tar = buildTar([
    { path: 'srv/noise', content: noise.update(Buffer.alloc(12 * 2 ** 20)) },
    { path: 'srv/node_modules/one/package.json', content: '{"name":"one","version":"1.0.0"}' },
  ]);
  const bytes = Buffer.concat([gzipSync(tar, { level: 1 }), ending]);
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  return { ...blobOf(bytes, mediaType), diffId: sha256(tar), tar };
}

function probe(): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32('AAA'), 0);
  trailer.writeUInt32LE(3, 4);
  return Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), incompleteCode, trailer]);
}

before(async () => {
  const images = { whole: layer(Buffer.alloc(0)), probe: layer(probe()) };
  for (const [name, one] of Object.entries(images))
    await writeLayout(join(folder, name), { 'it:1': buildImage([one]) });
});

function scan(
  name: string,
  more: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Run {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const fixed = [
    '--offline',
    '--cache-dir',
    cache,
    '--at',
    '2026-01-01',
    '-q',
    '-f',
    'json',
    '--list-all-pkgs',
  ];
  return runProgram(
    builtProgram(),
    ['image', `oci-dir:${join(folder, name)}:it:1`, ...fixed, ...more],
    { environment },
  );
}

test('with ISA-L the built program gives the same report and no warning', () => {
  const usual = scan('whole', []);
  assert.equal(usual.code, 0, usual.stderr);
  assert.match(usual.stdout, /"one"/);
  assert.deepEqual(scan('whole', ['--accelerator', 'isal']), usual);
});

test('threads of the built program use ISA-L when asked, and only then', needed, () => {
  const told = (run: Run): string[] =>
    ['LAYER_COMPRESSION', 'LAYER_TRAILING'].filter((code) =>
      `${run.stdout}${run.stderr}`.includes(code),
    );
  const asked = old ? ['LAYER_COMPRESSION'] : ['LAYER_TRAILING'];
  assert.deepEqual(told(scan('probe', [])), ['LAYER_COMPRESSION']);
  assert.deepEqual(told(scan('probe', ['--accelerator', 'isal'])), asked);
  assert.deepEqual(told(scan('probe', [], { PLIMSOLL_ACCELERATOR: 'isal' })), asked);
  const none = ['--accelerator', 'none'];
  assert.deepEqual(told(scan('probe', none, { PLIMSOLL_ACCELERATOR: 'isal' })), [
    'LAYER_COMPRESSION',
  ]);
});

test('--debug tells whether ISA-L is used', needed, () => {
  const { stderr } = scan('whole', ['--accelerator', 'isal', '--debug']);
  const wanted = old
    ? /zlib: Node v24\.\S+ has no node:ffi\.\n$/
    : /unpacked by \/usr\/lib\S*libisal\.so\.2\S*\.\n$/;
  assert.match(stderr, wanted);
  assert.equal(scan('whole', ['--debug']).stderr, '');
});
