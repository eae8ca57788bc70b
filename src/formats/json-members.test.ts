import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { jsonItems, jsonList, jsonMembers, parseJsonBytes } from './json-members.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const members = (text: string): unknown => [...jsonMembers(bytes(text), '"t"')];

const documents = [
  '{}',
  '\ufeff{ "a" : 1 }',
  '{"a":1,"b":[1,{"c":"}"}],"c\\"d":"x\\\\","e":null ,\n"f":-1.5e3,"g":"\\u0041"}',
  '{"__proto__":{"x":1},"constructor":[]}',
  '{"deep":{"a":[[[{"b":"]"}]]]}}',
];

for (const text of documents) {
  test(`jsonMembers gives what JSON.parse gives for ${text.slice(0, 40)}`, () => {
    assert.deepEqual(
      members(text),
      Object.entries(JSON.parse(text.replace('\ufeff', '')) as object),
    );
  });
}

for (const text of [
  '',
  '[]',
  '{',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '{a:1}',
  '{"a":"x',
]) {
  test(`jsonMembers refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => members(text), { code: 'JSON_INVALID' });
  });
}

test('deep nesting is a limit, not a stack overflow', () => {
  const deep = `{"a":${'['.repeat(600)}${']'.repeat(600)}}`;
  assert.throws(() => members(deep), { code: 'LIMIT_JSON_DEPTH' });
  assert.throws(() => parseJsonBytes(bytes(deep), '"t"'), { code: 'LIMIT_JSON_DEPTH' });
  assert.equal((members(`{"a":${'['.repeat(400)}${']'.repeat(400)}}`) as unknown[]).length, 1);
});

test('braces inside texts do not count', () => {
  assert.deepEqual(parseJsonBytes(bytes(JSON.stringify({ a: '['.repeat(2000) })), '"t"'), {
    a: '['.repeat(2000),
  });
});

test('jsonMembers survives mutations', () => {
  fuzz(documents.map(bytes), (input) => [...jsonMembers(input, '"t"')]);
});

test('items of a list come one at a time, those of other members not at all', () => {
  const items = (text: string): unknown[] => [...jsonItems(Buffer.from(text), 'list', 'a text')];
  assert.deepEqual(items('{"a": [9], "list": [1, "]", {"b": [2]}, [3] ] , "c": 4}'), [
    1,
    ']',
    { b: [2] },
    [3],
  ]);
  assert.deepEqual(items('{"list": []}'), []);
  assert.deepEqual(items('{"lists": [1]}'), []);
  assert.deepEqual([...jsonList(Buffer.from('\uFEFF [1, {"a": [2]}]'), 'a text')], [1, { a: [2] }]);
  for (const broken of ['{}', '[1 2]', '[1', ''])
    assert.throws(() => [...jsonList(Buffer.from(broken), 'a text')], { code: 'JSON_INVALID' });
  for (const broken of ['{"list": {}}', '{"list": [1 2]}', '{"list": [1', '[1]', '{"list": [,]}'])
    assert.throws(() => items(broken), { code: 'JSON_INVALID' }, broken);
});
