import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialIn } from './credentials.ts';
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
  const rows: [string, string, string | undefined][] = [
    ['DB_PASSWORD', 'hunter2hunter2', 'generic-credential'],
    ['MYSQL_ROOT_PASSWORD', 'xq81kd', 'generic-credential'],
    ['DB_PASSWORD_FILE', '/run/secrets/db', undefined],
    ['DB_PASSWORD', '/run/secrets/db', undefined],
    ['DB_PASSWORD', '${DB_PASSWORD}', undefined],
    ['DB_PASSWORD', '', undefined],
    ['PUBLIC_KEY', 'xq81kd', undefined],
    ['COMPASS', 'xq81kd', undefined],
    ['PWD', '/srv', undefined],
    ['DATABASE', 'postgres://db/shop', undefined],
  ];
  for (const [name, value, wanted] of rows) assert.equal(credentialIn(name, value), wanted, name);
  assert.notEqual(credentialIn('DATABASE', 'postgres://shop:8kd93Hd0Q@db/shop'), undefined);
});
