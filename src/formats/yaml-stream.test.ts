import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readYaml } from './yaml.ts';
import { limits } from '../model/index.ts';
import { listOf } from './json-values.ts';
import { yamlLexer, yamlStream } from './yaml-stream.ts';
import { readYamlTree } from './yaml-tree.ts';

/** Values as Go's sigs.k8s.io/yaml 1.4.0 reads them. */
const loose: readonly (readonly [text: string, value: unknown])[] = [
  ['k: "one\ntwo"', { k: 'one two' }],
  ["a:\n  k: 'one\ntwo'\n  l: 1", { a: { k: 'one two', l: 1 } }],
  ['a:\n  b:\n    k: "one\n\n  two"\nz: 1', { a: { b: { k: 'one\ntwo' } }, z: 1 }],
  ['- "one \\\n two"\n- x', ['one two', 'x']],
  ['k: "one\n# two"', { k: 'one # two' }],
  ['a:\n  k: "one\n- two\nl: 1"\n  m: 2', { a: { k: 'one - two l: 1', m: 2 } }],
  ['k: [a,\nb]', { k: ['a', 'b'] }],
  ['a:\n  k: [a, # c\nb\n] # d\n  l: 1', { a: { k: ['a', 'b'], l: 1 } }],
  ['a:\n  - k: {a: 1,\nb: 2}\n    l: 2', { a: [{ k: { a: 1, b: 2 }, l: 2 }] }],
  ['a:\n- [a\n  - b\n]', { a: [['a - b']] }],
  ['k: &x ["a\nb"]\nl: *x', { k: ['a b'], l: ['a b'] }],
];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('lines between quotes and brackets may stand at any column', () => {
  for (const [text, value] of loose) {
    const { documents, faults } = readYamlTree(text, 'a file');
    assert.deepEqual(faults, [], text);
    assert.deepEqual(plain(documents[0]?.value), value, text);
    assert.deepEqual(readYaml(text, 'a file').value, value, text);
  }
});

test('what is not well-formed stays refused, and the next document is read', () => {
  for (const text of [
    'k: [a,\n---\nl: 1',
    'k: one"\n  l: 1\n---\nl: 1',
    'k: [a\n  b: [c\n---\nl: 1',
    'a:\n  k: 1\n l: 2\n---\nl: 1',
    '"a\nb": 1\n---\nl: 1',
  ]) {
    const { documents, faults } = readYamlTree(text, 'a file');
    assert.equal(faults.length, 1, text);
    assert.deepEqual(plain(documents.at(-1)?.value), { l: 1 }, text);
  }
  for (const text of ['k: "one\n---\nl: 1', "k: 'one\n...\nl: 1", 'k: "one\n---\nl: "x"'])
    assert.notDeepEqual(readYamlTree(text, 'a file').faults, [], text);
});

test('every break that ends a line for Kubernetes ends a comment', () => {
  for (const end of ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029']) {
    const text = `a: 1 # note${end}hostNetwork: true # x${end}`;
    const tree = readYamlTree(text, 'a file');
    assert.deepEqual(plain(tree.documents[0]?.value), { a: 1, hostNetwork: true });
    const { offset } = tree.documents[0]?.entry(['hostNetwork'])?.key?.start ?? {};
    assert.equal(offset, text.indexOf('host'));
    assert.deepEqual(
      tree.comments().map((comment) => comment.text),
      ['# note', '# x'],
    );
  }
  assert.deepEqual(plain(readYamlTree('a: "x\\ry"', 'a file').documents[0]?.value), { a: 'x\ry' });
  assert.deepEqual(plain(readYamlTree('a: xry', 'a file').documents[0]?.value), { a: 'xry' });
});

test('a number beyond all numbers is a text', () => {
  const [document] = readYamlTree('[1e3443, -1e999, 1e3, 0644]', 'a file').documents;
  assert.deepEqual(document?.value, ['1e3443', '-1e999', 1000, 420]);
  assert.deepEqual(readYamlTree('.inf', 'a file').documents[0]?.value, Number.POSITIVE_INFINITY);
});

test('faults that follow the first of a document are not kept', () => {
  for (const text of [']', '}', '] ', 'a: ]\n', '*a ', '&a ', '"\\q"', 'a: !x !y\n'].map((one) =>
    one.repeat(20_000),
  )) {
    const errors = [...yamlStream(text, {}, true)].map((document) => document.errors.length);
    assert.ok(
      errors.length > 0 && errors.every((count) => count > 0 && count < 10),
      `${errors[0]}`,
    );
  }
  const two = [...yamlStream('a: ]\n---\nb: }\n', {})];
  assert.deepEqual(
    two.map((document) => document.errors.length > 0),
    [true, true],
  );
});

test('a text of millions of small parts is refused before it fills the memory', () => {
  const item = '- {a: b, c: d}\n';
  const most = Math.floor(limits.yaml_lexemes.value / 15);
  assert.throws(() => readYamlTree(item.repeat(most * 2), 'a file'), {
    code: 'LIMIT_YAML_LEXEMES',
  });
  assert.throws(() => readYaml(item.repeat(most * 2), 'a file'), { code: 'LIMIT_YAML_LEXEMES' });
  let parts = 0;
  for (const _ of yamlLexer().lex(item)) parts += 1;
  assert.ok(parts >= 15, `${parts}`);
  assert.equal(listOf(readYaml(item.repeat(2_000), 'a file').value).length, 2_000);
});
