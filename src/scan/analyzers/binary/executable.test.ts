import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { executable } from './executable.ts';
import { programsNamed } from './file-names.ts';
import { reach } from './program.ts';
import { programs } from './programs.ts';
import { ProgramSearch } from './search.ts';

const stat = { size: 1000, mode: 0o755 };

/** `name@version` of what a file of this name and content tells. */
function found(path: string, content: string): readonly string[] {
  const bytes = Buffer.from(content, 'latin1');
  const { packages = [] } = executable.read(readerOf(path, bytes));
  return packages.map(({ name, version }) => `${name}@${version}`);
}

const bash = '@(#)Bash version 5.2.15(1) release GNU';

/** Each row that tells something stands beside two like it that must not. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['bin/bash', bash, ['bash@5.2.15']],
  ['bin/sh', bash, []],
  ['bin/bash', 'Bash version 5.2.15(1)', []],
  ['usr/sbin/nginx', 'nginx version: nginx/1.25.1\n', ['nginx@1.25.1']],
  ['usr/sbin/nginx', 'server: nginx/1.25.1', []],
  ['usr/share/nginx.conf', 'nginx version: nginx/1.25.1\n', []],
  ['bin/busybox', 'BusyBox v1.36.1 (2023', ['busybox@1.36.1']],
  ['bin/gzip', 'BusyBox v1.36.1 (2023', []],
  ['bin/busybox', 'BusyBox v1 (2023', []],
  ['go/VERSION', 'go1.22.3\ntime 2024', ['go@1.22.3']],
  ['app/VERSION', '1.22.3\n', []],
  ['app/VERSION', 'built with go1.22.3\n', []],
  ['ff/application.ini', '[App]\nVendor=Mozilla\nName=Firefox\nVersion=140.0\n', ['firefox@140.0']],
  ['tb/application.ini', '[App]\nVendor=Mozilla\nName=Thunderbird\nVersion=140.0\n', []],
  ['x/application.ini', '[App]\nVendor=Acme\nName=Firefox\nVersion=140.0\n', []],
  ['bin/java', '\0openjdk\0java\x000.0\x0017.0.1+2-LTS\0', ['openjdk@17.0.1+2-LTS']],
  ['bin/java', '\0java\x000.0\x0017.0.1\0', []],
  ['bin/javaw', '\0openjdk\0java\x000.0\x0017.0.1+2-LTS\0', []],
];

for (const [path, content, wanted] of rows) {
  test(`${path}: ${JSON.stringify(content).slice(0, 60)}`, () => {
    assert.deepEqual(found(path, content), wanted);
  });
}

test('a program is a package that advisories can be asked about', () => {
  const { packages } = executable.read(readerOf('bin/beam.smp', '\x0026.1.2\0\0Erlang/OTP 26'));
  assert.deepEqual(packages, [
    {
      name: 'erlang',
      version: '26.1.2',
      type: 'generic',
      purl: 'pkg:generic/erlang@26.1.2',
      cpes: [String.raw`cpe:2.3:a:erlang:erlang\/otp:26.1.2:*:*:*:*:*:*:*`],
    },
  ]);
});

test('a file that tells several versions tells none', () => {
  const { packages } = executable.read(readerOf('bin/bash', `${bash}${bash.replace('15', '21')}`));
  assert.equal(packages?.length, 1);
  assert.equal(packages?.[0]?.version, '');
  assert.equal(packages?.[0]?.purl, 'pkg:generic/bash');
  assert.deepEqual(found('bin/bash', bash + bash), ['bash@5.2.15']);
});

test('only executables, and the texts that stand for a program, are read', () => {
  const head = (start: string, path: string): boolean =>
    executable.wantsHead?.(Buffer.from(start, 'latin1'), path, stat) ?? true;
  assert.equal(head('\x7fELF\x02', 'bin/bash'), true);
  assert.equal(head('MZ\x90\0', 'bin/node.exe'), true);
  assert.equal(head('\xcf\xfa\xed\xfe', 'bin/java'), true);
  assert.equal(head('#!/bin/sh\n', 'usr/share/bash'), false);
  assert.equal(head('', 'bin/bash'), false);
  assert.equal(head('go1.22.3', 'usr/local/go/VERSION'), true);
  // All of a small file is seen, so that an excerpt of a program may be looked at; a script is none.
  const whole = (content: string): boolean | undefined =>
    executable.wantsHead?.(Buffer.from(content), 'bin/bash', { size: content.length, mode: 0o755 });
  assert.equal(whole(bash), true);
  assert.equal(whole(`#!/bin/sh\n# ${bash}`), false);
  assert.equal(whole(''), false);
});

test('names of programs, and names like them', () => {
  const names = (path: string): readonly string[] => programsNamed(path).map(({ name }) => name);
  assert.deepEqual(names('usr/bin/python3.11'), ['python']);
  assert.deepEqual(names('usr/lib/libpython3.7m.so.1.0'), ['python']);
  assert.deepEqual(names('lib/libcrypto.so.3'), ['openssl']);
  assert.deepEqual(names('opt/libavcodec-9aae324f.so.59.37.100'), ['ffmpeg']);
  for (const path of ['bin/pythonw', 'usr/lib/python.py', 'libcrypto.txt', 'java/x', 'go', ''])
    assert.deepEqual(names(path), [], path);
});

test('pieces of any size tell what the whole file tells', () => {
  const filler = 'x'.repeat(5000);
  const content = Buffer.from(
    `${filler}\0PostgreSQL 15.8 (Debian 15.8-0)\0${filler}${'\0'.repeat(700)}`,
    'latin1',
  );
  for (const size of [1, 7, reach - 1, 1000, 5010, 5020, 100_000]) {
    const search = new ProgramSearch(programsNamed('bin/postgres'));
    for (let at = 0; at < content.length; at += size) search.push(content.subarray(at, at + size));
    assert.deepEqual(
      search.finish().map(({ version }) => version),
      ['15.8'],
      String(size),
    );
  }
});

test('every clue looks no further than it may', () => {
  for (const { name, clues, files } of programs) {
    assert.ok(files.length > 0 && clues.length > 0, name);
    for (const { beside = [], before = 64, after = 64, version } of clues) {
      assert.ok(before <= reach && after <= reach, name);
      for (const literal of beside) assert.ok(literal.length <= reach - after + 64, name);
      assert.equal(version.flags, '', name);
      assert.doesNotMatch(version.source, /(?<!\\)[+*](?!\$)[^)]*\)[+*{]/, `${name}: ${version}`);
    }
  }
});

test('a file made of nothing but beginnings ends', () => {
  const content = Buffer.alloc(3_000_000, '0');
  const search = new ProgramSearch(programs);
  search.push(content);
  search.push(Buffer.from('PostgreSQL '.repeat(100_000)));
  assert.deepEqual(search.finish(), []);
});

test('damaged programs are read to their end', () => {
  const seeds = rows.map(([, content]) => Buffer.from(content, 'latin1'));
  fuzz(seeds, (bytes) => {
    const search = new ProgramSearch(programs);
    search.push(bytes);
    for (const { version } of search.finish()) assert.match(version, /^[\w.+-]*$/);
  });
});
