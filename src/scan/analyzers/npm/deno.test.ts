import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { AnalyzerResult } from '../contract.ts';
import { denoSource } from './deno-source.ts';
import { denoConfiguration, denoLock } from './deno.ts';

const version4 = `{
  "version": "4",
  "specifiers": { "npm:a@1": "1.0.0", "jsr:@s/p@^1": "1.0.2" },
  "jsr": {
    "@s/p@1.0.2": { "integrity": "x", "dependencies": ["npm:a@1"] }
  },
  "npm": {
    "a@1.0.0": { "integrity": "x", "dependencies": ["b", "c@2.0.0"] },
    "b@3.0.0_c@2.0.0": { "integrity": "x" },
    "c@2.0.0": { "integrity": "x" },
    "nothing": {}
  },
  "workspace": { "members": { "m": { "dependencies": ["jsr:@s/p@^1"] } } }
}`;

const version3 = `{
  "version": "3",
  "packages": {
    "specifiers": { "npm:a@1": "npm:a@1.0.0" },
    "npm": {
      "a@1.0.0": { "dependencies": { "b": "b@3.0.0" } },
      "b@3.0.0": {}
    }
  },
  "remote": { "https://x.example/mod.ts": "00" }
}`;

const version2 = `{"version":"2","npm":{"specifiers":{"a@1":"a@1.0.0"},"packages":{"a@1.0.0":{}}}}`;

const source = `import chalk from "npm:chalk@5.3.0";
import {
  join,
} from 'jsr:@std/path@^1/posix';
const later = await import( "npm:@s/lazy" );
import type { X } from "./local.ts";
// from node:fs
const text = "npm:never@1.0.0";
`;

function brief({ packages }: AnalyzerResult): unknown[] {
  return (packages ?? []).map((one) => [
    `${one.type} ${one.name}@${one.version}`,
    one.relationship ?? '',
    one.dependsOn ?? one.requirement ?? [],
    one.lines?.startLine ?? 0,
  ]);
}

test('lockfiles of every version: packages of both registries, parts, needs and lines', () => {
  const { problems } = denoLock.read(readerOf('deno.lock', version4));
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['LOCKFILE_INVALID'],
  );
  assert.deepEqual(brief(denoLock.read(readerOf('deno.lock', version4))), [
    ['npm a@1.0.0', 'indirect', ['b@3.0.0', 'c@2.0.0'], 8],
    ['npm b@3.0.0', 'indirect', [], 9],
    ['npm c@2.0.0', 'indirect', [], 10],
    ['jsr @s/p@1.0.2', 'direct', ['a@1.0.0'], 5],
  ]);
  assert.deepEqual(brief(denoLock.read(readerOf('deno.lock', version3))), [
    ['npm a@1.0.0', 'direct', ['b@3.0.0'], 6],
    ['npm b@3.0.0', 'indirect', [], 7],
  ]);
  assert.deepEqual(brief(denoLock.read(readerOf('deno.lock', version2))), [
    ['npm a@1.0.0', 'indirect', [], 1],
  ]);
});

test('configurations: imports and scopes of the two registries only', () => {
  const text = `{
    // comment
    "imports": { "a": "npm:a@1.2.3", "p": "jsr:@s/p@^1/x", "l": "./l.ts", "u": "https://x.example" },
    "scopes": { "x/": { "b": "npm:b" } },
  }`;
  assert.deepEqual(brief(denoConfiguration.read(readerOf('deno.jsonc', text))), [
    ['npm a@1.2.3', 'direct', [], 0],
    ['jsr @s/p@', 'direct', '^1', 0],
    ['npm b@', 'direct', [], 0],
  ]);
});

test('sources: imports with a registry, with their lines', () => {
  assert.deepEqual(brief(denoSource.read(readerOf('a.ts', source))), [
    ['npm chalk@5.3.0', 'direct', [], 1],
    ['jsr @std/path@', 'direct', '^1', 4],
    ['npm @s/lazy@', 'direct', [], 5],
  ]);
  for (const none of ['import "./npm.ts"', 'const x = "from npm:a"', `from${' '.repeat(50_000)}`])
    assert.deepEqual(denoSource.read(readerOf('a.ts', none)).packages ?? [], []);
});

test('what is none of them is refused, and near misses are not wanted', () => {
  for (const analyzer of [denoLock, denoConfiguration])
    for (const [text, code] of [
      ['[]', 'LOCKFILE_INVALID'],
      ['{', 'JSON_INVALID'],
    ] as const)
      assert.throws(() => analyzer.read(readerOf('x', text)), { code });
  const stat = { size: 100, mode: 0o644 };
  for (const [analyzer, other] of [
    [denoLock, 'xdeno.lock'],
    [denoLock, 'node_modules/a/deno.lock'],
    [denoConfiguration, 'deno.json5'],
    [denoConfiguration, 'node_modules/a/deno.json'],
    [denoSource, 'a.js'],
    [denoSource, 'node_modules/a/index.d.ts'],
  ] as const)
    assert.equal(analyzer.wants(other, stat), false, other);
  // Video streams have the same ending.
  assert.equal(denoSource.wants('a.ts', { size: 10 * 2 ** 20, mode: 0o644 }), false);
});

test('fuzz deno', () => {
  fuzz(
    [version4, version3, version2].map((text) => Buffer.from(text)),
    (bytes) => {
      denoLock.read(readerOf('deno.lock', bytes));
      denoConfiguration.read(readerOf('deno.json', bytes));
    },
  );
  fuzz([Buffer.from(source)], (bytes) => denoSource.read(readerOf('a.ts', bytes)));
});
