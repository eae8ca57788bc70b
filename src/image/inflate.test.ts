import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, crc32, gzipSync, zstdCompressSync } from 'node:zlib';
import { loadIsal } from '../io/isal.ts';
import { compressionOf, fastestWay, openInflater } from './inflate.ts';

const isal = loadIsal();
const ways = ['handle', 'public', 'isal'] as const;
type Way = (typeof ways)[number];

/** ISA-L is tried where it is; where it is not, that is said. */
const needs = (way: Way): { skip: string | false } => ({
  skip: way === 'isal' && !isal.ready ? `needs the library "libisal2": ${isal.reason}` : false,
});

const sample = Buffer.alloc(1_300_000);
for (let index = 0; index < sample.length; index += 1) sample[index] = (index * index) >> 7;

interface Inflated {
  readonly plain: Buffer;
  readonly trailing: number;
  readonly code: string | undefined;
}

/** Unpacks in chunks of a length, in one lent buffer, as files are read. */
async function inflate(packed: Buffer, way: Way, chunk: number = packed.length): Promise<Inflated> {
  const parts: Buffer[] = [];
  const kind = compressionOf(packed);
  const sink = (plain: Buffer, length: number): void => {
    parts.push(Buffer.from(plain.subarray(0, length)));
  };
  const inflater = openInflater(kind, sink, way);
  const lent = Buffer.alloc(Math.max(1, chunk));
  let code: string | undefined;
  try {
    for (let at = 0; at < packed.length; at += chunk) {
      const count = packed.copy(lent, 0, at, at + chunk);
      await inflater.write(lent.subarray(0, count));
    }
    await inflater.finish();
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
  inflater.close();
  return { plain: Buffer.concat(parts), trailing: inflater.trailing, code };
}

const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

const named = (): Buffer => {
  // Extra field, name, comment and header checksum: RFC 1952 §2.3.
  const packed = gzipSync(sample);
  const head = Buffer.from(packed.subarray(0, 10));
  head[3] = 2 | 4 | 8 | 16;
  const fields = Buffer.from('\u0004\u0000abcdname\u0000comment\u0000', 'latin1');
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc32(Buffer.concat([head, fields])) & 0xffff);
  return Buffer.concat([head, fields, checksum, packed.subarray(10)]);
};

test('the native streams work on this Node, so that the fast way is taken', () => {
  assert.equal(fastestWay(), 'handle');
});

test('compressionOf goes by the first bytes', () => {
  const rows: [string, Buffer, string][] = [
    ['gzip', gzipSync('x'), 'gzip'],
    ['zstd', zstdCompressSync('x'), 'zstd'],
    ['zstd after a skippable frame', Buffer.from('5f2a4d1800000000', 'hex'), 'zstd'],
    ['a number near that of skippable frames', Buffer.from('602a4d1800000000', 'hex'), 'none'],
    ['a tar', Buffer.from('etc/passwd'), 'none'],
    ['zeros', Buffer.alloc(512), 'none'],
    ['nothing', Buffer.alloc(0), 'none'],
    ['one byte', Buffer.from([0x1f]), 'none'],
  ];
  for (const [name, bytes, expected] of rows) assert.equal(compressionOf(bytes), expected, name);
});

for (const way of ways) {
  const oldPublic = way === 'public' && process.version.startsWith('v24.');
  test(`openInflater unpacks whatever the chunks are (${way})`, needs(way), async () => {
    const half = sample.length >> 1;
    const parts = [sample.subarray(0, half), sample.subarray(half)];
    const rows: [string, Buffer][] = [
      ['gzip', gzipSync(sample)],
      ['gzip members', Buffer.concat(parts.map((part) => gzipSync(part)))],
      ['gzip with an empty member', Buffer.concat([gzipSync(''), gzipSync(sample), gzipSync('')])],
      ['gzip with all fields', named()],
      ['gzip padded', Buffer.concat([gzipSync(sample), Buffer.alloc(1000)])],
      ['gzip stored', gzipSync(sample, { level: 0 })],
      ['zstd', zstdCompressSync(sample)],
      ['zstd with a checksum', zstdCompressSync(sample, checked)],
      [
        'zstd of zeros in runs',
        zstdCompressSync(sample, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }),
      ],
      ['zstd frames', Buffer.concat(parts.map((part) => zstdCompressSync(part)))],
      [
        'zstd after a skippable frame',
        Buffer.concat([
          Buffer.from('502a4d180300000001020304', 'hex').subarray(0, 11),
          zstdCompressSync(sample),
        ]),
      ],
    ];
    for (const [name, packed] of rows) {
      for (const chunk of [packed.length, 1009, packed.length - 1]) {
        const found = await inflate(packed, way, chunk);
        // What Node 24's public stream cannot do it must at least say.
        if (oldPublic && found.code === 'LAYER_COMPRESSION' && name.startsWith('zstd ')) continue;
        assert.equal(found.code, undefined, `${name}, chunks of ${chunk}`);
        assert.ok(found.plain.equals(sample), `${name}, chunks of ${chunk}`);
        assert.equal(found.trailing, 0, name);
      }
    }
    const one = await inflate(gzipSync('one'), way, 1);
    assert.equal(one.plain.toString(), 'one');
  });

  test(`openInflater tells an early end from damage (${way})`, needs(way), async () => {
    const gzip = gzipSync(sample);
    const zstd = zstdCompressSync(sample, checked);
    const broken = Buffer.from(gzip);
    broken.fill(0xff, gzip.length >> 1, (gzip.length >> 1) + 20);
    const crc = Buffer.from(gzip);
    crc[gzip.length - 5] = (crc.at(-5) ?? 0) ^ 0xff;
    const size = Buffer.from(gzip);
    size[gzip.length - 1] = (size.at(-1) ?? 0) ^ 0xff;
    const damagedZstd = Buffer.from(zstd);
    damagedZstd.fill(0xff, 20, 40);
    const rows: [string, Buffer, string][] = [
      ['gzip without half', gzip.subarray(0, gzip.length >> 1), 'LAYER_TRUNCATED'],
      ['gzip without trailer', gzip.subarray(0, -8), 'LAYER_TRUNCATED'],
      ['gzip without a byte', gzip.subarray(0, -1), 'LAYER_TRUNCATED'],
      ['zstd without half', zstd.subarray(0, zstd.length >> 1), 'LAYER_TRUNCATED'],
      ['zstd without a byte', zstd.subarray(0, -1), 'LAYER_TRUNCATED'],
      ['gzip with damage', broken, 'LAYER_COMPRESSION'],
      ['gzip with another checksum', crc, 'LAYER_COMPRESSION'],
      ['gzip with another length', size, 'LAYER_COMPRESSION'],
      ['zstd with damage', damagedZstd, 'LAYER_COMPRESSION'],
    ];
    for (const [name, packed, expected] of rows) {
      for (const chunk of [packed.length, 4099]) {
        assert.equal((await inflate(packed, way, chunk)).code, expected, `${name}, ${chunk}`);
      }
    }
  });
}

test('openInflater counts data after the end and keeps what came before it', async () => {
  for (const packed of [gzipSync(sample), zstdCompressSync(sample)]) {
    for (const [tail, expected] of [
      [Buffer.from('garbage'), 7],
      [Buffer.from('\u001f\u008b?', 'latin1'), 3],
      [Buffer.concat([Buffer.alloc(700), Buffer.from('x')]), 1],
    ] as const) {
      const whole = Buffer.concat([packed, tail]);
      for (const chunk of [whole.length, 997]) {
        const found = await inflate(whole, 'handle', chunk);
        if (found.code !== undefined) continue;
        assert.ok(found.plain.equals(sample));
        assert.equal(found.trailing, expected);
      }
    }
  }
});
