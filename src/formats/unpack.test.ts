import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { unpackedBytes } from './unpack.ts';

const plain = Buffer.from('<a/>'.repeat(100_000));

test('a document is the same whatever it is packed with', () => {
  for (const bytes of [plain, gzipSync(plain), zstdCompressSync(plain)])
    assert.ok(Buffer.from(unpackedBytes(bytes, 'it')).equals(plain));
});

test('cut archives, xz and too much of anything are refused', () => {
  const xz = Buffer.from('fd377a585a000004', 'hex');
  for (const bytes of [
    gzipSync(plain).subarray(0, 50),
    zstdCompressSync(plain).subarray(0, 20),
    xz,
  ])
    assert.throws(() => unpackedBytes(bytes, 'it'), FormatError);
  const large = Buffer.alloc(limits.config_bytes.value + 1);
  for (const bytes of [gzipSync(large), zstdCompressSync(large)])
    assert.throws(() => unpackedBytes(bytes, 'it', 'config_bytes'), LimitError);
});
