import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { fuzz } from '../../test/kit/fuzz.ts';
import { buildTar } from '../../test/kit/oci.ts';
import { tarSplitOf } from '../../test/kit/tar-split.ts';
import { PlimsollError } from '../model/index.ts';
import { TarSplitReader } from './tar-split.ts';

const files: readonly string[] = ['one', 'two two', 'x'.repeat(3000)];
const tar = buildTar(files.map((content, index) => ({ path: `f${index}`, content })));
const recipe = gunzipSync(tarSplitOf(tar));

/** The archive put together again, contents taken from `files` in order. */
function assemble(bytes: Buffer, pieces: number): Buffer {
  const parts: Buffer[] = [];
  let file = 0;
  const reader = new TarSplitReader({
    segment: (segment) => parts.push(Buffer.from(segment)),
    content: (size) => {
      assert.equal(size, files[file]?.length);
      parts.push(Buffer.from(files[file] ?? ''));
      file += 1;
    },
  });
  for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces));
  reader.finish();
  return Buffer.concat(parts);
}

for (const pieces of [1, 7, 512, 1_000_000]) {
  test(`TarSplitReader puts the archive together from pieces of ${pieces} bytes`, () => {
    assert.deepEqual(assemble(recipe, pieces), tar);
  });
}

test('TarSplitReader: members in another order, no last line break, empty payloads', () => {
  const lines = String(recipe)
    .trim()
    .split('\n')
    .map((line) => {
      const { type, payload, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify({ payload, ...rest, type });
    });
  assert.deepEqual(
    assemble(Buffer.from(`{"type":2,"payload":null}\n\n${lines.join('\n')}`), 9),
    tar,
  );
});

test('TarSplitReader: sizes are read whatever the name of the file', () => {
  for (const [line, expected] of [
    ['{"type":1,"name":"a","size":7,"payload":"x","position":1}', [7]],
    ['{"type":1,"name":"a","payload":null,"position":1}', []],
    ['{"type":1,"name":"a\\",\\"size\\":9","size":7,"payload":"x","position":1}', [7]],
    ['{"type":1,"name":"a\\\\","size":7,"payload":"x","position":1}', [7]],
    ['{"type":1,"name_raw":"YQ==","size":7,"payload":"x","position":1}', [7]],
    ['{"type":1,"name":"a","size":7}', [7]],
    ['{"position":1,"size":7,"name":"a","type":1}', [7]],
  ] as const) {
    const sizes: number[] = [];
    const reader = new TarSplitReader({ segment: () => {}, content: (size) => sizes.push(size) });
    reader.push(Buffer.from(`${line}\n`));
    assert.deepEqual(sizes, expected, line);
  }
});

for (const [title, line] of [
  ['no JSON', 'nonsense'],
  ['another type', '{"type":3}'],
  ['a negative size', '{"type":1,"size":-1}'],
  ['a size that is no integer', '{"type":1,"size":1.5}'],
  ['a size as text', '{"type":1,"size":"7"}'],
  ['a cut segment', '{"type":2,"payload":"AAA'],
] as const) {
  test(`TarSplitReader: ${title} is refused`, () => {
    const reader = new TarSplitReader({ segment: () => {}, content: () => {} });
    assert.throws(
      () => reader.push(Buffer.from(`${line}\n`)),
      (error) => error instanceof PlimsollError && error.code === 'TAR_SPLIT_INVALID',
    );
  });
}

test('TarSplitReader: a line without end is refused before it fills memory', () => {
  const reader = new TarSplitReader({ segment: () => {}, content: () => {} });
  const chunk = Buffer.alloc(1_000_000, 'x');
  assert.throws(
    () => {
      for (let round = 0; round < 100; round += 1) reader.push(chunk);
    },
    (error) => error instanceof PlimsollError && error.code === 'LIMIT_PAX_BYTES',
  );
});

test('TarSplitReader: mutated recipes are read or refused', () => {
  fuzz([recipe], (bytes) => {
    const reader = new TarSplitReader({ segment: () => {}, content: () => {} });
    reader.push(Buffer.from(bytes));
    reader.finish();
  });
});
