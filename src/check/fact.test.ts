import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialName, credentialValue } from './credentials.ts';
import { absent, factJson, factOf, known, unread, valueOf } from './fact.ts';
import { openJsonViews } from './json-views.ts';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

test('a fact keeps absence and refusal apart, to JSON and back', () => {
  for (const fact of [known('x'), absent, unread('EACCES')])
    assert.deepEqual(factOf(JSON.parse(JSON.stringify(factJson(fact))), text), fact);
  assert.equal(factOf(undefined, text), undefined);
  assert.deepEqual(factOf({ value: 5 }, text), unread('CHECK_VALUE_FORM'));
  assert.deepEqual(factOf('x', text), unread('CHECK_VALUE_FORM'));
  assert.equal(valueOf(known('x')), 'x');
  assert.equal(valueOf(unread('EACCES')), undefined);
});

test('JSON that describes nothing is told with its file', () => {
  const open = (given: string) =>
    openJsonViews([{ path: 'a.json', text: given }], 'thing', (json) =>
      json === 1 ? { subject: 'one' } : undefined,
    );
  assert.equal(open('[1, 1]').views.length, 2);
  assert.deepEqual(
    open('[1, 2]').unread?.map(({ code }) => code),
    ['CHECK_DOCUMENT'],
  );
  assert.match(
    open('{').unread?.[0]?.text ?? '',
    /^Cannot read "a\.json": .+, wanted thing as JSON$/,
  );
});

test('credentials are known by the name of a variable or the form of a value', () => {
  const names: [string, string, boolean][] = [
    ['DB_PASSWORD', 'hunter2', true],
    ['MYSQL_ROOT_PASSWORD', 'x', true],
    ['api-token', 'abc', true],
    ['PASSWORD', 'x', true],
    ['DB_PASSWORD_FILE', '/run/secrets/db', false],
    ['DB_PASSWORD', '/run/secrets/db', false],
    ['DB_PASSWORD', '${DB_PASSWORD}', false],
    ['DB_PASSWORD', '', false],
    ['PWD', '/srv', false],
    ['PUBLIC_KEY_TOKEN', 'x', false],
    ['TOKENIZER', 'x', false],
    ['COMPASS', 'x', false],
  ];
  for (const [name, value, wanted] of names)
    assert.equal(credentialName(name, value), wanted, name);
  assert.equal(credentialValue('AKIAIOSFODNN7EXAMPLE'), 'AWS access key');
  assert.equal(credentialValue('postgres://shop:hunter2@db/shop'), 'password in an address');
  assert.equal(credentialValue('postgres://db/shop'), undefined);
  assert.equal(credentialValue('postgres://shop:$PASS@db'), undefined);
  assert.equal(credentialValue(`xox ${'a'.repeat(100_000)}`), undefined);
});
