import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildTar } from '../../test/kit/oci.ts';
import { readPacked } from './packed.ts';
import type { LayerFacts, LayerVisitor } from './layer-facts.ts';
import { walkChunks } from './walk.ts';

const all: LayerVisitor = { wants: () => true, file: () => {} };

function walk(
  chunks: AsyncIterable<Uint8Array>,
  visitor: LayerVisitor = all,
  digest?: string,
): Promise<LayerFacts> {
  const place = { kind: 'file', path: '-', offset: 0, length: 0 } as const;
  return walkChunks(
    chunks,
    { index: 0, bytes: place, ...(digest === undefined ? {} : { digest }) },
    visitor,
  );
}

async function* of(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const codes = ({ problems }: LayerFacts): string[] => problems.map(({ code }) => code);

/** A zstd frame of `blocks` runs of 128 KiB zeros, four bytes each: 32,768 to 1. */
function zstdBomb(blocks: number): Buffer {
  const frame = Buffer.alloc(6 + blocks * 4);
  frame.writeUInt32LE(0xfd2fb528);
  frame[4] = 0;
  frame[5] = 0x58;
  for (let index = 0; index < blocks; index += 1) {
    const last = index === blocks - 1 ? 1 : 0;
    frame.writeUIntLE((131_072 << 3) | (1 << 1) | last, 6 + index * 4, 3);
  }
  return frame;
}

test('a zstd bomb ends at the ratio, whether a digest vouches for it or not', async () => {
  const bomb = zstdBomb(20_000);
  await assert.rejects(walk(of(bomb)), { code: 'LIMIT_LAYER_RATIO' });
  const digest = `sha256:${createHash('sha256').update(bomb).digest('hex')}`;
  const facts = await walk(of(bomb), all, digest);
  assert.deepEqual(codes(facts), ['LIMIT_LAYER_RATIO']);
  assert.ok(facts.bytes <= bomb.length * 1200 + 2 ** 20, 'it stops at the ratio');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bomb-'));
  try {
    const path = join(folder, 'saved.tar.zst');
    writeFileSync(path, bomb);
    await assert.rejects(
      readPacked(path, () => true),
      { code: 'LIMIT_LAYER_RATIO' },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a gzip bomb behind a wanted file is not kept', async () => {
  const tar = buildTar([{ path: 'bomb' }]).subarray(0, 512);
  // 400 MB by the header: more than a file may have.
  tar.write('2761000000\0', 124, 'latin1');
  tar.fill(' ', 148, 156);
  const sum = tar.reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const zeros = gzipSync(Buffer.alloc(16 * 2 ** 20), { level: 9 });
  const before = process.memoryUsage().arrayBuffers;
  let kept = 0;
  const facts = await walk(of(gzipSync(tar), ...Array.from({ length: 20 }, () => zeros)), {
    wants: () => true,
    file: (_path, _stat, bytes) => (kept += bytes.length),
  });
  assert.equal(kept, 0);
  assert.equal(codes(facts)[0], 'LIMIT_FILE_BYTES');
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 2 ** 20);
});

/** Headers of `count` entries with distinct names, made as they are asked for. */
async function* headers(count: number, type: string): AsyncGenerator<Uint8Array> {
  const block = buildTar([{ path: 'd/00000000', symlink: '0'.repeat(8) }]).subarray(0, 512);
  block.write(type, 156, 'latin1');
  const chunk = Buffer.alloc(512 * 256);
  let fill = 0;
  for (let index = 0; index < count; index += 1) {
    block.write(String(index).padStart(8, '0'), 2, 'latin1');
    block.write('        ', 148, 'latin1');
    let sum = 0;
    for (const byte of block) sum += byte;
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    fill += block.copy(chunk, fill);
    if (fill < chunk.length) continue;
    yield chunk;
    fill = 0;
  }
  yield chunk.subarray(0, fill);
}

test('a million empty files cost eight bytes each', async () => {
  let most = 0;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of headers(1_000_000, '0')) {
      const { arrayBuffers } = process.memoryUsage();
      most = Math.max(most, arrayBuffers);
      yield chunk;
    }
  };
  const before = process.memoryUsage().arrayBuffers;
  const facts = await walk(watched(), { wants: () => false, file: () => {} });
  assert.equal(facts.entries, 1_000_000);
  assert.equal(facts.nonDirectories.length, 1_000_000);
  assert.equal(new Set(facts.nonDirectories).size, 1_000_000, 'no two of these paths share a hash');
  assert.deepEqual(facts.problems, []);
  assert.ok(most - before < 48 * 2 ** 20, `${most - before} bytes of arrays at most`);
});

test('links without end are cut off, and said to be', async () => {
  const facts = await walk(headers(250_010, '2'), { wants: () => false, file: () => {} });
  assert.equal(facts.entries, 250_010);
  assert.equal(facts.links.length, 250_000);
  assert.deepEqual(codes(facts), ['LIMIT_LAYER_LINKS']);
});

/** A sparse file that is nothing but a hole of `size` bytes. */
function hole(path: string, size: number): Buffer {
  const records = [
    'GNU.sparse.major=0',
    'GNU.sparse.minor=1',
    `GNU.sparse.size=${size}`,
    'GNU.sparse.map=',
  ]
    .map((text) => {
      const length = text.length + 2;
      return `${length + String(length + 2).length} ${text}\n`;
    })
    .join('');
  const tar = buildTar([{ path: 'PaxHeaders/x', content: records }, { path }]);
  tar.write('x', 156, 'latin1');
  tar.fill(' ', 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return tar.subarray(0, -1024);
}

test('what is captured is bounded, by file and in total', async () => {
  const mega = 2 ** 20;
  const archive = Buffer.concat([
    hole('a', 100 * mega),
    hole('b', 100 * mega),
    hole('c', 300 * mega),
    hole('d', mega),
  ]);
  const seen: string[] = [];
  const collect: LayerVisitor = {
    wants: () => true,
    file: (path, _stat, bytes) => seen.push(`${path} ${bytes.length / mega}`),
  };
  const facts = await walk(of(archive), collect);
  assert.deepEqual(seen, ['a 100', 'd 1']);
  assert.deepEqual(
    facts.problems.map(({ code, path }) => `${code} ${path}`),
    ['LIMIT_CAPTURED_BYTES b', 'LIMIT_FILE_BYTES c'],
  );
  seen.length = 0;
  await walk(of(archive), { ...collect, held: () => 0 });
  assert.deepEqual(seen, ['a 100', 'b 100', 'd 1']);
});

test('paths without end are left out, and said to be', async () => {
  const facts = await walk(of(buildTar([{ path: 'x/'.repeat(9000) + 'file' }, { path: 'good' }])));
  assert.deepEqual(facts.captured, ['good']);
  assert.deepEqual(codes(facts), ['LIMIT_PATH_BYTES']);
});

test('problems without end are counted, not kept', async () => {
  const climbing = Array.from({ length: 500 }, (_, index) => ({ path: `../${index}` }));
  const { problems } = await walk(of(buildTar(climbing)));
  assert.equal(problems.length, 101);
  assert.match(problems.at(-1)?.text ?? '', /^400 more problems/);
});
