import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { FormatError } from './errors.ts';
import { parseStarlark } from './starlark.ts';
import type { StarlarkExpression } from './starlark.ts';

function shown(value: StarlarkExpression): unknown {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'list':
      return value.items.map(shown);
    case 'name':
      return `$${value.name}`;
    case 'sum':
      return { sum: value.parts.map(shown) };
    case 'call':
      return {
        call: value.callee,
        with: value.positional.map(shown),
        ...Object.fromEntries([...value.named].map(([name, one]) => [name, shown(one)])),
      };
    default:
      return undefined;
  }
}

const rows: readonly (readonly [string, readonly unknown[]])[] = [
  ['', []],
  ['# comment\n\n', []],
  ['a = "x"', [['a', 'x']]],
  ["a = 'x' \"y\" r'z' # z\n", [['a', 'xyz']]],
  ['a = """x\n"y" """', [['a', 'x\n"y" ']]],
  ['a = "x\\"y\\\\"', [['a', 'x"y\\']]],
  ['a = b.c + ["x", "y",] + (\n"z"\n)', [['a', { sum: ['$b.c', ['x', 'y'], 'z'] }]]],
  [
    'f(1, x = "y", z = [n for n in m], w = {"a": "b"}, v)',
    [[undefined, { call: 'f', with: [undefined, '$v'], x: 'y', z: [undefined], w: undefined }]],
  ],
  ['a.b(\n  "x",\n)', [[undefined, { call: 'a.b', with: ['x'] }]]],
  ['def f(x):\n    a = "no"\n    return g("no")\nb = "yes"', [['b', 'yes']]],
  ['a == b\nc += "d"\nif x: y()\nlast()', [[undefined, { call: 'last', with: [] }]]],
  ['a = "x" \\\n  + "y"', [['a', { sum: ['x', 'y'] }]]],
];

for (const [text, expected] of rows) {
  test(`statements of ${JSON.stringify(text)}`, () => {
    const found = parseStarlark(text, 'it').map(({ target, value }) => [target, shown(value)]);
    assert.deepEqual(found, expected);
  });
}

test('lines of texts and calls', () => {
  const [, call] = parseStarlark('a = """x\ny"""\nf(\n  "z",\n)', 'it');
  assert.ok(call?.value.kind === 'call');
  assert.equal(call.value.line, 3);
  const [item] = call.value.positional;
  assert.equal(item?.kind === 'text' && item.line, 4);
});

for (const [text, line] of [
  ['f(', 1],
  ['\n)', 2],
  ['f(1]', 1],
  ['a = "x\n"', 1],
  ['a = """x', 1],
  [`a = ${'['.repeat(100)}${']'.repeat(100)}`, 1],
] as const) {
  test(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
    assert.throws(
      () => parseStarlark(text, 'it'),
      (error) => error instanceof FormatError && error.line === line,
    );
  });
}

test('mutations of build files throw nothing but errors of the house', () => {
  const fixtures = rows.map(([text]) => Buffer.from(text));
  fuzz(fixtures, (bytes) => parseStarlark(Buffer.from(bytes).toString(), 'it'));
});
