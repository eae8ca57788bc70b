import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkNeeds } from './needs.ts';
import { fromRepository } from './version-control.ts';

test('linkNeeds turns names into packages of the file, all versions of a name included', () => {
  const of = (name: string, version: string, ...needs: string[]) => ({
    needs,
    found: { name, version, type: 'hex' },
  });
  const linked = linkNeeds([
    of('a', '1', 'b', 'b', 'missing', 'toString'),
    of('b', '1'),
    of('b', '2', 'a'),
    of('many', '1', 'c'),
    ...Array.from({ length: 40 }, (_, index) => of('c', String(index))),
  ]);
  assert.deepEqual(
    linked.slice(0, 4).map(({ dependsOn }) => dependsOn),
    [['b@1', 'b@2'], undefined, ['a@1'], undefined],
  );
});

test('fromRepository says where the content is from', () => {
  const found = fromRepository('hex', 'a', { url: 'https://h.example/a.git', commit: 'c0' });
  assert.equal(found.purl, 'pkg:hex/a?vcs_url=git%2Bhttps:%2F%2Fh.example%2Fa.git%40c0');
  assert.deepEqual([found.version, found.qualifiers], ['', { commit: 'c0' }]);
  const bare = fromRepository('hackage', 'a', { url: 'x', commit: '', version: '1' });
  assert.deepEqual([bare.version, bare.qualifiers], ['1', undefined]);
});
