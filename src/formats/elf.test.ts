import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseAddress, buildElf, elfNote, firstSection } from '../../test/kit/elf.ts';
import { fuzz } from '../../test/kit/fuzz.ts';
import {
  buildIdOf,
  bytesAtAddress,
  elfCode,
  elfNotes,
  isElf,
  parseElf,
  sectionBytes,
} from './elf.ts';

const id = Buffer.from('0123456789abcdef', 'hex');
const sections = [
  { name: '.text', content: Buffer.from('code') },
  {
    name: '.note.gnu.build-id',
    type: 7,
    content: Buffer.concat([elfNote('GNU', 3, id), elfNote('FDO', 7, Buffer.from('{}'))]),
  },
  { name: '.data', content: Buffer.from('data'), writable: true },
];

test('parseElf finds sections, segments and notes', () => {
  const bytes = buildElf(sections);
  const elf = parseElf(bytes, 'x');
  assert.deepEqual(
    elf.sections.map(({ name }) => name),
    ['', '.text', '.note.gnu.build-id', '.data', '.shstrtab'],
  );
  assert.deepEqual([elf.bits, elf.littleEndian, elf.machine, elf.type], [64, true, 62, 2]);
  assert.equal(String(sectionBytes(bytes, elf, '.data')), 'data');
  assert.equal(sectionBytes(bytes, elf, '.bss'), undefined);
  assert.equal(buildIdOf(elfNotes(bytes, elf)), '0123456789abcdef');
  const at = (address: number, size = 100): string =>
    String(bytesAtAddress(bytes, elf, { address, size }));
  assert.equal(at(baseAddress + firstSection), 'code');
  assert.equal(at(baseAddress + firstSection + 1, 2), 'od');
  assert.equal(at(baseAddress + firstSection + 4), 'undefined');
  assert.equal(at(baseAddress - 1), 'undefined');
});

test('parseElf goes by segments where there is no section table', () => {
  const bytes = buildElf(sections, true);
  const elf = parseElf(bytes, 'x');
  assert.deepEqual(elf.sections, []);
  assert.equal(buildIdOf(elfNotes(bytes, elf)), '0123456789abcdef');
});

test('parseElf leaves out what lies outside the file, and refuses what has no header', () => {
  const bytes = buildElf(sections);
  const long = Buffer.from(bytes);
  // The first section claims to be larger than the file.
  const row = Number(long.readBigUInt64LE(40)) + 64;
  long.writeBigUInt64LE(1n << 40n, row + 32);
  assert.deepEqual(
    parseElf(long, 'x').sections.map(({ name }) => name),
    ['', '.note.gnu.build-id', '.data', '.shstrtab'],
  );
  for (const [name, broken] of [
    ['cut short', bytes.subarray(0, 63)],
    ['no ELF', Buffer.from('#!/bin/sh\n'.repeat(20))],
    ['no known class', Buffer.concat([bytes.subarray(0, 4), Buffer.from([9]), bytes.subarray(5)])],
  ] as const)
    assert.throws(() => parseElf(broken, 'x'), { code: 'ELF_INVALID' }, name);
  assert.ok(isElf(bytes));
  assert.ok(!isElf(Buffer.from('MZ')));
});

/** A program with code, a note, constants and data, whose constants have a segment that is only read unless told. */
function withCode(constantsFlags = 4, noteAt?: number): Buffer {
  const bytes = buildElf([
    { name: '.text', content: Buffer.alloc(10_000, 0x90) },
    { name: '.note', content: Buffer.alloc(32), type: 7 },
    { name: '.rodata', content: Buffer.from('constants') },
    { name: '.data', content: Buffer.from('data'), writable: true },
  ]);
  bytes.writeUInt32LE(constantsFlags, 64 + 2 * 56 + 4);
  if (noteAt !== undefined) bytes.writeBigUInt64LE(BigInt(noteAt), 64 + 56 + 8);
  return bytes;
}

test('elfCode tells the parts that hold nothing but machine code', () => {
  const end = firstSection + 10_000;
  const parts = (bytes: Buffer, head = 4096): unknown =>
    elfCode(bytes.subarray(0, head), bytes.length).map((one) => [one.start, one.end]);
  assert.deepEqual(parts(withCode()), [[4096, end]]);
  // A note in the middle of the code is no code.
  assert.deepEqual(parts(withCode(4, 6000)), [
    [4096, 6000],
    [6032, end],
  ]);
  // Two that must not fire: constants among the code, and a table that is not all at hand.
  assert.deepEqual(parts(withCode(5)), []);
  assert.deepEqual(parts(withCode(), 100), []);
  assert.deepEqual(elfCode(Buffer.from('MZ'), 10_000), []);
  // A segment that reaches beyond the file is not believed.
  const bytes = withCode();
  assert.deepEqual(elfCode(bytes.subarray(0, 4096), 5000), []);
});

test('elfCode survives mutations, and tells only parts of the file', () => {
  fuzz([withCode(), withCode(4, 6000)], (bytes) => {
    for (const { start, end } of elfCode(bytes.subarray(0, 4096), bytes.length)) {
      assert.ok(start >= 4096 && start < end && end <= bytes.length, `${start} to ${end}`);
    }
  });
});

test('parseElf survives mutations', () => {
  fuzz([buildElf(sections), buildElf(sections, true)], (bytes) => {
    const elf = parseElf(bytes, 'x');
    buildIdOf(elfNotes(bytes, elf));
    sectionBytes(bytes, elf, '.data');
    bytesAtAddress(bytes, elf, { address: baseAddress + firstSection, size: 100 });
  });
});
