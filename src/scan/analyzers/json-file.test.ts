import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerOf } from '../../../test/kit/packages.ts';
import { commentedObjectOf, jsonObjectOf } from './json-file.ts';
import { yamlFileOf } from './yaml-file.ts';

test('jsonObjectOf gives an object, and refuses everything else by code', () => {
  assert.deepEqual(jsonObjectOf(readerOf('a', '{"b": [1]}')), { b: [1] });
  for (const [text, code] of [
    ['null', 'LOCKFILE_INVALID'],
    ['[]', 'LOCKFILE_INVALID'],
    ['{"a":', 'JSON_INVALID'],
    ['', 'JSON_INVALID'],
    ['['.repeat(9999), 'LIMIT_JSON_DEPTH'],
  ] as const)
    assert.throws(() => jsonObjectOf(readerOf('a', text)), { code }, text.slice(0, 20));
});

test('yamlFileOf keeps scalars as written and knows their lines', () => {
  const { top, lineOf } = yamlFileOf(
    readerOf('a', 'version: 1.10\nat: 2024-01-02\nno: no\nlist:\n- a: 1\n'),
  );
  assert.deepEqual([top['version'], top['at'], top['no']], ['1.10', '2024-01-02', 'no']);
  assert.equal(lineOf(['list', 0, 'a']), 5);
  for (const text of ['', 'text', '- a', '~'])
    assert.throws(() => yamlFileOf(readerOf('a', text)), { code: 'LOCKFILE_INVALID' }, text);
  assert.throws(() => yamlFileOf(readerOf('a', 'a: [')), { code: 'YAML_INVALID' });
});

test('commentedObjectOf leaves everything but comments at its place', () => {
  const file = readerOf('a', '{ // why\n"b": [1,], }');
  const { document, bytes } = commentedObjectOf(file);
  assert.deepEqual(document, { b: [1] });
  assert.equal(Buffer.from(bytes).toString(), '{       \n"b": [1 ]  }');
  for (const text of ['[1]', '"a"', 'null'])
    assert.throws(() => commentedObjectOf(readerOf('a', text)), { code: 'LOCKFILE_INVALID' });
});
