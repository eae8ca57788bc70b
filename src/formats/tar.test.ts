import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { buildTar } from '../../test/kit/oci.ts';
import { TarReader } from './tar.ts';

interface Seen {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly link: string;
  readonly content: string | undefined;
}

/** Reads an archive in chunks of a length; sparse content comes back with its holes. */
function readTar(bytes: Buffer, chunk: number = bytes.length, finish = true): Seen[] {
  const seen: Seen[] = [];
  let content = Buffer.alloc(0);
  let current: Omit<Seen, 'content'> | undefined;
  const reader = new TarReader({
    entry(entry) {
      current = { path: entry.path, type: entry.type, size: entry.size, link: entry.linkPath };
      const wanted = entry.type === 'file' && entry.size < 4_000_000;
      if (wanted) content = Buffer.alloc(entry.size);
      else seen.push({ ...current, content: undefined });
      return wanted;
    },
    data(piece, start, end, at) {
      assert.ok(at + end - start <= content.length, 'data stays inside the file');
      piece.copy(content, at, start, end);
    },
    end() {
      if (current !== undefined) seen.push({ ...current, content: content.toString('latin1') });
    },
  });
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  if (finish) reader.finish();
  return seen;
}

function header(change: (block: Buffer) => void): Buffer {
  const block = Buffer.from(buildTar([{ path: 'a' }]).subarray(0, 512));
  change(block);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const long = `${'folder/'.repeat(40)}file.txt`;
const sample = buildTar([
  { path: 'etc/' },
  { path: 'etc/passwd', content: 'root' },
  { path: long, content: 'x'.repeat(1500) },
  { path: 'etc/link', symlink: 'passwd' },
  { path: 'etc/hard', hardlink: 'etc/passwd' },
  { path: 'dev/null', device: [1, 3] },
  { path: 'empty' },
]);

test('TarReader gives the same entries for chunks of any length', () => {
  const whole = readTar(sample);
  assert.deepEqual(
    whole.map(({ path, type, size }) => [path, type, size]),
    [
      ['etc/', 'directory', 0],
      ['etc/passwd', 'file', 4],
      [long, 'file', 1500],
      ['etc/link', 'symlink', 0],
      ['etc/hard', 'hardlink', 0],
      ['dev/null', 'other', 0],
      ['empty', 'file', 0],
    ],
  );
  assert.equal(whole[1]?.content, 'root');
  for (const chunk of [1, 7, 511, 512, 513, 4096]) assert.deepEqual(readTar(sample, chunk), whole);
});

test('TarReader skips announced bodies and says where bodies lie', () => {
  const places: [string, number][] = [];
  const reader: TarReader = new TarReader({
    entry: (entry) => {
      places.push([entry.path, reader.bodyOffset]);
      return false;
    },
    data: () => {},
    end: () => {},
  });
  let at = 0;
  while (at < sample.length) {
    reader.push(sample.subarray(at, at + 512));
    at += 512 + reader.skippable;
    reader.skip(reader.skippable);
  }
  reader.finish();
  assert.equal(places.length, 7);
  for (const [path, offset] of places.filter(([name]) => name === 'etc/passwd')) {
    assert.equal(sample.toString('latin1', offset, offset + 4), 'root', path);
  }
});

const gnuTar = (format: string, folder: string, ...more: string[]): Buffer =>
  execFileSync('tar', ['--create', '--file=-', `--format=${format}`, ...more, '-C', folder, '.'], {
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

test('TarReader reads what GNU tar writes in its formats, sparse files included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tar-'));
  try {
    const deep = join(folder, 'd'.repeat(90), 'e'.repeat(90));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'f'.repeat(120)), 'long');
    symlinkSync('t'.repeat(200), join(folder, 'symlink'));
    writeFileSync(join(folder, 'naïve-名'), 'utf8');
    // Ten islands: more than one old GNU header holds, so that an extension block follows.
    const islands = Buffer.alloc(1_000_000);
    for (let index = 0; index < 10; index += 1) islands.write(`island${index}`, index * 100_000);
    writeFileSync(join(folder, 'sparse'), '');
    truncateSync(join(folder, 'sparse'), 1_000_000);
    for (let index = 0; index < 10; index += 1) {
      execFileSync(
        'dd',
        ['of=' + join(folder, 'sparse'), 'bs=1', 'conv=notrunc', `seek=${index * 100_000}`],
        {
          input: `island${index}`,
          stdio: ['pipe', 'ignore', 'ignore'],
        },
      );
    }
    const formats: [string, ...string[]][] = [
      ['gnu', '--sparse'],
      ['posix', '--sparse', '--sparse-version=0.0'],
      ['posix', '--sparse', '--sparse-version=0.1'],
      ['posix', '--sparse', '--sparse-version=1.0'],
      ['gnu'],
      ['posix'],
    ];
    for (const [format, ...more] of formats) {
      const bytes = gnuTar(format, folder, ...more);
      const name = [format, ...more].join(' ');
      for (const chunk of [bytes.length, 1000]) {
        const found = new Map(readTar(bytes, chunk).map((seen) => [seen.path, seen]));
        const last = `./${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(120)}`;
        assert.equal(found.get(last)?.content, 'long', name);
        assert.equal(found.get('./symlink')?.link, 't'.repeat(200), name);
        assert.equal(found.get('./naïve-名')?.content, 'utf8', name);
        assert.equal(found.get('./sparse')?.content, islands.toString('latin1'), name);
      }
    }
    rmSync(deep, { recursive: true });
    rmSync(join(folder, 'symlink'));
    assert.ok(readTar(gnuTar('v7', folder)).some(({ path }) => path === './sparse'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('TarReader reads old and odd headers', () => {
  const rows: [string, Buffer, Partial<Seen>][] = [
    [
      'v7 folder',
      header((b) => {
        b.write('dir/\0', 0);
        b[156] = 0;
        b.fill(0, 257, 265);
      }),
      { type: 'directory' },
    ],
    [
      'NUL as type',
      header((b) => {
        b[156] = 0;
      }),
      { type: 'file' },
    ],
    [
      'unknown type is a file',
      header((b) => {
        b.write('Q', 156);
      }),
      { type: 'file' },
    ],
    [
      'size of a folder is ignored',
      header((b) => {
        b.write('5', 156);
        b.write('00000000700\0', 124);
      }),
      { type: 'directory', size: 448 },
    ],
    [
      'base-256 size',
      header((b) => {
        b.fill(0, 124, 136);
        b[124] = 0x80;
        b[130] = 2;
        b.write('1', 156);
      }),
      { type: 'hardlink' },
    ],
    [
      'spaces around numbers',
      header((b) => {
        b.write('      0 \0', 124);
      }),
      { size: 0 },
    ],
    [
      'bytes that are not UTF-8',
      header((b) => {
        b[0] = 0xff;
      }),
      { path: '\ufffd' },
    ],
    [
      'prefix',
      header((b) => {
        b.write('pre/fix', 345);
      }),
      { path: 'pre/fix/a' },
    ],
    [
      'GNU keeps times where the prefix is',
      header((b) => {
        b.write('ustar  \0', 257, 'latin1');
        b.write('12345', 345);
      }),
      { path: 'a' },
    ],
  ];
  for (const [name, block, expected] of rows) {
    const [seen] = readTar(block, 512, false);
    for (const [key, value] of Object.entries(expected)) {
      if (key === 'size' && name.startsWith('size of')) continue;
      assert.equal(seen?.[key as keyof Seen], value, name);
    }
  }
});

test('TarReader ignores names in global headers, as container engines do', () => {
  const global = header((b) => {
    b.write('g', 156);
    b.write('00000000016\0', 124);
  });
  const body = Buffer.alloc(512);
  body.write('14 path=wrong\n');
  assert.equal(readTar(Buffer.concat([global, body, sample]))[0]?.path, 'etc/');
});

test('TarReader reads archives one after another and needs no end mark', () => {
  assert.equal(readTar(Buffer.concat([sample, sample])).length, 14);
  assert.equal(readTar(sample.subarray(0, -1024)).length, 7);
  assert.equal(readTar(Buffer.alloc(1024)).length, 0);
  assert.equal(readTar(Buffer.alloc(0)).length, 0);
});

test('TarReader refuses what it cannot read', () => {
  const flipped = Buffer.from(sample);
  flipped[512 + 3] = 0x7a;
  const pax = (text: string): Buffer => {
    const body = Buffer.alloc(512);
    body.write(text);
    const size = text.length.toString(8).padStart(11, '0');
    return Buffer.concat([
      header((b) => {
        b.write('x', 156);
        b.write(`${size}\0`, 124);
      }),
      body,
      sample,
    ]);
  };
  const rows: [string, string, Buffer][] = [
    ['a checksum that is wrong', 'TAR_HEADER', flipped],
    ['no archive', 'TAR_HEADER', Buffer.alloc(512, 'text')],
    [
      'a negative size',
      'TAR_HEADER',
      header((b) => {
        b.fill(0xff, 124, 136);
      }),
    ],
    [
      'a size that is no number',
      'TAR_HEADER',
      header((b) => {
        b.write('9z', 124);
      }),
    ],
    ['an end inside a body', 'TAR_TRUNCATED', sample.subarray(0, 512 * 2 + 2)],
    ['an end inside a header', 'TAR_TRUNCATED', sample.subarray(0, 700)],
    ['an end after an extended header', 'TAR_TRUNCATED', pax('14 path=wrong\n').subarray(0, 1024)],
    ['an extended record without length', 'TAR_PAX', pax('path=wrong\n')],
    ['an extended record that is too long', 'TAR_PAX', pax('99 path=wrong\n')],
    ['an extended record without end', 'TAR_PAX', pax('13 path=wrong\n')],
    ['a NUL in a name', 'TAR_PAX', pax('14 path=w\0ong\n')],
    ['an extended size that is negative', 'TAR_PAX', pax('11 size=-1\n')],
    [
      'an extended header without bound',
      'LIMIT_PAX_BYTES',
      header((b) => {
        b.write('x', 156);
        b.write('77777777777\0', 124);
      }),
    ],
    ['sparse pieces that overlap', 'TAR_SPARSE', pax('26 GNU.sparse.map=5,1,0,1\n')],
  ];
  for (const [name, code, bytes] of rows) {
    assert.throws(() => readTar(bytes), { code }, name);
  }
});

/** Gives every header its right checksum again, so that mutations reach what lies behind that test. */
function signed(bytes: Uint8Array): Buffer {
  const tar = Buffer.from(bytes);
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    tar.fill(' ', at + 148, at + 156);
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  }
  return tar;
}

test('TarReader survives mutations', () => {
  const record = (text: string): string => {
    const length = text.length + 3;
    return `${length + (length < 10 ? 0 : 1)} ${text}\n`;
  };
  const longName = (flag: string, text: string): Buffer => {
    const body = Buffer.alloc(512);
    body.write(text);
    const size = text.length.toString(8).padStart(11, '0');
    const head = header((b) => {
      b.write(flag, 156);
      b.write(`${size}\0`, 124);
    });
    return Buffer.concat([head, body]);
  };
  const sparse = header((b) => {
    b.write('S', 156);
    b.write('ustar  \0', 257, 'latin1');
    b.write('00000000004\0', 124);
    b.write('00000000000\u000000000000004\0', 386, 'latin1');
    b.write('00000010000\0', 483);
    b[482] = 1;
  });
  const body = Buffer.alloc(512);
  const records = ['major=1', 'minor=0', 'realsize=9000']
    .map((text) => record(`GNU.sparse.${text}`))
    .join('');
  const inBody = header((b) => b.write('00000001010\0', 124));
  const map = Buffer.alloc(1024);
  map.write('2\n0\n4\n4000\n4\n');
  const fixtures = [
    sample,
    Buffer.concat([longName('L', 'long/name'), longName('K', 'target'), sample]),
    Buffer.concat([longName('x', record('path=long') + record('size=0')), sample]),
    Buffer.concat([sparse, Buffer.alloc(512), body, sample]),
    Buffer.concat([
      longName('x', record('GNU.sparse.map=0,4,100,2') + record('GNU.sparse.size=200')),
      header((b) => b.write('00000000006\0', 124)),
      body,
    ]),
    Buffer.concat([longName('x', records), inBody, map, sample]),
  ].map((fixture) => signed(fixture));
  for (const fixture of fixtures) assert.ok(readTar(fixture).length > 0);
  fuzz(fixtures, (bytes) => readTar(Buffer.from(bytes), 1000));
  fuzz(fixtures, (bytes) => readTar(signed(bytes), 333));
});
