import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { LimitError } from '../model/index.ts';
import { readYamlTree } from './yaml-tree.ts';
import type { YamlEntry, YamlTree, YamlTreeDocument } from './yaml-tree.ts';

function one(text: string): YamlTreeDocument & { readonly tree: YamlTree } {
  const tree = readYamlTree(text, 'a file');
  assert.deepEqual(tree.faults, []);
  const document = tree.documents[0];
  assert.ok(document);
  return Object.assign(Object.create(document) as YamlTreeDocument, { tree });
}

/** Objects of a tree inherit nothing; for comparison they become ordinary ones. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function told(text: string, entry: YamlEntry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const { start, end } = entry.value;
  return `${start.line}:${start.column} ${text.slice(start.offset, end.offset)}`;
}

test('readYamlTree() reads every document of a stream and tells those that are broken', () => {
  const tree = readYamlTree('a: 1\n---\nb: [1\n---\n# none\n---\nc: 3\n', 'the file "x"');
  assert.deepEqual(
    tree.documents.map(({ index, value }) => [index, plain(value)]),
    [
      [0, { a: 1 }],
      [2, null],
      [3, { c: 3 }],
    ],
  );
  assert.equal(tree.faults.length, 1);
  assert.match(tree.faults[0]?.message ?? '', /^Cannot read the file "x" \(line 4, column 1\): /);
  assert.equal(tree.faults[0]?.line, 4);
  assert.deepEqual(readYamlTree('', 'a file').documents, []);
  assert.deepEqual(readYamlTree('# only this\n', 'a file').documents, []);
});

test('entry() gives the exact extent of keys and values', () => {
  const text =
    '# head\na:   # c1\n  b: x # c2\n  # c3\n  k: |  # c4\n    text\n\n\n# c5\nl:\n  - {p: 1, q: [2, 3]}\n  - "s\n     t"\ne:\n';
  const { entry, nearest } = one(text);
  assert.equal(told(text, entry(['a', 'b'])), '3:6 x');
  assert.equal(told(text, entry(['a'])), '3:3 b: x # c2\n  # c3\n  k: |  # c4\n    text\n');
  assert.equal(told(text, entry(['l', 0, 'q'])), '11:15 [2, 3]');
  assert.equal(told(text, entry(['l', '0', 'q', 1])), '11:19 3');
  assert.equal(told(text, entry(['l', 1])), '12:5 "s\n     t"');
  assert.equal(told(text, entry(['l'])), '11:3 - {p: 1, q: [2, 3]}\n  - "s\n     t"');
  assert.deepEqual(entry(['a', 'b'])?.key, {
    start: { offset: 19, line: 3, column: 3 },
    end: { offset: 20, line: 3, column: 4 },
  });
  assert.equal(told(text, entry(['e'])), '14:3 ');
  assert.equal(entry(['e'])?.style, 'empty');
  assert.equal(entry(['a', 'k'])?.style, 'literal');
  assert.equal(entry(['l', 0])?.style, 'flow');
  assert.equal(entry(['l', 2]), undefined);
  assert.equal(entry(['a', 'b', 'c']), undefined);
  assert.equal(nearest(['a', 'x', 'y']).depth, 1);
  assert.equal(nearest(['a', 'x', 'y']).key?.start.line, 2);
  assert.equal(nearest(['zz']).depth, 0);
});

test('entry() finds what aliases and merge keys bring where it is written', () => {
  const text = [
    'x: &x {a: 1, b: [p, q]}',
    'y: &y',
    '  b: 2',
    '  <<: *x',
    'z:',
    '  <<: [*y, {c: 3}]',
    '  own: *x',
    'w: {<<: *x, a: 9}',
  ].join('\n');
  const { value, entry } = one(text);
  assert.deepEqual(plain(value), {
    x: { a: 1, b: ['p', 'q'] },
    y: { b: 2, a: 1 },
    z: { own: { a: 1, b: ['p', 'q'] }, b: 2, a: 1, c: 3 },
    w: { a: 9, b: ['p', 'q'] },
  });
  assert.equal(told(text, entry(['z', 'a'])), '1:11 1');
  assert.equal(entry(['z', 'a'])?.via?.start.line, 6);
  assert.equal(told(text, entry(['z', 'c'])), '6:16 3');
  assert.equal(told(text, entry(['z', 'own', 'b', 1])), '1:21 q');
  assert.deepEqual(entry(['z', 'own', 'b', 1])?.via?.start, { offset: 75, line: 7, column: 8 });
  assert.equal(told(text, entry(['z', 'own'])), '1:7 {a: 1, b: [p, q]}');
  assert.equal(told(text, entry(['w', 'a'])), '8:16 9');
  assert.equal(entry(['w', 'a'])?.via, undefined);
});

test('an alias means the last anchor before it, and never itself', () => {
  const { value } = one('- &a 1\n- *a\n- &a 2\n- *a\n- {*a : k}\n- "<<": *a\n');
  assert.deepEqual(plain(value), [1, 1, 2, 2, { 2: 'k' }, { '<<': 2 }]);
  for (const text of ['*a', '- *a\n- &a 1', 'a: &a [*a]', 'a: &a\n  <<: *a', 'a: {<<: 1}']) {
    const { documents, faults } = readYamlTree(text, 'a file');
    assert.deepEqual([documents.length, faults.length], [0, 1], text);
  }
});

test('scalars are read as Go reads them', () => {
  const text =
    '[0644, -010, 0o17, 0x1f, 1_000, 0b11, 089, "0644", 1.10, yes, y, 22:22, 2026-01-01, 1e3, ~, .5]';
  const values = one(text).value;
  assert.deepEqual(values, [
    420,
    -8,
    15,
    31,
    1000,
    3,
    89,
    '0644',
    1.1,
    'yes',
    'y',
    '22:22',
    '2026-01-01',
    1000,
    null,
    0.5,
  ]);
  const words = '[yes, No, ON, off, y, N, "yes", !!str no, true, nope]';
  assert.deepEqual(readYamlTree(words, 'a file', { booleans: 'yaml-1.1' }).documents[0]?.value, [
    true,
    false,
    true,
    false,
    true,
    false,
    'yes',
    'no',
    true,
    'nope',
  ]);
});

test('keys given twice are told with both places, and the last one counts', () => {
  const { value, duplicates, entry } = one('a: 1\nb:\n  c: 1\n  c: 2\n  c: 3\na: 4\n');
  assert.deepEqual(plain(value), { a: 4, b: { c: 3 } });
  assert.equal(entry(['a'])?.value.start.line, 6);
  assert.deepEqual(
    duplicates.map(({ key, first, again }) => [key, first.start.line, again.start.line]),
    [
      ['c', 3, 4],
      ['c', 3, 5],
      ['a', 1, 6],
    ],
  );
});

test('tags that are not of YAML are kept', () => {
  const { entry } = one('a: !reset []\nb: !override\n  c: 1\nd: !!str 1\ne: !reset null\n');
  assert.equal(entry(['a'])?.tag, '!reset');
  assert.equal(entry(['b'])?.tag, '!override');
  assert.equal(entry(['d'])?.tag, undefined);
  assert.equal(entry(['e'])?.tag, '!reset');
});

test('comments() tells comments from texts that hold a number sign', () => {
  const { tree } = one('# one\na: "# no" # two\nb: |  # three\n  # no\nc: x#no\n\t# four\n#');
  assert.deepEqual(
    tree.comments().map(({ text, place }) => [text, place.line, place.column]),
    [
      ['# one', 1, 1],
      ['# two', 2, 11],
      ['# three', 3, 7],
      ['# four', 6, 2],
      ['#', 7, 1],
    ],
  );
});

test('objects inherit nothing, whatever their keys', () => {
  const { value } = one('__proto__: {polluted: yes}\nconstructor: 1\nhasOwnProperty: 2\n');
  const read = value as Record<string, unknown>;
  assert.deepEqual(Object.keys(read), ['__proto__', 'constructor', 'hasOwnProperty']);
  assert.equal('toString' in read, false);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('bombs are refused, not expanded', () => {
  const laughs = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
    .concat(
      'bcdefgh'
        .split('')
        .map((name, at) => `${name}: &${name} [${`*${'abcdefg'[at]},`.repeat(10)}]`),
    )
    .join('\n');
  const merges = ['m0: &m0 {k: 1}']
    .concat(
      Array.from({ length: 3000 }, (_, at) => `m${at + 1}: &m${at + 1} {<<: *m${at}, k${at}: 1}`),
    )
    .join('\n');
  for (const [text, code] of [
    [laughs, 'LIMIT_YAML_ALIASES'],
    [merges, 'LIMIT_YAML_ALIASES'],
    ['['.repeat(100_000), 'LIMIT_JSON_DEPTH'],
    ['- '.repeat(100_000), 'LIMIT_JSON_DEPTH'],
    ['{a: '.repeat(600) + '}'.repeat(600), 'LIMIT_JSON_DEPTH'],
  ] as const) {
    assert.throws(
      () => readYamlTree(text, 'a file'),
      (error: unknown) => error instanceof LimitError && error.code === code,
    );
  }
});

test('a file of 100,000 lines, and one of 50,000 equal keys, are read', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `k${at}: v`).join('\n');
  const { entry } = one(lines);
  assert.equal(entry(['k99999'])?.value.start.line, 100_000);
  assert.equal(one('a: 1\n'.repeat(50_000)).duplicates.length, 49_999);
});

test('readYamlTree() survives any bytes, and every part it names lies inside the text', () => {
  const fixtures = [
    'a:\n  - id: "x"\n    b: {c: [1, 2], d: *e}\n',
    '- &e |\n  text\n- !!binary aGk=\n- {<<: *e}\n---\nx: &a {b: c}\ny: {<<: [*a], ? [k] : v}\n',
    'a: &a {b: 1}\nc:\n  <<: *a\n  ? &k x\n  : >-\n    folded\n# end\n...\n--- !reset\nd: 0644\n',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const text = Buffer.from(bytes).toString();
      const tree = readYamlTree(text, 'a file', { booleans: 'yaml-1.1' });
      for (const { place, text: comment } of tree.comments())
        assert.equal(text.slice(place.offset, place.offset + comment.length), comment);
      for (const document of tree.documents) {
        visit(document, [], document.value);
        for (const { first, again } of document.duplicates)
          assert.ok(first.start.offset < again.start.offset);
      }
    },
  );
});

function visit(document: YamlTreeDocument, path: (string | number)[], value: unknown): void {
  const entry = document.entry(path);
  assert.ok(entry, `nothing at ${path.join('/')}`);
  assert.ok(entry.value.start.offset <= entry.value.end.offset);
  if (typeof value !== 'object' || value === null || path.length > 8) return;
  for (const [key, item] of Object.entries(value)) visit(document, [...path, key], item);
}
