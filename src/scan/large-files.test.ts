import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildElf, goBuildInfo, goFunctionTable } from '../../test/kit/elf.ts';
import type { AnalyzerResult, FileAnalyzer } from './analyzers/contract.ts';
import { fileReader } from './analyzers/file-reader.ts';
import { goBinary } from './analyzers/golang/go-binary.ts';
import { largeFileStream } from './large-files.ts';
import type { Reading } from './large-files.ts';

const modules =
  'path\texample.com/app\nmod\texample.com/app\tv1.2.3\ndep\texample.com/one\tv1.0.0\n';

/** A Go program of 9 MB, nearly all of it code. */
function program(): Buffer {
  const bytes = buildElf([
    { name: '.text', content: Buffer.alloc(9 * 2 ** 20, 0x90) },
    { name: '.gopclntab', content: goFunctionTable(['main.main', 'example.com/one.F']) },
    { name: '.go.buildinfo', content: goBuildInfo('go1.22.3', modules), writable: true },
  ]);
  bytes.writeUInt32LE(4, 64 + 56 + 4);
  return bytes;
}

const searching: FileAnalyzer = {
  ...goBinary,
  id: 'searching',
  search: () => {
    let nines = 0;
    return {
      push: (piece) => {
        for (const byte of piece) if (byte === 0x90) nines += 1;
      },
      finish: () => ({ facts: { nines } }),
    };
  },
};
const { skipsCode: _skipsCode, ...rest } = goBinary;
const whole: FileAnalyzer = { ...rest, id: 'whole' };

/** What the analyzers say of a file that comes in pieces; undefined when it has to be held. */
function streamed(
  bytes: Buffer,
  analyzers: readonly FileAnalyzer[],
  piece = 70_000,
): readonly { reading: Reading; result: AnalyzerResult }[] | undefined {
  let taken: readonly { reading: Reading; result: AnalyzerResult }[] = [];
  const stat = { size: bytes.length, mode: 0o755 };
  const stream = largeFileStream({
    stat,
    head: bytes.subarray(0, 4096),
    readings: analyzers.map((analyzer) => ({ name: 'app', analyzer })),
    readWhole: ({ name, analyzer }, held) => {
      assert.ok(held.subarray(4096, 9 * 2 ** 20).every((byte) => byte === 0));
      return analyzer.read(fileReader(name, stat, held));
    },
    take: (results) => (taken = results),
  });
  if (stream === undefined) return undefined;
  for (let at = 0; at < bytes.length; at += piece) stream.push(bytes.subarray(at, at + piece));
  stream.end();
  return taken;
}

test('a large program is read without its code, and tells the same', () => {
  const bytes = program();
  const expected = goBinary.read(fileReader('app', { size: bytes.length, mode: 0o755 }, bytes));
  assert.equal(expected.packages?.length, 3);
  for (const piece of [1_000_000, 4096, 70_001]) {
    assert.deepEqual(
      streamed(bytes, [goBinary], piece)?.map(({ result }) => result),
      [expected],
    );
  }
});

test('analyzers that search see all of it, in the order they were asked', () => {
  const bytes = program();
  const told = streamed(bytes, [searching, goBinary]);
  assert.deepEqual(
    told?.map(({ reading }) => reading.analyzer.id),
    ['searching', 'go-binary'],
  );
  assert.deepEqual(told[0]?.result.facts, { nines: bytes.filter((byte) => byte === 0x90).length });
});

test('what somebody needs as a whole is not taken in pieces, and neither is a small file', () => {
  const bytes = program();
  assert.equal(streamed(bytes, [goBinary, whole]), undefined);
  assert.equal(streamed(bytes.subarray(0, 2 ** 20), [goBinary]), undefined);
  // Constants among the code.
  const old = program();
  old.writeUInt32LE(5, 64 + 56 + 4);
  assert.equal(streamed(old, [goBinary]), undefined);
});
