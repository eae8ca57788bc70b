import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fuzzInTurns } from '../../../test/kit/fuzz.ts';
import { tarOf } from '../../../test/kit/tar.ts';
import type { TestContext } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import { archiveMembers } from './archive-members.ts';

async function members(
  t: TestContext,
  name: string,
  bytes: Uint8Array,
): Promise<[string, string][]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-members-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), bytes);
  const found: [string, string][] = [];
  for await (const member of archiveMembers(join(folder, name), (path) => path.endsWith('.json')))
    found.push([member.path, Buffer.from(member.bytes).toString()]);
  return found;
}

const archive = tarOf({
  './a.json': '{"a":1}',
  'b.txt': 'left out',
  'd/c.json': 'x'.repeat(1000),
  'empty.json': '',
});
const wanted: [string, string][] = [
  ['a.json', '{"a":1}'],
  ['d/c.json', 'x'.repeat(1000)],
  ['empty.json', ''],
];

for (const [name, bytes] of [
  ['t.tar', archive],
  ['t.tar.gz', gzipSync(archive)],
  ['t.tar.zst', zstdCompressSync(archive)],
] as const) {
  test(`archiveMembers reads the wanted files of ${name}`, async (t) => {
    assert.deepEqual(await members(t, name, bytes), wanted);
  });

  test(`archiveMembers refuses ${name} cut short`, async (t) => {
    await assert.rejects(members(t, name, bytes.subarray(0, Math.floor(bytes.length * 0.45))), {
      name: 'FormatError',
    });
  });
}

test('mutated archives are read or refused', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-members-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'mutated');
  const rows: [string, Uint8Array][] = [
    ['.tar', archive],
    ['.tar.gz', gzipSync(archive)],
    ['.tar.zst', zstdCompressSync(archive)],
  ];
  for (const [ending, bytes] of rows)
    await fuzzInTurns([bytes], async (mutated) => {
      writeFileSync(path, mutated);
      let count = 0;
      for await (const member of archiveMembers(path, () => true, `x${ending}`))
        count += member.bytes.length;
      assert.ok(count <= 64 * archive.length, `${count} bytes`);
    });
});
