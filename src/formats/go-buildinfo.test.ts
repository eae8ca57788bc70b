import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  baseAddress,
  buildElf,
  firstSection,
  goBuildInfo,
  goFunctionTable,
} from '../../test/kit/elf.ts';
import { fuzz } from '../../test/kit/fuzz.ts';
import { buildPe } from '../../test/kit/pe.ts';
import { isExecutable, openExecutable } from './executable.ts';
import { goFunctionNames, readGoBuildInfo } from './go-buildinfo.ts';
import {
  codesOfGoNames,
  goSymbol,
  holdsGoSymbol,
  joinGoSymbols,
  packGoSymbols,
} from './go-symbols.ts';

const modules = [
  'path\texample.com/app/cmd/app',
  'mod\texample.com/app\t(devel)\t',
  'dep\texample.com/one\tv1.0.0\th1:x=',
  'dep\texample.com/two\tv0.2.0',
  '=>\texample.com/fork\tv0.2.1\th1:y=',
  'dep\texample.com/three\tv3.0.0',
  '=>\t./three\t(devel)\t',
  'build\tGOOS=linux',
  'build\t-ldflags="-X main.version=1 -s"',
  'build\t"odd=key"=`raw value`',
  '',
].join('\n');
const info = { name: '.go.buildinfo', content: goBuildInfo('go1.22.3', modules), writable: true };
const table = {
  name: '.gopclntab',
  content: goFunctionTable(['main.main', 'example.com/one.(*T).Read', 'type:.eq.x']),
};

function packedNames(names: Uint8Array): string[] {
  return [...codesOfGoNames(names)].map(([path, codes]) => `${path}#${codes}`);
}

/** The same the plain way: every name taken apart alone. */
function packedPlainly(names: Uint8Array): string[] {
  const found = new Map<string, Set<string>>();
  for (const name of Buffer.from(names).toString('latin1').split('\0')) {
    const symbol = name.length < 2000 ? goSymbol(name) : undefined;
    if (symbol === undefined) continue;
    found.set(symbol.path, (found.get(symbol.path) ?? new Set()).add(symbol.symbol));
  }
  return [...found].map(([path, symbols]) => packGoSymbols(path, symbols));
}

test('build information is found by section, and by segment where there is no section table', () => {
  for (const stripped of [false, true]) {
    const program = openExecutable(buildElf([table, info], stripped), 'x');
    const found = readGoBuildInfo(program, 'x');
    assert.equal(found?.goVersion, 'go1.22.3');
    assert.equal(found.path, 'example.com/app/cmd/app');
    assert.deepEqual(found.main, { path: 'example.com/app', version: '(devel)' });
    assert.deepEqual(
      found.dependencies.map(({ path, version, replacement }) => [
        path,
        version,
        replacement?.path,
        replacement?.version,
      ]),
      [
        ['example.com/one', 'v1.0.0', undefined, undefined],
        ['example.com/two', 'v0.2.0', 'example.com/fork', 'v0.2.1'],
        ['example.com/three', 'v3.0.0', './three', '(devel)'],
      ],
    );
    assert.deepEqual(
      [...found.settings],
      [
        ['GOOS', 'linux'],
        ['-ldflags', '-X main.version=1 -s'],
        ['odd=key', 'raw value'],
      ],
    );
    assert.deepEqual(packedNames(goFunctionNames(program) ?? new Uint8Array()), [
      packGoSymbols('main', ['main']),
      packGoSymbols('example.com/one', ['T.Read']),
    ]);
  }
});

test('build information of Go before 1.18 is followed through pointers', () => {
  const text = Buffer.from(`${'0'.repeat(16)}path\tmain\n${'0'.repeat(16)}`);
  const version = Buffer.from('go1.16.5');
  const data = Buffer.alloc(64);
  data.write('\u00ff Go buildinf:', 0, 'latin1');
  data[14] = 8;
  const at = BigInt(baseAddress + firstSection);
  data.writeBigUInt64LE(at + 32n, 16);
  data.writeBigUInt64LE(at + 48n, 24);
  data.writeBigUInt64LE(at + 64n, 32);
  data.writeBigUInt64LE(BigInt(version.length), 40);
  data.writeBigUInt64LE(at + 80n, 48);
  data.writeBigUInt64LE(BigInt(text.length), 56);
  const content = Buffer.concat([data, version, Buffer.alloc(8), text]);
  const elf = buildElf([{ name: '.go.buildinfo', content, writable: true }]);
  const found = readGoBuildInfo(openExecutable(elf, 'x'), 'x');
  assert.deepEqual([found?.goVersion, found?.path, found?.hasModules], ['go1.16.5', 'main', true]);
});

test('other programs, and programs without their tables, tell nothing', () => {
  const magic = Buffer.from('\u00ff Go buildinf:', 'latin1');
  const rows: readonly [string, Buffer][] = [
    ['no Go program', buildElf([{ name: '.data', content: Buffer.from('x'), writable: true }])],
    [
      'the magic in another place',
      buildElf([
        { name: '.data', content: Buffer.concat([Buffer.from('x'), magic]), writable: true },
      ]),
    ],
    ['the magic alone', buildElf([{ name: '.data', content: magic, writable: true }])],
    ['Windows', buildPe({ texts: {} })],
  ];
  for (const [name, bytes] of rows) {
    const program = openExecutable(bytes, 'x');
    assert.equal(readGoBuildInfo(program, 'x'), undefined, name);
    assert.equal(goFunctionNames(program), undefined, name);
  }
  assert.ok(!isExecutable(Buffer.from('#!/bin/sh')));
});

test('names of the linker are taken apart', () => {
  const rows: readonly [string, string, string][] = [
    ['main.main', 'main', 'main'],
    ['net/http.(*Server).Serve', 'net/http', 'Server.Serve'],
    ['net/http.Header.Get', 'net/http', 'Header.Get'],
    ['net/http.(*Server).Serve.func1', 'net/http', 'Server.Serve'],
    ['net/http.(*Server).Serve-fm', 'net/http', 'Server.Serve'],
    ['net/http.init.0', 'net/http', 'init'],
    ['net/http.Serve.func1.2', 'net/http', 'Serve'],
    ['net/http.Serve.gowrap1', 'net/http', 'Serve'],
    ['gopkg.in/yaml%2ev2.Unmarshal', 'gopkg.in/yaml.v2', 'Unmarshal'],
    ['example.com/a.v1/b.F', 'example.com/a.v1/b', 'F'],
    ['slices.Sort[go.shape.[]example.com/x.T,go.shape.int]', 'slices', 'Sort'],
    ['example.com/g.(*List[...]).Push', 'example.com/g', 'List.Push'],
  ];
  for (const [name, path, symbol] of rows) assert.deepEqual(goSymbol(name), { path, symbol }, name);
  for (const name of [
    'type:.eq.example.com/x.T',
    'type..eq.io/fs.PathError',
    'go:buildid',
    '',
    'nodot',
    '.hidden',
    'a.',
  ])
    assert.equal(goSymbol(name), undefined, name);
});

test('packed functions are found again, others hardly ever', () => {
  const names = Array.from({ length: 2000 }, (_, at) => `Type${at % 50}.Method${at}`);
  const packed = packGoSymbols('example.com/p', names);
  assert.ok(packed.length < names.join('').length);
  for (const name of names) assert.ok(holdsGoSymbol(packed, name), name);
  const wrong = names.filter((name) => holdsGoSymbol(packed, `${name}x`));
  assert.ok(wrong.length <= 2, `${wrong.length} functions seem present that are not`);
  assert.ok(!holdsGoSymbol(packGoSymbols('example.com/p', []), 'A'));
});

test('names of one table are packed as each of them alone', () => {
  const paths = ['main', 'net/http', 'gopkg.in/yaml%2ev2', 'example.com/a.v1/b', 'type', 'go'];
  const rests = [
    'F',
    'G.func1',
    '(*T).M',
    '(*T).M.func1.2',
    'T.M-fm',
    'T.init.0',
    'T.gowrap12-x',
    'Map[go.shape.int].Get',
    '(*List[...]).Push',
    'x/y.Z',
    '.a',
    '..',
    'a.',
    'a..b',
    '(*).b',
    'a)b.c',
    '\u00fcber.M',
    `${'long'.repeat(600)}[int]`,
    '',
  ];
  // Every rest behind every path, twice in a row and mixed with names of the compiler.
  const names = paths.flatMap((path) =>
    rests.flatMap((rest) => [`${path}.${rest}`, `${path}.${rest}`, 'type:.eq.x.T', path]),
  );
  const bytes = Buffer.from(names.join('\0'), 'latin1');
  assert.deepEqual(packedNames(bytes), packedPlainly(bytes));
  assert.ok(packedNames(bytes).length >= paths.length - 1);
  // Of names beyond the limit only those with types in them are left out, so that none stands here.
  const short = names.filter((name) => name.length < 100).join('\0');
  fuzz([Buffer.from(short, 'latin1')], (mutated) => {
    assert.deepEqual(packedNames(mutated), packedPlainly(mutated));
  });
});

test('codes are the first 24 bits of FNV-1a in base64, in the order of their characters', () => {
  const code = (symbol: string): string => {
    const hash = [...Buffer.from(symbol, 'latin1')].reduce(
      (value, byte) => Math.imul(value ^ byte, 0x01000193),
      0x811c9dc5,
    );
    const folded = ((hash >>> 24) ^ hash) & 0xffffff;
    return Buffer.from([folded >>> 16, (folded >>> 8) & 0xff, folded & 0xff]).toString('base64');
  };
  const symbols = Array.from({ length: 5000 }, (_, at) => `F${at % 4990}`);
  const codes = [...new Set(symbols.map(code))].sort().join('');
  assert.equal(packGoSymbols('p', symbols), `p#${codes}`);
});

test('what two programs contain is told together', () => {
  const joined = joinGoSymbols(
    [packGoSymbols('p', ['A']), packGoSymbols('q', [])],
    [packGoSymbols('p', ['B'])],
  );
  assert.deepEqual(joined, [packGoSymbols('p', ['A', 'B']), 'q#']);
  const names = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, at) => `F${from + at}`);
  assert.deepEqual(
    joinGoSymbols([packGoSymbols('p', names(0, 60))], [packGoSymbols('p', names(40, 90))]),
    [packGoSymbols('p', names(0, 90))],
  );
  // Runs of any length, at either end: every pair of windows over the same names.
  for (let one = 0; one < 12; one += 1) {
    for (let other = 0; other < 12; other += 1) {
      const a = names(one, 12).filter((_, at) => at % 3 !== one % 3);
      const b = names(0, other).filter((_, at) => at % 2 !== other % 2);
      assert.deepEqual(joinGoSymbols([packGoSymbols('p', a)], [packGoSymbols('p', b)]), [
        packGoSymbols('p', [...a, ...b]),
      ]);
    }
  }
});

test('the readers of Go programs survive mutations', () => {
  fuzz([buildElf([table, info]), buildElf([table, info], true)], (bytes) => {
    if (!isExecutable(bytes)) return;
    const program = openExecutable(bytes, 'x');
    readGoBuildInfo(program, 'x');
    codesOfGoNames(goFunctionNames(program) ?? new Uint8Array());
  });
});
