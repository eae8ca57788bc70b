import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FoundPackage } from '../contract.ts';
import { npmLock } from './npm-lock.ts';
import { packageJson } from './package-json.ts';

const path = 'app/package-lock.json';
const stat = { size: 1, mode: 0o644 };

const modern = `{
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "app", "dependencies": { "a": "^1", "tool": "*" }, "devDependencies": { "d": "1" } },
    "node_modules/a": { "version": "1.0.0", "dependencies": { "b": "^2" }, "license": "MIT" },
    "node_modules/a/node_modules/b": {
      "version": "2.5.0"
    },
    "node_modules/b": { "version": "1.0.0", "dev": true },
    "node_modules/d": { "version": "4.0.0", "dev": true, "dependencies": { "b": "1" } },
    "node_modules/alias": { "name": "@real/thing", "version": "7.0.0", "optional": true },
    "node_modules/tool": { "resolved": "packages/tool", "link": true },
    "packages/tool": { "version": "0.1.0", "dependencies": { "b": "*" } }
  }
}`;

const old = `{
  "lockfileVersion": 1,
  "dependencies": {
    "a": {
      "version": "1.0.0",
      "requires": { "b": "^2", "c": "*" },
      "dependencies": {
        "b": { "version": "2.5.0" }
      }
    },
    "b": { "version": "1.0.0", "dev": true },
    "c": { "version": "npm:@real/c@3.0.0" },
    "g": { "version": "git+ssh://git@x.example/g.git#0123" },
    "__proto__": { "version": "6.6.6" },
    "constructor": { "version": "1.0.0", "requires": { "toString": "1", "b": "1" } }
  }
}`;

function read(text: string): ReadonlyMap<string, FoundPackage> {
  const { packages } = npmLock.read(readerOf(path, text));
  return new Map((packages ?? []).map((one) => [`${one.name}@${one.version}`, one]));
}

test('versions 2 and 3: folders, links, aliases, nearness and what each needs', () => {
  const found = read(modern);
  assert.deepEqual(
    [...found].map(([id, { relationship, dev, optional, dependsOn }]) => [
      id,
      relationship,
      dev,
      optional,
      dependsOn,
    ]),
    [
      ['a@1.0.0', 'direct', undefined, undefined, ['b@2.5.0']],
      ['b@2.5.0', 'indirect', undefined, undefined, undefined],
      ['b@1.0.0', 'indirect', true, undefined, undefined],
      ['d@4.0.0', 'direct', true, undefined, ['b@1.0.0']],
      ['@real/thing@7.0.0', 'indirect', undefined, true, undefined],
      ['tool@0.1.0', 'workspace', undefined, undefined, ['b@1.0.0']],
    ],
  );
  assert.deepEqual(found.get('b@2.5.0')?.lines, { startLine: 6, endLine: 8 });
  assert.deepEqual(found.get('a@1.0.0')?.licenses, ['MIT']);
});

test('version 1: nested tree, aliases, addresses, names of the prototype', () => {
  const found = read(old);
  assert.deepEqual([...found.keys()].toSorted(), [
    '@real/c@3.0.0',
    '__proto__@6.6.6',
    'a@1.0.0',
    'b@1.0.0',
    'b@2.5.0',
    'constructor@1.0.0',
    'g@',
  ]);
  assert.deepEqual(found.get('a@1.0.0')?.dependsOn, ['b@2.5.0', '@real/c@3.0.0']);
  assert.deepEqual(found.get('constructor@1.0.0')?.dependsOn, ['b@1.0.0']);
  assert.equal(found.get('g@')?.requirement, 'git+ssh://git@x.example/g.git#0123');
  assert.deepEqual(found.get('a@1.0.0')?.lines, { startLine: 4, endLine: 10 });
  assert.deepEqual(found.get('b@2.5.0')?.lines, { startLine: 8, endLine: 8 });
});

test('a package that ships somewhere is not for development only', () => {
  const text = `{"packages":{"node_modules/a":{"version":"1","dev":true},"node_modules/b/node_modules/a":{"version":"1"}}}`;
  assert.equal(read(text).get('a@1')?.dev, undefined);
});

test('a link that leads nowhere is told, and nothing is guessed for it', () => {
  const text = `{"packages":{"node_modules/t":{"link":true,"resolved":"gone"},"x/t":{"version":"1"},"x/u":{"version":"2"}}}`;
  const { packages, problems } = npmLock.read(readerOf(path, text));
  assert.deepEqual(
    packages?.map(({ name }) => name),
    ['u'],
  );
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['LOCKFILE_INVALID'],
  );
});

test('names and versions beyond every registry are told and do not spread', () => {
  const long = 'x'.repeat(5000);
  for (const text of [
    JSON.stringify({
      packages: { [`node_modules/${long}`]: { version: '1' }, 'node_modules/a': { version: '1' } },
    }),
    JSON.stringify({
      packages: { 'node_modules/b': { version: long }, 'node_modules/a': { version: '1' } },
    }),
    JSON.stringify({
      dependencies: { b: { version: long }, a: { version: '1', requires: { b: '1' } } },
    }),
  ]) {
    const { packages, problems } = npmLock.read(readerOf(path, text));
    assert.deepEqual(
      [
        packages?.map(({ name }) => name),
        problems?.map(({ code }) => code),
        packages?.[0]?.dependsOn,
      ],
      [['a'], ['LOCKFILE_INVALID'], undefined],
    );
  }
});

test('what is no lockfile is refused', () => {
  for (const [text, code] of [
    ['', 'JSON_INVALID'],
    ['{', 'JSON_INVALID'],
    ['[]', 'LOCKFILE_INVALID'],
    ['null', 'LOCKFILE_INVALID'],
    [`${'{"a":'.repeat(600)}1${'}'.repeat(600)}`, 'LIMIT_JSON_DEPTH'],
  ] as const)
    assert.throws(() => npmLock.read(readerOf(path, text)), { code }, text.slice(0, 20));
});

test('lockfiles inside installed packages decide nothing', () => {
  for (const wanted of [
    'package-lock.json',
    'a/npm-shrinkwrap.json',
    'my_node_modules/package-lock.json',
  ])
    assert.ok(npmLock.wants(wanted, stat), wanted);
  for (const other of [
    'node_modules/package-lock.json',
    'a/node_modules/b/npm-shrinkwrap.json',
    'a/.package-lock.json',
    'xpackage-lock.json',
  ])
    assert.equal(npmLock.wants(other, stat), false, other);
});

test('installed packages: what counts and what does not', () => {
  for (const [file, text, names] of [
    ['node_modules/a/package.json', '{"name":"a","version":"1"}', ['a']],
    [
      'node_modules/@s/a/package.json',
      '{"name":"@s/a","version":" 1 ","license":{"type":"MIT"}}',
      ['@s/a'],
    ],
    ['app/package.json', '{"name":"a"}', []],
    ['app/package.json', '{"name":"","version":"1"}', []],
    ['app/package.json', '{"name":"<%= name %>","version":"1"}', []],
    ['app/package.json', '{"name":{"a":1},"version":1}', []],
    ['app/package.json', '{"name":"a","version":"1","publisher":"p","engines":{"vscode":"*"}}', []],
    ['app/package.json', '{"name":"a","version":"1","unity":"2020.1"}', []],
    ['node_modules/a/test/broken/package.json', '{', []],
  ] as const) {
    const { packages } = packageJson.read(readerOf(file, text));
    assert.deepEqual(
      (packages ?? []).map(({ name }) => name),
      names,
      text,
    );
  }
  for (const file of [
    'node_modules/a/package.json',
    'node_modules/@s/a/package.json',
    'app/package.json',
  ])
    assert.throws(() => packageJson.read(readerOf(file, '{')), { code: 'JSON_INVALID' }, file);
});

test('fuzz npm', () => {
  fuzz([Buffer.from(modern), Buffer.from(old)], (bytes) => {
    npmLock.read(readerOf(path, bytes));
  });
  fuzz([Buffer.from('{"name":"a","version":"1","licenses":[{"type":"MIT"},"X"]}')], (bytes) => {
    packageJson.read(readerOf('package.json', bytes));
  });
});
