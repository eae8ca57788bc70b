import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fuzz, random } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { bunzip2, isBzip2 } from './bzip2.ts';
import { FormatError } from './errors.ts';

const hasBzip2 = spawnSync('bzip2', ['--version'], { input: '' }).status === 0;
if (!hasBzip2 && process.env['CI'] === 'true') throw new Error('CI needs bzip2');
const native = { skip: hasBzip2 ? false : 'needs bzip2 (Debian package bzip2)' };

function pack(plain: Uint8Array, level = 9): Buffer {
  const { status, stdout } = spawnSync('bzip2', [`-${level}`, '-c'], {
    input: plain,
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0);
  return stdout;
}

function unpack(bytes: Uint8Array): Buffer {
  return Buffer.concat([...bunzip2(bytes, 'it')]);
}

/** Texts of every kind that the format treats differently. */
function samples(): [string, Buffer][] {
  const next = random(7);
  const noise = (size: number, symbols: number): Buffer =>
    Buffer.from(Array.from({ length: size }, () => Math.floor(next() * symbols)));
  return [
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('x')],
    [
      'runs of 3, 4, 5, 258 to 260',
      Buffer.from([3, 4, 5, 258, 259, 260].map((n) => 'a'.repeat(n)).join('b')),
    ],
    ['a long run', Buffer.alloc(3_000_000, 0x61)],
    ['noise of 2 symbols', noise(50_000, 2)],
    ['noise of all symbols over several blocks', noise(300_000, 256)],
    [
      'words',
      Buffer.from(Array.from({ length: 30_000 }, (_, n) => `line ${n % 97} of ${n}\n`).join('')),
    ],
  ];
}

for (const level of [1, 9]) {
  test(`unpacks what bzip2 -${level} packs, byte for byte`, native, () => {
    for (const [title, plain] of samples()) {
      const packed = pack(plain, level);
      assert.ok(isBzip2(packed));
      assert.ok(unpack(packed).equals(plain), title);
    }
  });
}

test('several streams one after the other are one file', native, () => {
  const packed = Buffer.concat([
    pack(Buffer.from('one ')),
    pack(Buffer.alloc(0)),
    pack(Buffer.from('two')),
  ]);
  assert.equal(unpack(packed).toString(), 'one two');
});

test('a cut, damaged or foreign file is refused', native, () => {
  const plain = Buffer.from('some words '.repeat(500));
  const packed = pack(plain);
  let harmless = 0;
  const refused = (bytes: Uint8Array): void =>
    assert.throws(
      () => unpack(bytes),
      (error) => error instanceof FormatError && error.code === 'BZIP2_INVALID',
    );
  for (let length = 0; length < packed.length; length += 1) refused(packed.subarray(0, length));
  for (let bit = 32; bit < packed.length * 8 - 8; bit += 1) {
    const damaged = Buffer.from(packed);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    // Some bits belong to codes that no symbol uses; whatever they say, the text is the same.
    try {
      assert.ok(unpack(damaged).equals(plain), `bit ${bit}`);
      harmless += 1;
    } catch (error) {
      assert.ok(error instanceof FormatError, `bit ${bit}: ${String(error)}`);
    }
  }
  assert.ok(harmless < packed.length, `${harmless} of ${packed.length * 8} bits do not matter`);
  refused(Buffer.from('PK\u0003\u0004'));
  refused(Buffer.concat([packed, Buffer.from('trailing')]));
});

test('what comes out is bounded', native, () => {
  const packed = pack(Buffer.alloc(limits.config_bytes.value + 1));
  assert.throws(() => [...bunzip2(packed, 'it', 'config_bytes')], LimitError);
});

test('mutations throw nothing but errors of the house', native, () => {
  fuzz([pack(Buffer.from('words and words '.repeat(40))), pack(Buffer.alloc(5000, 7))], unpack);
});
