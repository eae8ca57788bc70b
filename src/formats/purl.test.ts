import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import { buildPurl, parsePurl, purlOf } from './purl.ts';
import type { Purl } from './purl.ts';

test('canonical package URLs read and write back', () => {
  for (const text of [
    'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
    'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64',
    'pkg:npm/%40angular/animation@12.3.1',
    'pkg:golang/google.golang.org/genproto@abcdedf#googleapis/api/annotations',
    'pkg:maven/org.apache.commons/io@1.3.4?type=pom',
    'pkg:generic/a%2Fb@1.0%21',
  ]) {
    const purl = parsePurl(text);
    assert.ok(purl !== undefined, text);
    assert.equal(buildPurl(purl), text);
  }
});

test('other writings become canonical', () => {
  for (const [text, canonical] of [
    ['pkg:PYPI/Django_X@1', 'pkg:pypi/django-x@1'],
    ['pkg://npm/@babel/core@7.0.0', 'pkg:npm/%40babel/core@7.0.0'],
    ['PKG:npm/left-pad@1.0.0/', 'pkg:npm/left-pad@1.0.0'],
    ['pkg:npm/x@1?b=2&a=1&c=', 'pkg:npm/x@1?a=1&b=2'],
    ['pkg:npm/x@1#/./a/../b//', 'pkg:npm/x@1#a/b'],
    ['pkg:npm/JSONStream@1', 'pkg:npm/JSONStream@1'],
    ['pkg:golang/GitHub.com/Foo/Bar@v1', 'pkg:golang/github.com/foo/bar@v1'],
  ] as const) {
    const purl = parsePurl(text);
    assert.equal(purl === undefined ? undefined : buildPurl(purl), canonical, text);
  }
});

test('what is no package URL is undefined', () => {
  for (const text of [
    '',
    'pkg:',
    'pkg:npm',
    'pkg:npm/',
    'pkg:npm/@1.0',
    'http://npm/x@1',
    'npm/x@1',
    'pkg:3npm/x',
    'pkg:n m/x',
    'pkg:npm/%zz@1',
    'pkg:npm/x@%',
    'pkg:npm/x?__proto__=1',
    'pkg:npm/x?a=1&a=2',
    'pkg:swift/alone@1',
    `pkg:npm/${'x'.repeat(9000)}`,
  ]) {
    assert.equal(parsePurl(text), undefined, text);
  }
  assert.equal(buildPurl({ type: 'npm', name: '' }), undefined);
  assert.equal(buildPurl({ type: '', name: 'x' }), undefined);
  assert.equal(buildPurl({ type: 'npm', name: 'x', qualifiers: { 'a b': '1' } }), undefined);
});

test('an encoded slash does not smuggle a way up into the namespace', () => {
  assert.equal(parsePurl('pkg:deb/debian/a%2F../b@1')?.namespace, 'debian/a');
  assert.equal(parsePurl('pkg:deb/debian%2F%2E%2E%2Fa/b@1')?.namespace, 'debian/a');
  assert.equal(parsePurl('pkg:golang/a/b%2Fc/d@1')?.namespace, 'a/b/c');
});

test('purlOf splits names as their ecosystem writes them', () => {
  const rows: readonly (readonly [Purl, string])[] = [
    [{ type: 'npm', name: '@a/b', version: '1.0.0' }, 'pkg:npm/%40a/b@1.0.0'],
    [{ type: 'npm', name: 'b', version: '1.0.0' }, 'pkg:npm/b@1.0.0'],
    [{ type: 'maven', name: 'org.x:y', version: '1' }, 'pkg:maven/org.x/y@1'],
    [{ type: 'composer', name: 'Vendor/Pkg' }, 'pkg:composer/vendor/pkg'],
    [{ type: 'golang', name: 'github.com/x/y', version: 'v1' }, 'pkg:golang/github.com/x/y@v1'],
    [{ type: 'golang', name: 'stdlib', version: '1.22' }, 'pkg:golang/stdlib@1.22'],
    [{ type: 'pypi', name: 'Foo_Bar', version: '1+x' }, 'pkg:pypi/foo-bar@1%2Bx'],
    [
      {
        type: 'deb',
        namespace: 'debian',
        name: 'curl',
        version: '1:2-3',
        qualifiers: { distro: 'debian-12', arch: 'amd64', empty: '' },
      },
      'pkg:deb/debian/curl@1:2-3?arch=amd64&distro=debian-12',
    ],
    [{ type: 'npm', name: '\ud800', version: '../x' }, 'pkg:npm/%EF%BF%BD@..%2Fx'],
    [{ type: 'npm', name: '' }, 'pkg:npm/'],
  ];
  for (const [purl, text] of rows) assert.equal(purlOf(purl), text);
});

interface OutsideRow {
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly file: string;
  readonly description: string;
  readonly input: string | (Record<string, unknown> & Purl);
  readonly expected_output: string | Record<string, unknown> | null;
  readonly expected_failure: boolean;
}

/** Null and absent are the same in the outside table. */
function withoutNulls(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(
    entries.map(([key, part]) => [key, typeof part === 'object' ? { ...part } : part]),
  );
}

function check({ test_type, input, expected_output, expected_failure }: OutsideRow): void {
  const purl =
    typeof input === 'string' ? parsePurl(input) : (withoutNulls(input) as unknown as Purl);
  const found = test_type === 'parse' || purl === undefined ? purl : buildPurl(purl);
  if (expected_failure) assert.equal(found, undefined);
  else if (typeof found === 'object')
    assert.deepEqual(withoutNulls(found), withoutNulls(expected_output as object));
  else assert.equal(found, expected_output);
}

test('package URLs of the outside table', needsShared('cases/scan/purl.jsonl'), async () => {
  const lines = readFileSync(sharedPath('cases/scan/purl.jsonl'), 'utf8').trim().split('\n');
  const rows = lines.map((line, index) => {
    const row = JSON.parse(line) as OutsideRow;
    return { id: `${index + 1}: ${row.file}: ${row.description}`, run: () => check(row) };
  });
  await runSuite('purl', rows);
});

test('no text makes the reader throw, and what it reads writes back to itself', () => {
  const fixtures = [
    'pkg:npm/%40angular/animation@12.3.1?vcs_url=git://x/y.git%40abc#a/b',
    'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64&distro=stretch',
    'pkg:brew/node@20@20.10.0',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const purl = parsePurl(Buffer.from(bytes).toString());
      if (purl === undefined) return;
      const text = buildPurl(purl);
      assert.ok(text !== undefined, JSON.stringify(purl));
      assert.deepEqual(parsePurl(text), purl, text);
    },
  );
});
