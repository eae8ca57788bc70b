import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { apkDependencyName, apkDigest, apkEntries } from './apk-installed.ts';
import { decodeText } from './text.ts';

const database = `C:Q1AAECAwQFBgcICQoLDA0ODxAREhM=
P:ship
V:1.2-r3
D:so:libwater.so.1 !rock
F:
F:usr/bin
M:0:0:755
R:ship
a:0:0:755
Z:Q1AAECAwQFBgcICQoLDA0ODxAREhM=
R:sail

P:water
V:2-r0
p:so:libwater.so.1=1.0
F:
R:root-file

`;

test('entries carry their fields, files and lines', () => {
  const found = [...apkEntries(database)];
  assert.deepEqual(
    found.map(({ fields, paths, startLine, endLine }) => [
      fields.get('P'),
      paths,
      startLine,
      endLine,
    ]),
    [
      ['ship', ['usr/bin/ship', 'usr/bin/sail'], 1, 11],
      ['water', ['root-file'], 13, 17],
    ],
  );
});

test('a last entry without a blank line counts, blank lines alone do not', () => {
  assert.equal([...apkEntries('P:a\nV:1')].length, 1);
  assert.equal([...apkEntries('\n\n\n')].length, 0);
  assert.equal([...apkEntries('')].length, 0);
});

test('lines of another form are refused by number', () => {
  for (const text of ['P:a\nV:1\nnot a field\n', 'P:a\nV:1\nX\n'])
    assert.throws(() => [...apkEntries(text)], { code: 'APKDB_INVALID', line: 3 });
});

test('digests and dependency names', () => {
  const sha1 = 'sha1:000102030405060708090a0b0c0d0e0f10111213';
  assert.equal(apkDigest('Q1AAECAwQFBgcICQoLDA0ODxAREhM='), sha1);
  for (const text of ['', 'Q1', 'Q1AAEC', 'Q9AAECAwQFBgcICQoLDA0ODxAREhM=', '__proto__'])
    assert.equal(apkDigest(text), undefined, text);
  assert.equal(apkDependencyName('so:libwater.so.1=1.0'), 'so:libwater.so.1');
  assert.equal(apkDependencyName('musl>=1.2'), 'musl');
  assert.equal(apkDependencyName('tool~1@edge'), 'tool');
  assert.equal(apkDependencyName('/bin/sh'), '/bin/sh');
});

test('fuzz apk database', () => {
  fuzz([new TextEncoder().encode(database)], (bytes) => {
    for (const { fields } of apkEntries(decodeText(bytes, 'fuzz')))
      apkDigest(fields.get('C') ?? '');
  });
});
