import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFunction } from 'node:vm';
import { functionOf, refuseCycles } from '../scripts/pieces.ts';

const from = (...names: readonly string[]) =>
  names.map((name) => ({ path: `dist/${name}.js`, kind: 'import-statement' as const }));

/** Runs a chunk as the built program does. */
async function valueOf(
  text: string,
  output: Parameters<typeof functionOf>[2],
  pieces: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const body = await functionOf('chunk', text, output);
  const make = compileFunction(body, ['$piece', '$lazy', 'require']) as (
    piece: (name: string) => unknown,
    ...builtin: readonly unknown[]
  ) => unknown;
  const builtin = (name: string): unknown => process.getBuiltinModule(name);
  return make((name) => pieces[name], builtin, builtin);
}

test('a chunk becomes a function of the chunks it needs', async () => {
  const text = `import{one,two as other}from"./a.js";import"./b.js";import{readFileSync}from"node:fs";import{join}from"node:path";var sum=one+other,read=()=>typeof readFileSync,where=join("a","b");export{sum as default,read,where};`;
  const output = { imports: from('a', 'b'), exports: ['default', 'read', 'where'] };
  const value = (await valueOf(text, output, { a: { one: 1, two: 2 }, b: {} })) as {
    default: number;
    read: () => string;
    where: string;
  };
  assert.equal(value.default, 3);
  assert.equal(value.read(), 'function');
  assert.equal(value.where, 'a/b');
});

test('an import when it is reached becomes a piece when it is reached', async () => {
  const text = 'var later=()=>import("./a.js");export{later};';
  const output = {
    imports: [{ path: 'dist/a.js', kind: 'dynamic-import' as const }],
    exports: ['later'],
  };
  const asked: string[] = [];
  const pieces = new Proxy({}, { get: (_, name) => (asked.push(String(name)), { one: 1 }) });
  const { later } = (await valueOf(text, output, pieces)) as { later: () => Promise<unknown> };
  assert.deepEqual(asked, []);
  assert.deepEqual(await later(), { one: 1 });
  assert.deepEqual(asked, ['a']);
});

test('a chunk of another shape fails the build', async () => {
  const cases: readonly (readonly [string, Parameters<typeof functionOf>[2]])[] = [
    // Imports and exports that were not found, or are not in the list.
    ['import*as a from"./a.js";a.b();', { imports: from('a'), exports: [] }],
    ['import{a}from"./a.js";a();', { imports: [], exports: [] }],
    ['import{a}from"./a.js";import{b}from"./b.js";a(b);', { imports: from('a'), exports: [] }],
    ['var a=1;export{a};a();', { imports: [], exports: ['a'] }],
    ['var a=1,b=2;export{a};', { imports: [], exports: ['a', 'b'] }],
    // An export that changes after it was handed out.
    ['var a=1;function f(){a=2}export{a,f};', { imports: [], exports: ['a', 'f'] }],
    ['var a=1;function f(){a++}export{a,f};', { imports: [], exports: ['a', 'f'] }],
    ['var a;function f(){a??=[];a=[]}export{a,f};', { imports: [], exports: ['a', 'f'] }],
    // What only a module has.
    ['var a=import.meta.url;export{a};', { imports: [], exports: ['a'] }],
    ['var a=()=>import("./b.js");export{a};', { imports: [], exports: ['a'] }],
  ];
  for (const [text, output] of cases)
    await assert.rejects(functionOf('chunk', text, output), /Cannot bundle|Transform failed/, text);
});

test('chunks in a circle fail the build', () => {
  const chunk = (...names: readonly string[]) => ({ imports: from(...names), exports: [] });
  refuseCycles(
    new Map([
      ['a', chunk('b', 'c')],
      ['b', chunk('c')],
      ['c', chunk()],
    ]),
  );
  assert.throws(
    () =>
      refuseCycles(
        new Map([
          ['a', chunk('b')],
          ['b', chunk('c')],
          ['c', chunk('a')],
        ]),
      ),
    /Cannot bundle/,
  );
});
