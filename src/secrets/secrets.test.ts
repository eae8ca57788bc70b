import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { chars, withCrc } from '../../test/kit/credentials.ts';
import { findSecrets, isPlaceholder, isReference, redact, secretKinds } from './index.ts';

test('each table of kinds has a test beside it', () => {
  const folder = new URL('kinds/', import.meta.url);
  const tables = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
  for (const name of tables)
    assert.ok(existsSync(new URL(name.replace('.ts', '.test.ts'), folder)), name);
});

test('every pattern is sticky, bounded and has a value', () => {
  for (const { id, pattern, keywords } of secretKinds) {
    assert.equal(pattern.flags.includes('y') && pattern.flags.includes('d'), true, id);
    const outside = pattern.source.replaceAll(/\\./g, '_').replaceAll(/\[[^\]]*\]/g, '_');
    assert.doesNotMatch(outside, /[*+]|\{\d+,\}/, `${id}: a quantifier without an upper bound`);
    // A repeated group that ends in a repetition can be cut in many ways.
    assert.doesNotMatch(
      outside,
      /[}?]\)\{\d+,(?:[7-9]|\d\d)/,
      `${id}: a repetition of repetitions`,
    );
    assert.match(pattern.source, /\(\?<value>/, id);
    for (const word of keywords) assert.match(word, /^[\x20-\x7e]{3,}$/, id);
  }
});

test('kinds are told apart by id, and named in both languages', () => {
  const ids = secretKinds.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 30, `${ids.length} kinds`);
  for (const { title } of secretKinds) assert.ok(title.en.length > 4 && title['zh-CN'].length > 2);
});

test('matches say line, column and range', () => {
  const token = withCrc('ghp_');
  const text = `first\n  TOKEN=${token} # é\nlast ${token}`;
  const found = findSecrets(text);
  assert.deepEqual(
    found.map(({ kind, line, column, range }) => ({
      id: kind.id,
      line,
      column,
      text: text.slice(...range),
    })),
    [
      { id: 'github-token', line: 2, column: 9, text: token },
      { id: 'github-token', line: 3, column: 6, text: token },
    ],
  );
  const bytes = Buffer.from(text);
  assert.deepEqual(
    findSecrets(bytes).map(({ range }) => bytes.subarray(...range).toString()),
    [token, token],
    'ranges of bytes count bytes',
  );
  const wide = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(`a\nTOKEN=${token}`, 'utf16le'),
  ]);
  assert.deepEqual(
    findSecrets(wide).map(({ line, column }) => [line, column]),
    [[2, 7]],
  );
});

test('one text is found once, as the most telling kind', () => {
  const token = withCrc('ghp_');
  assert.deepEqual(
    findSecrets(`{"github_token": "${token}"}`).map(({ kind }) => kind.id),
    ['github-token'],
  );
  assert.deepEqual(
    findSecrets(
      `AWS_SECRET_ACCESS_KEY=${chars(40)}\nAWS_ACCESS_KEY_ID=AKIA${chars(16, 'base32')}`,
    ).map(({ kind }) => kind.id),
    ['aws-secret-access-key', 'aws-access-key-id'],
  );
});

test('placeholders and references are no credentials', () => {
  const fillers = [
    '',
    'changeme',
    'CHANGE_ME',
    'xxxx',
    '********',
    '<token>',
    'your-api-key',
    'null',
    '00000000',
    '12345678',
    'abcdefgh',
    'AKIAIOSFODNN7EXAMPLE',
    '""',
  ];
  for (const value of fillers) assert.equal(isPlaceholder(value), true, value);
  const references = [
    '${VAR}',
    '$VAR',
    '${VAR:-x}',
    '$(cat f)',
    '{{ .Values.x }}',
    '%TOKEN%',
    '@TOKEN@',
    '/run/secrets/x',
    'vault:secret/a#b',
    '$__file{/etc/a}',
    '<%= ENV["A"] %>',
    'ref+vault://a/b#c',
    '${{ secrets.X }}',
  ];
  for (const value of references) {
    assert.equal(isReference(value), true, value);
    assert.equal(isPlaceholder(value), true, value);
  }
  for (const value of ['admin', 'h4rbour-Side', 'Tr0ub4dor&3', 'hunter2', 'p$ssw0rd'])
    assert.equal(isPlaceholder(value), false, value);
  for (const value of ['changeme', 'admin', 'a$b']) assert.equal(isReference(value), false, value);
});

test('what is shown of a credential is at most a quarter of it', () => {
  assert.equal(redact('hunter2'), '***');
  assert.equal(redact('a'.repeat(15)), '***');
  assert.equal(redact(`abcd${'-'.repeat(40)}wxyz`), 'abcd***wxyz');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  assert.equal(redact(pem), '-----BEGIN PRIVATE KEY----- ***');
});

test('too many in one file are refused', () => {
  const url = 'redis://:h4rbourSide@a ';
  assert.throws(() => findSecrets(url.repeat(10_001)), { code: 'LIMIT_SECRET_MATCHES' });
  assert.equal(findSecrets(url.repeat(9_999)).length, 9_999);
});
