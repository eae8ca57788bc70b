import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { fuzzRuns, mutate, random } from '../../test/kit/fuzz.ts';
import { incompleteCode } from '../../test/kit/incomplete-code.ts';
import { chooseAccelerator } from '../io/accelerator.ts';
import { loadIsal } from '../io/isal.ts';
import { openInflater } from './inflate.ts';
import type { InflateWay } from './inflate.ts';

const isal = loadIsal();
const needed: { skip: string | false } = {
  skip: isal.ready ? false : `needs the library "libisal2": ${isal.reason}`,
};

const header = Buffer.from('1f8b0800000000000003', 'hex');

/** A gzip member around deflate data, with the checksum of what zlib makes of it, if it makes anything. */
function member(packed: Uint8Array, plain: Buffer = zlibMakes(packed)): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(plain), 0);
  trailer.writeUInt32LE(plain.length, 4);
  return Buffer.concat([header, packed, trailer]);
}

function zlibMakes(packed: Uint8Array): Buffer {
  try {
    return inflateRawSync(packed);
  } catch {
    return Buffer.alloc(0);
  }
}

interface Unpacked {
  readonly plain: Buffer;
  readonly trailing: number;
  readonly code: string | undefined;
  readonly text: string;
}

/** Unpacks in pieces cut at the places given. */
function unpack(packed: Buffer, way: InflateWay | undefined, cuts: readonly number[]): Unpacked {
  const parts: Buffer[] = [];
  const sink = (plain: Buffer, length: number): void => {
    parts.push(Buffer.from(plain.subarray(0, length)));
  };
  const inflater = openInflater('gzip', sink, way);
  let code: string | undefined;
  let text = '';
  try {
    let at = 0;
    for (const end of [...cuts, packed.length]) {
      void inflater.write(packed.subarray(at, end));
      at = end;
    }
    void inflater.finish();
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    text = String(error);
  }
  inflater.close();
  return { plain: Buffer.concat(parts), trailing: inflater.trailing, code, text };
}

/** zlib's words for codes that are not complete: ISA-L decodes what they do have. */
const incomplete = /invalid (?:code lengths|literal\/lengths|distances) set/;

/** Asserts what two decompressors may differ in: which damage they name, and how early they notice it. */
function agree(zlib: Unpacked, other: Unpacked, name: string): void {
  if (zlib.code === undefined) {
    assert.equal(other.code, undefined, `${name}: ${other.text}`);
    assert.ok(zlib.plain.equals(other.plain), name);
    assert.equal(other.trailing, zlib.trailing, name);
    return;
  }
  if (!incomplete.test(zlib.text)) assert.notEqual(other.code, undefined, `${name}: ${zlib.text}`);
  const both = Math.min(zlib.plain.length, other.plain.length);
  assert.ok(zlib.plain.subarray(0, both).equals(other.plain.subarray(0, both)), name);
}

const noise = Buffer.from(
  Array.from({ length: 3000 }, (_, index) => ((index * index * 7) >> 3) & 255),
);
const text = Buffer.from(
  Array.from({ length: 400 }, (_, index) => `etc/file-${(index * 7919) % 997} ustar `).join('\n'),
);
const mixed = Buffer.concat([noise.subarray(0, 700), text.subarray(0, 900), Buffer.alloc(70_000)]);
const kinds = [
  { level: 0 },
  { level: 1 },
  { level: 9 },
  { strategy: constants.Z_FIXED },
  { strategy: constants.Z_HUFFMAN_ONLY },
  { strategy: constants.Z_RLE },
];
const fixtures: readonly Buffer[] = [
  noise,
  text,
  mixed,
  Buffer.from('abc'),
  Buffer.alloc(0),
].flatMap((plain) => kinds.map((kind) => deflateRawSync(plain, kind)));

test('mutated data: ISA-L and zlib make the same of it, or neither takes it', needed, async () => {
  let taken = 0;
  for (let seed = 1; seed <= fuzzRuns; seed += 1) {
    const next = random(seed);
    const place = (bytes: Buffer): number => Math.floor(next() * (bytes.length + 1));
    const fixture = fixtures[Math.floor(next() * fixtures.length)] ?? noise;
    // Damage in the deflate data under a frame that fits, then in the frame or behind it.
    const inner = member(next() < 0.7 ? mutate(fixture, next) : fixture);
    const whole = Buffer.concat([inner, next() < 0.3 ? member(fixture) : Buffer.alloc(0)]);
    const packed = Buffer.from(next() < 0.3 ? mutate(whole, next) : whole);
    const cuts = Array.from({ length: Math.floor(next() * 5) }, () => place(packed));
    cuts.sort((one, other) => one - other);
    const zlib = unpack(packed, 'handle', cuts);
    agree(zlib, unpack(packed, 'isal', cuts), `seed ${seed}`);
    if (zlib.code === undefined) taken += 1;
    if (seed % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  // Otherwise nothing was compared but refusals.
  assert.ok(taken > fuzzRuns / 20, `${taken} of ${fuzzRuns} were taken`);
});

test('data cut at every byte: the same is told, and at most three bytes come later', needed, () => {
  const packed = Buffer.concat([
    member(deflateRawSync(mixed.subarray(0, 1700))),
    member(fixtures[7] ?? noise),
  ]);
  for (let end = 0; end <= packed.length; end += 1) {
    const zlib = unpack(packed.subarray(0, end), 'handle', []);
    const other = unpack(packed.subarray(0, end), 'isal', []);
    assert.equal(other.code, zlib.code, `the first ${end}`);
    agree(zlib, other, `the first ${end}`);
    assert.ok(zlib.plain.length - other.plain.length <= 3, `the first ${end}`);
    const cut = unpack(packed, 'isal', [end]);
    assert.equal(cut.code, undefined, `cut at ${end}: ${cut.text}`);
  }
});

test(
  'a code with gaps: zlib refuses it, ISA-L reads on, so that more is seen and never less',
  needed,
  () => {
    const packed = member(incompleteCode, Buffer.from('AAA'));
    const zlib = unpack(packed, 'handle', []);
    assert.equal(zlib.code, 'LAYER_COMPRESSION');
    assert.match(zlib.text, incomplete);
    const other = unpack(packed, 'isal', []);
    assert.equal(other.code, undefined);
    assert.equal(other.plain.toString(), 'AAA');
  },
);

test('ISA-L is used only where it was chosen', needed, () => {
  const packed = member(incompleteCode, Buffer.from('AAA'));
  try {
    chooseAccelerator('none');
    assert.equal(unpack(packed, undefined, []).code, 'LAYER_COMPRESSION');
    chooseAccelerator('isal');
    assert.equal(unpack(packed, undefined, []).code, undefined);
  } finally {
    chooseAccelerator('none');
  }
});

test('streams that are open at once do not share memory, nor do those closed twice', needed, () => {
  const made: string[] = [];
  const open = (name: string) =>
    openInflater(
      'gzip',
      (plain, length) => made.push(`${name}${plain.toString('latin1', 0, length)}`),
      'isal',
    );
  const gone = open('x');
  gone.close();
  gone.close();
  const [one, two] = [open('1'), open('2')];
  const packed = member(deflateRawSync('abc', { level: 0 }));
  for (const at of packed.keys()) {
    void one.write(packed.subarray(at, at + 1));
    void two.write(packed.subarray(at, at + 1));
  }
  assert.deepEqual(made, ['1a', '2a', '1b', '2b', '1c', '2c']);
  assert.throws(() => gone.write(packed), { code: 'LAYER_COMPRESSION' });
});

/** Hostile layers, bombs, damage: whatever these tests hold zlib to. */
const again: readonly string[] = ['walk', 'hostile', 'bombs', 'tar-split'];

test('the tests of this room pass with ISA-L too', needed, () => {
  const files = again.map((name) => join(import.meta.dirname, `${name}.test.ts`));
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const run = spawnSync(
    process.execPath,
    ['--conditions=plimsoll-source', '--test', '--test-reporter=tap', ...files],
    { env: { ...environment, PLIMSOLL_ACCELERATOR: 'isal' }, encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stdout.slice(-4000));
  assert.match(run.stdout, /^# pass [1-9]\d/m);
  assert.match(run.stdout, /^# skipped 0$/m);
});
