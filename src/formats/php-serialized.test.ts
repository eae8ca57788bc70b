import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parsePhpSerialized } from './php-serialized.ts';

function parse(text: string): unknown {
  return parsePhpSerialized(Buffer.from(text), 'this text');
}

const sample =
  'a:5:{s:4:"name";s:4:"zür";i:0;b:1;s:1:"n";N;s:7:"version";a:1:{i:-3;d:1.5;}s:9:"__proto__";s:4:"x";"";}';

test('texts by bytes, numbers, booleans, null and arrays', () => {
  assert.deepEqual(
    parse(sample),
    new Map<string, unknown>([
      ['name', 'zür'],
      ['0', true],
      ['n', null],
      ['version', new Map([['-3', 1.5]])],
      ['__proto__', 'x";"'],
    ]),
  );
  assert.equal(parse('b:0;'), false);
  assert.deepEqual(parse('a:0:{}'), new Map());
});

test('objects, references and false lengths are refused', () => {
  for (const text of [
    '',
    'x',
    'O:8:"stdClass":0:{}',
    'a:1:{i:0;R:1;}',
    's:5:"abc";',
    's:-1:"";',
    's:1.5:"a";',
    'i:;',
    'i:zz;',
    'a:2:{i:0;i:1;}',
    'a:1:{a:0:{}i:1;}',
    `i:${'1'.repeat(100)};`,
  ])
    assert.throws(() => parse(text), { code: 'PHP_SERIALIZED_INVALID' }, text);
  const deep = `${'a:1:{i:0;'.repeat(5000)}N;${'}'.repeat(5000)}`;
  assert.throws(() => parse(deep), { code: 'LIMIT_JSON_DEPTH' });
});

test('fuzz serialized values of PHP', () => {
  fuzz([Buffer.from(sample)], (bytes) => parsePhpSerialized(bytes, 'fuzz'));
});
