import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { judgeFuzz, mutations } from '../../test/kit/fuzz.ts';
import { buildLayer, buildTar, type TarEntry } from '../../test/kit/oci.ts';
import { limits } from '../model/index.ts';
import type { LayerRef } from './contract.ts';
import { headBytes, type LayerFacts, type LayerVisitor } from './layer-facts.ts';
import { pathHash } from './path-hash.ts';
import { walkChunks } from './walk.ts';

/** Cuts bytes into chunks that share one buffer, as files and sockets lend them. */
export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const lent = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const count = Buffer.from(bytes).copy(lent, 0, at, at + size);
    yield lent.subarray(0, count);
  }
}

interface Walked {
  readonly facts: LayerFacts;
  readonly files: Map<string, string>;
}

async function walk(bytes: Uint8Array, ref: Partial<LayerRef> = {}, chunk = 1000): Promise<Walked> {
  const files = new Map<string, string>();
  const place = { kind: 'file', path: '-', offset: 0, length: bytes.length } as const;
  const facts = await walkChunks(
    chunksOf(bytes, chunk),
    { index: 0, bytes: place, ...ref },
    {
      wants: (path) => !path.includes('unwanted'),
      file: (path, _stat, content) => files.set(path, Buffer.from(content).toString()),
    },
  );
  return { facts, files };
}

const walkEntries = (entries: readonly TarEntry[]): Promise<Walked> => walk(buildTar(entries));
const codes = ({ facts }: Walked): string[] => facts.problems.map(({ code }) => code);

test('walkChunks verifies and reads gzip, zstd and plain layers in chunks of any size', async () => {
  const entries = [
    { path: './etc/' },
    { path: './etc/os-release', content: 'ID=x' },
    { path: '/usr/lib/unwanted', content: 'x'.repeat(20_000) },
  ];
  for (const compression of ['gzip', 'zstd', 'none'] as const) {
    const { bytes, digest, diffId, size } = buildLayer(entries, { compression });
    for (const chunk of [3, 100, 1_000_000]) {
      const walked = await walk(bytes, { digest, diffId, size }, chunk);
      assert.deepEqual([...walked.files], [['etc/os-release', 'ID=x']], compression);
      assert.equal(walked.facts.entries, 3);
      assert.equal(walked.facts.digest, digest);
      assert.equal(walked.facts.diffId, undefined);
      assert.deepEqual(codes(walked), []);
      assert.equal((await walk(bytes, { diffId }, chunk)).facts.diffId, diffId);
    }
  }
});

test('walkChunks refuses bytes that are not what they should be', async () => {
  const { bytes, digest, diffId, size } = buildLayer([{ path: 'a', content: 'a' }]);
  const other = `sha256:${'0'.repeat(64)}`;
  await assert.rejects(walk(bytes, { digest: other }), { code: 'BLOB_DIGEST' });
  await assert.rejects(walk(bytes, { diffId: other }), { code: 'BLOB_DIGEST' });
  await assert.rejects(walk(bytes, { digest, size: size + 1 }), { code: 'BLOB_SIZE' });
  await assert.rejects(walk(bytes, { digest, size: size - 1 }), { code: 'BLOB_SIZE' });
  await assert.rejects(walk(bytes, { digest: 'md5:00' }), { code: 'DIGEST_UNKNOWN' });
  await assert.rejects(walk(bytes.subarray(0, -9), { diffId }), { code: 'LAYER_TRUNCATED' });
  await assert.rejects(walk(Buffer.from('<html>'.repeat(200))), { code: 'LAYER_NOT_TAR' });
});

test('walkChunks tells damage inside verified bytes as problems', async () => {
  const tar = buildTar([
    { path: 'a', content: 'a'.repeat(5000) },
    { path: 'b', content: 'b' },
  ]);
  const packed = gzipSync(tar);
  const damaged = Buffer.from(packed);
  damaged[damaged.length - 6] = (damaged.at(-6) ?? 0) ^ 1;
  const rows: [string, Buffer, string[]][] = [
    ['truncated gzip', packed.subarray(0, -20), ['LAYER_TRUNCATED']],
    ['gzip without trailer', packed.subarray(0, -8), ['LAYER_TRUNCATED']],
    ['wrong checksum', damaged, ['LAYER_COMPRESSION']],
    ['text after gzip', Buffer.concat([packed, Buffer.from('text')]), ['LAYER_TRAILING']],
    ['zeros after gzip', Buffer.concat([packed, Buffer.alloc(900)]), []],
    [
      'two members',
      Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
      [],
    ],
    [
      'text after the end mark',
      Buffer.concat([tar, Buffer.alloc(512, 'text')]),
      ['LAYER_TRAILING'],
    ],
    ['truncated tar', tar.subarray(0, 3000), ['TAR_TRUNCATED']],
    ['nothing', Buffer.alloc(0), []],
  ];
  for (const [name, bytes, expected] of rows) {
    const { digest } = buildLayer(bytes, { compression: 'none' });
    assert.deepEqual(codes(await walk(bytes, { digest })), expected, name);
  }
});

test('walkChunks normalises paths and drops what climbs out', async () => {
  const walked = await walkEntries([
    { path: './a//b/./c', content: '1' },
    { path: '/abs', content: '2' },
    { path: 'x/../y', content: '3' },
    { path: '../../etc/passwd', content: 'evil' },
    { path: 'hard', hardlink: '../../etc/shadow' },
  ]);
  assert.deepEqual([...walked.files.keys()], ['a/b/c', 'abs', 'y']);
  assert.deepEqual(codes(walked), ['PATH_ESCAPE', 'PATH_ESCAPE']);
});

test('walkChunks tells whiteouts, opaque folders and hidden names apart from files', async () => {
  const walked = await walkEntries([
    { path: 'a/.wh.b' },
    { path: '.wh.root' },
    { path: 'c/.wh..wh..opq' },
    { path: '.wh..wh.plnk' },
    { path: 'd/not.a.wh..wh..opq' },
    { path: 'd/file.wh.txt' },
    { path: 'e/.wh...' },
    { path: 'e/.wh.' },
  ]);
  assert.deepEqual(walked.facts.whiteouts, ['a/b', 'root']);
  assert.deepEqual(walked.facts.opaque, ['c']);
  assert.deepEqual([...walked.files.keys()], ['d/not.a.wh..wh..opq', 'd/file.wh.txt']);
  assert.deepEqual(codes(walked), ['PATH_WHITEOUT', 'PATH_WHITEOUT']);
});

test('walkChunks follows links of the layer inside the layer only', async () => {
  const walked = await walkEntries([
    { path: 'up', symlink: '../../../tmp' },
    { path: 'up/poc.txt', content: 'inside' },
    { path: 'lib', symlink: '/usr/lib' },
    { path: 'lib/x/y', content: 'y' },
    { path: 'loop', symlink: 'loop' },
    { path: 'loop/z', content: 'z' },
  ]);
  assert.deepEqual([...walked.files.keys()], ['tmp/poc.txt', 'usr/lib/x/y', 'loop/z']);
  assert.deepEqual(codes(walked), ['LINK_CYCLE']);
});

test('walkChunks repeats content for hard links, or names their target', async () => {
  const walked = await walkEntries([
    { path: 'store/unwanted1', content: 'one' },
    { path: 'store/two', content: 'two' },
    { path: 'm/one', hardlink: 'store/unwanted1' },
    { path: 'm/two', hardlink: './store/two' },
    { path: 'm/unwanted', hardlink: 'store/two' },
    { path: 'm/soft', symlink: 'one' },
  ]);
  assert.deepEqual(
    [...walked.files],
    [
      ['store/two', 'two'],
      ['m/two', 'two'],
    ],
  );
  assert.deepEqual(walked.facts.links, [
    { path: 'm/soft', target: 'one', hard: false, wanted: true },
    { path: 'm/one', target: 'store/unwanted1', hard: true, wanted: true },
  ]);
});

test('walkChunks lets later members of a layer replace earlier ones', async () => {
  const rows: [string, TarEntry[], string[]][] = [
    [
      'file by file',
      [
        { path: 'a', content: '1' },
        { path: 'a', content: '2' },
      ],
      ['a'],
    ],
    [
      'file by link',
      [
        { path: 'a', content: '1' },
        { path: 'a', symlink: 'b' },
      ],
      [],
    ],
    ['file by folder', [{ path: 'a', content: '1' }, { path: 'a/' }], []],
    [
      'folder by link',
      [
        { path: 'a/b', content: '1' },
        { path: 'a', symlink: 'b' },
      ],
      [],
    ],
    [
      'link by file',
      [
        { path: 'a', symlink: 'b' },
        { path: 'a', content: '1' },
      ],
      ['a'],
    ],
    ['folder again', [{ path: 'a/b', content: '1' }, { path: 'a/' }], ['a/b']],
  ];
  for (const [name, entries, expected] of rows) {
    assert.deepEqual((await walkEntries(entries)).facts.captured, expected, name);
  }
});

test('walkChunks remembers folders, also those without an entry, and everything else', async () => {
  const { facts } = await walkEntries([
    { path: 'a/b/c', content: '' },
    { path: 'd/' },
    { path: 'e', symlink: 'd' },
  ]);
  assert.deepEqual(new Set(facts.directories), new Set(['a', 'a/b', 'd'].map(pathHash)));
  assert.deepEqual([...facts.nonDirectories], ['a/b/c', 'e'].map(pathHash));
});

test('walkChunks goes on when a visitor fails, and says so', async () => {
  const bytes = buildTar([
    { path: 'bad', content: '1' },
    { path: 'good', content: '2' },
  ]);
  const seen: string[] = [];
  const facts = await walkChunks(
    chunksOf(bytes, 512),
    { index: 0, bytes: { kind: 'file', path: '-', offset: 0, length: 0 } },
    {
      wants: () => true,
      file: (path) => {
        if (path === 'bad') throw new Error('not\u001b[2J understood');
        seen.push(path);
      },
    },
  );
  assert.deepEqual(seen, ['good']);
  assert.deepEqual(facts.problems, [
    { code: 'INTERNAL', text: 'not\ufffd[2J understood', path: 'bad' },
  ]);
});

/** Keeps what begins with `ELF`, and counts. */
function gate(): LayerVisitor & { readonly asked: string[]; readonly files: Map<string, string> } {
  const asked: string[] = [];
  const files = new Map<string, string>();
  return {
    asked,
    files,
    wants: (path, { mode }) => path.endsWith('.txt') || ((mode & 0o111) !== 0 && 'head'),
    wantsHead: (path, { size }, head) => {
      asked.push(path);
      assert.equal(head.length, Math.min(size, headBytes), path);
      return Buffer.from(head).toString('latin1', 0, 3) === 'ELF';
    },
    file: (path, _stat, content) => files.set(path, Buffer.from(content).toString('latin1')),
  };
}

test('walkChunks keeps of files known by their first bytes only those that pass', async () => {
  const big = (start: string): string => start + 'x'.repeat(50_000);
  const entries: TarEntry[] = [
    { path: 'bin/script', content: big('#!'), mode: 0o755 },
    { path: 'bin/elf', content: big('ELF'), mode: 0o755 },
    { path: 'bin/tiny', content: 'ELF', mode: 0o755 },
    { path: 'bin/no', content: 'E', mode: 0o755 },
    { path: 'bin/empty', content: '', mode: 0o755 },
    { path: 'bin/plain', content: big('ELF'), mode: 0o644 },
    { path: 'a.txt', content: 'text', mode: 0o755 },
    { path: 'bin/soft', symlink: 'script', mode: 0o777 },
    { path: 'bin/hard-script', hardlink: 'bin/script', mode: 0o755 },
    { path: 'bin/hard-elf', hardlink: 'bin/tiny', mode: 0o755 },
  ];
  for (const compression of ['gzip', 'zstd', 'none'] as const) {
    const { bytes, digest } = buildLayer(entries, { compression });
    for (const chunk of [3, 1000, 1_000_000]) {
      const visitor = gate();
      const place = { kind: 'file', path: '-', offset: 0, length: bytes.length } as const;
      const facts = await walkChunks(
        chunksOf(bytes, chunk),
        { index: 0, bytes: place, digest },
        visitor,
      );
      assert.deepEqual(
        [...visitor.files],
        [
          ['bin/elf', big('ELF')],
          ['bin/tiny', 'ELF'],
          ['a.txt', 'text'],
          ['bin/hard-elf', 'ELF'],
        ],
        `${compression} ${chunk}`,
      );
      assert.deepEqual(facts.captured, [...visitor.files.keys()]);
      assert.deepEqual(
        facts.links.filter(({ wanted }) => wanted),
        [],
      );
      assert.deepEqual(facts.problems, []);
      assert.equal(facts.entries, entries.length);
      assert.deepEqual(visitor.asked, ['bin/script', 'bin/elf', 'bin/tiny', 'bin/no']);
    }
  }
});

test('walkChunks gives a file in pieces to a visitor that takes it so, and holds nothing of it', async () => {
  const content = (start: string): string => start + 'x'.repeat(50_000);
  const entries: TarEntry[] = [
    { path: 'bin/elf', content: content('ELF1'), mode: 0o755 },
    { path: 'bin/whole', content: content('ELF2'), mode: 0o755 },
    { path: 'bin/fails', content: content('ELF3'), mode: 0o755 },
    { path: 'bin/script', content: content('#!'), mode: 0o755 },
    { path: 'bin/tiny', content: 'ELF1', mode: 0o755 },
  ];
  const { bytes, digest } = buildLayer(entries, { compression: 'none' });
  for (const chunk of [3, 1000, 1_000_000]) {
    const streamed = new Map<string, string>();
    const whole = gate();
    const visitor: LayerVisitor = {
      ...whole,
      stream: (path, _stat, head) => {
        const kind = head[3];
        if (kind === 0x32) return undefined;
        let text = '';
        return {
          push: (piece) => {
            if (kind === 0x33 && text.length > 20_000) throw new Error('not understood');
            text += Buffer.from(piece).toString('latin1');
          },
          end: () => streamed.set(path, text),
        };
      },
    };
    const place = { kind: 'file', path: '-', offset: 0, length: bytes.length } as const;
    const facts = await walkChunks(
      chunksOf(bytes, chunk),
      { index: 0, bytes: place, digest },
      visitor,
    );
    assert.deepEqual([...streamed.keys()].slice(0, 1), ['bin/elf'], String(chunk));
    assert.equal(streamed.get('bin/elf'), content('ELF1'));
    assert.equal(streamed.get('bin/tiny'), 'ELF1');
    assert.equal(streamed.has('bin/script'), false);
    assert.deepEqual([...whole.files.keys()], ['bin/whole']);
    assert.equal(facts.captured.includes('bin/elf'), true);
    if (chunk === 1000) {
      assert.equal(streamed.has('bin/fails'), false);
      assert.deepEqual(
        facts.problems.map(({ path }) => path),
        ['bin/fails'],
      );
    }
  }
});

test('what its first bytes refuse meets no limit, what they accept does', async () => {
  const { value } = limits.captured_bytes;
  const header = (start: string): Buffer => {
    const tar = buildTar([{ path: `bin/${start}`, content: start.padEnd(5000), mode: 0o755 }]);
    // The size field of ustar: a file larger than may be held, of which only the start follows.
    tar.write(`${(value + 1).toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    const sum = tar
      .subarray(0, 512)
      .reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return tar;
  };
  for (const [start, expected] of [
    ['sh', ['TAR_TRUNCATED']],
    ['ELF', ['LIMIT_CAPTURED_BYTES', 'TAR_TRUNCATED']],
  ] as const) {
    const { bytes, digest } = buildLayer(header(start), { compression: 'none' });
    const facts = await walkChunks(
      chunksOf(bytes, 1000),
      { index: 0, bytes: { kind: 'file', path: '-', offset: 0, length: 0 }, digest },
      gate(),
    );
    assert.deepEqual(
      facts.problems.map(({ code }) => code),
      expected,
    );
  }
});

test('walkChunks survives mutations of packed and plain layers', async () => {
  const entries = [
    { path: 'a/' },
    { path: 'a/file', content: 'x'.repeat(700) },
    { path: 'a/link', symlink: '../b' },
    { path: 'a/hard', hardlink: 'a/file' },
    { path: 'a/.wh.gone' },
    { path: `${'long/'.repeat(30)}name`, content: 'y' },
  ];
  const fixtures = (['gzip', 'zstd', 'none'] as const).map(
    (compression) => buildLayer(entries, { compression }).bytes,
  );
  for (const { seed, bytes } of mutations(fixtures)) {
    try {
      const { facts, files } = await walk(bytes, {}, 64 + (seed % 700));
      for (const path of [...files.keys(), ...facts.captured]) {
        assert.ok(!path.startsWith('/') && !path.split('/').includes('..'), path);
      }
    } catch (error) {
      judgeFuzz(error, seed, bytes);
    }
  }
});
