import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildElf, goBuildInfo, goFunctionTable } from '../../../../test/kit/elf.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { holdsGoSymbol, packedPath } from '../../../formats/go-symbols.ts';
import type { FoundPackage } from '../contract.ts';
import { goBinary } from './go-binary.ts';

const modules = `path\texample.com/app/cmd/app
mod\texample.com/app\tv1.5.0\t
dep\texample.com/one\tv1.0.0\th1:x=
dep\texample.com/one/nested\tv2.0.0\th1:x=
dep\texample.com/two\tv0.2.0
=>\texample.com/fork\tv0.2.1\th1:y=
dep\texample.com/three\tv3.0.0
=>\t./three\t(devel)\t
build\tGOARCH=amd64
build\tGOOS=linux
build\tvcs.revision=0123abc
build\tvcs.modified=true
`;
const names = [
  'main.main',
  'example.com/app/internal.Run',
  'example.com/one.(*T).Read',
  'example.com/one/nested/sub.Use',
  'example.com/two/part.Do',
  'net/http.(*Server).Serve',
  'vendor/golang.org/x/net/idna.New',
];

function program(version: string, text: string, functions?: readonly string[]): Buffer {
  const info = { name: '.go.buildinfo', content: goBuildInfo(version, text), writable: true };
  return buildElf(
    functions === undefined
      ? [info]
      : [{ name: '.gopclntab', content: goFunctionTable(functions) }, info],
  );
}

function found(bytes: Uint8Array): readonly FoundPackage[] {
  return goBinary.read(readerOf('usr/bin/app', bytes)).packages ?? [];
}

function symbolsOf(packages: readonly FoundPackage[], name: string): readonly string[] | undefined {
  const symbols = packages.find((one) => one.name === name)?.qualifiers?.['symbols'];
  return Array.isArray(symbols) ? (symbols as readonly string[]) : undefined;
}

test('a Go program tells its modules, replacements and the standard library', () => {
  const packages = found(program('go1.22.3 X:boringcrypto', modules, names));
  assert.deepEqual(
    packages.map(({ name, version, relationship }) => `${name}@${version} ${relationship}`),
    [
      'example.com/app@v1.5.0 root',
      'example.com/one@v1.0.0 unknown',
      'example.com/one/nested@v2.0.0 unknown',
      'example.com/fork@v0.2.1 unknown',
      'example.com/three@ unknown',
      'stdlib@1.22.3 direct',
    ],
  );
  assert.equal(packages[0]?.qualifiers?.['revision'], '0123abc');
  assert.equal(packages[0]?.qualifiers?.['modified'], 'true');
  assert.equal(packages[1]?.qualifiers?.['goos'], 'linux');
});

test('each package of the program belongs to the module with the longest path', () => {
  const packages = found(program('go1.22.3', modules, names));
  const rows: readonly [string, readonly string[]][] = [
    ['example.com/app', ['example.com/app/cmd/app', 'example.com/app/internal']],
    ['example.com/one', ['example.com/one']],
    ['example.com/one/nested', ['example.com/one/nested/sub']],
    // What was replaced is named as the module that took its place.
    ['example.com/fork', ['example.com/fork/part']],
    ['example.com/three', []],
    ['stdlib', ['net/http', 'vendor/golang.org/x/net/idna']],
  ];
  for (const [name, paths] of rows)
    assert.deepEqual(symbolsOf(packages, name)?.map(packedPath), paths, name);
  const http = symbolsOf(packages, 'stdlib')?.[0] ?? '';
  assert.ok(holdsGoSymbol(http, 'Server.Serve'));
  assert.ok(!holdsGoSymbol(http, 'Server.Close'));
});

test('a program without its table of functions leaves open what it contains', () => {
  const packages = found(program('go1.22.3', modules));
  assert.equal(symbolsOf(packages, 'stdlib'), undefined);
});

test('versions that are none stay open; the tools of Go count as the toolchain', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    ['go1.21rc2', 'path\ta\nmod\ta\t(devel)\t\n', ['a@', 'stdlib@1.21rc2']],
    ['devel go1.23-abcdef', 'path\ta\nmod\ta\tv0.1.0\t\n', ['a@v0.1.0', 'stdlib@']],
    ['go1.19.8', 'path\tcmd/go\n', ['cmd/go@', 'stdlib@1.19.8', 'toolchain@1.19.8']],
    ['go1.19.8', 'path\tcmd/gopher\n', ['cmd/gopher@', 'stdlib@1.19.8']],
    ['go1.19.8', '', ['stdlib@1.19.8']],
  ];
  for (const [version, text, expected] of rows) {
    assert.deepEqual(
      found(program(version, text)).map((one) => `${one.name}@${one.version}`),
      expected,
      `${version} ${text}`,
    );
  }
});

test('other programs are wanted and tell nothing; scripts and small files are not wanted', () => {
  assert.deepEqual(
    goBinary.read(readerOf('usr/bin/ls', buildElf([{ name: '.text', content: Buffer.from('x') }]))),
    {},
  );
  const wants = (path: string, size: number, mode: number): boolean =>
    goBinary.wants(path, { size, mode });
  assert.ok(wants('usr/bin/app', 100_000, 0o755));
  assert.ok(wants('app.EXE', 100_000, 0o644));
  assert.ok(!wants('usr/share/doc/app', 100_000, 0o644));
  assert.ok(!wants('usr/bin/app', 4000, 0o755));
  const head = (text: string): boolean =>
    goBinary.wantsHead?.(Buffer.from(text, 'latin1'), 'x', { size: 100_000, mode: 0o755 }) ?? true;
  const large = (text: string): boolean =>
    goBinary.wantsHead?.(Buffer.from(text, 'latin1'), 'x', { size: 2 ** 30, mode: 0o755 }) ?? true;
  assert.ok(large('\x7fELF\x02 \x04\0\0\0Go\0\0'));
  assert.ok(!large('\x7fELF\x02 \x04\0\0\0GNU\0'), 'a large library is left alone');
  assert.deepEqual(['\x7fELF\x02', 'MZ\x90', '#!/bin/sh', ''].map(head), [
    true,
    true,
    false,
    false,
  ]);
});

test('reading Go programs survives mutations', () => {
  fuzz([program('go1.22.3', modules, names)], (bytes) => found(bytes));
});
