import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { readYaml } from './yaml.ts';

test('readYaml() gives plain data and the line of every part', () => {
  const { value, lineOf } = readYaml(
    '# head\na:\n  - id: 1\n    when: 2026-01-01\n  - x\n',
    'a file',
  );
  assert.deepEqual(value, { a: [{ id: 1, when: '2026-01-01' }, 'x'] });
  assert.equal(lineOf(['a']), 2);
  assert.equal(lineOf(['a', 0]), 3);
  assert.equal(lineOf(['a', 0, 'when']), 4);
  assert.equal(lineOf(['a', 1]), 5);
  assert.equal(lineOf(['a', 7]), undefined);
  assert.equal(lineOf(['b', 'c']), undefined);
});

test('readYaml() refuses what is not one well-formed document', () => {
  const laughs = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
    .concat(
      'bcdefgh'
        .split('')
        .map((name, at) => `${name}: &${name} [${`*${'abcdefg'[at]},`.repeat(10)}]`),
    )
    .join('\n');
  for (const text of ['a: [1', 'a: 1\na: 2', '--- 1\n--- 2', '- *a\n- &a 1', '&a [*a]', '\t- a']) {
    assert.throws(() => readYaml(text, 'a file'), FormatError, text);
  }
  assert.throws(() => readYaml(laughs, 'a file'), LimitError);
  assert.throws(() => readYaml('['.repeat(100_000), 'a file'), LimitError);
  assert.throws(() => readYaml('- '.repeat(100_000), 'a file'), LimitError);
});

test('readYaml() bounds what nests, and nothing that only looks like it', () => {
  const brackets = '['.repeat(5000);
  const wide = ' '.repeat(5000);
  for (const text of [
    `a: "${brackets}"`,
    `a: '${brackets}'`,
    `a: ${'{'.repeat(1)}b: "${brackets}"}`,
    `# ${brackets}\na: 1`,
    `a: |\n  ${brackets}\nb: 1`,
    `a: >\n${wide}x\n`,
    `a:\n${wide}b: 1`,
    `a: x${brackets}`,
  ])
    assert.ok(readYaml(text, 'a file').value, text.slice(0, 20));
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const steps = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  const most = limits.json_depth.value;
  const tooDeep = { code: 'LIMIT_JSON_DEPTH' };
  for (const nested of [deep, steps, (levels: number) => '- '.repeat(levels)]) {
    assert.ok(readYaml(nested(most - 2), 'a file').value);
    assert.throws(() => readYaml(nested(most + 3), 'a file'), tooDeep);
    assert.throws(() => readYaml(nested(5000), 'a file'), tooDeep);
  }
});

test('readYaml() gives what an alias stands for: the last anchor of its name before it', () => {
  const { value } = readYaml('- &a 1\n- *a\n- &c {*a : &b [x]}\n- *c\n- *b\n', 'a file');
  assert.deepEqual(value, [1, 1, { 1: ['x'] }, { 1: ['x'] }, ['x']]);
  const keys = readYaml('? [1, {a: b}]\n: 1\n? &a {c: d}\n: 2\n? *a\n: 3\n~: 4\n', 'a file').value;
  assert.deepEqual(keys, { '[1, {a: b}]': 1, '{c: d}': 2, '*a': 3, '': 4 });
  // Each alias was looked for through all before it.
  const many = readYaml('- &a x\n- *a\n'.repeat(30_000), 'a file').value;
  assert.equal(Array.isArray(many) && many.length, 60_000);
});

test('readYaml() keeps a foreign key from reaching the prototype', () => {
  const { value } = readYaml('__proto__: {polluted: yes}\nconstructor: 1\n', 'a file');
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('readYaml() survives any bytes', () => {
  const fixtures = [
    'x: &a [1, &b {c: d}]\ny: *a\n? *b\n: {*a : *b, <<: *b}\n',
    'a:\n  - id: "x"\n    b: {c: [1, 2], d: *e}\n',
    '- &e |\n  text\n- !!binary aGk=\n',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => readYaml(Buffer.from(bytes).toString(), 'a file'),
  );
});
