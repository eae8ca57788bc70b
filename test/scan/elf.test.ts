import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { buildIdOf, elfNotes, parseElf } from '../../src/formats/elf.ts';
import { cargoAuditable } from '../../src/scan/analyzers/rust/cargo-auditable.ts';
import { elfNote } from '../kit/elf.ts';
import { elfPackage } from '../../src/scan/analyzers/binary/elf-package.ts';
import { analyse } from '../kit/packages.ts';

const has = existsSync('/usr/bin/readelf') && existsSync('/usr/bin/objcopy');
const guard = {
  skip: has ? false : 'needs readelf and objcopy (Debian: binutils); ELF files are not compared',
};
if (!has) console.error(`# SKIPPED: ${guard.skip}`);

const programs = [
  process.execPath,
  '/bin/true',
  '/bin/tar',
  '/usr/bin/python3',
  '/usr/bin/git',
  '/usr/bin/docker',
  '/lib/x86_64-linux-gnu/libc.so.6',
].filter((file) => existsSync(file));

const readelf = (flags: readonly string[], file: string): string =>
  execFileSync('readelf', ['--wide', ...flags, file], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

test('sections, segments and build ids are those that readelf tells', guard, () => {
  for (const file of programs) {
    const bytes = readFileSync(file);
    const elf = parseElf(bytes, file);
    const rows = readelf(['--section-headers'], file).matchAll(
      /^ +\[ *\d+\] (\S+) +\S+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+) /gm,
    );
    const expected = [...rows].map(([, name = '', offset = '', size = '']) => [
      // The tool cuts long names.
      name.slice(0, 17),
      Number.parseInt(offset, 16),
      Number.parseInt(size, 16),
    ]);
    const sections = elf.sections
      .filter(({ name }) => name !== '')
      .map(({ name, offset, size }) => [name.slice(0, 17), offset, size]);
    assert.deepEqual(sections, expected, file);
    const loads = readelf(['--program-headers'], file).match(/^ +LOAD /gm) ?? [];
    assert.equal(elf.segments.filter(({ type }) => type === 1).length, loads.length, file);
    const id = /Build ID: ([0-9a-f]+)/.exec(readelf(['--notes'], file))?.[1];
    assert.equal(buildIdOf(elfNotes(bytes, elf)), id, file);
  }
  console.log(`ELF files compared: ${programs.length}`);
});

test('what objcopy puts into a program is read from it', guard, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-elf-'));
  try {
    const [crates, note, out] = ['crates', 'note', 'out'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const packages = [{ name: 'app', version: '0.1.0', source: 'local', root: true }];
    writeFileSync(crates, deflateSync(JSON.stringify({ packages })));
    writeFileSync(note, elfNote('FDO', 0xcafe1a7e, Buffer.from('{"name":"n","version":"1-2"}\0')));
    execFileSync('objcopy', [
      `--add-section=.dep-v0=${crates}`,
      `--add-section=.note.package=${note}`,
      '/bin/true',
      out,
    ]);
    assert.equal(analyse(cargoAuditable, 'opt/app', out).packages?.[0]?.name, 'app');
    assert.equal(analyse(elfPackage, 'opt/app', out).packages?.[0]?.version, '1-2');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
