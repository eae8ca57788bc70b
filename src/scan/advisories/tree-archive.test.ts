import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { fuzz } from '../../../test/kit/fuzz.ts';
import { buildTar } from '../../../test/kit/oci.ts';
import { treeFiles } from './tree-archive.ts';

const archive = gzipSync(
  buildTar([
    { path: 'repo-main/a/one.yml', content: '1' },
    { path: 'repo-main/a/two.txt', content: '2' },
    { path: 'repo-main/b.yml', content: '3' },
  ]),
);
const isYaml = (path: string): boolean => path.endsWith('.yml');

test('files of an archive lose its topmost folder; only wanted ones are kept', () => {
  const files = treeFiles({ name: 'feed.tar.gz', bytes: archive }, isYaml);
  assert.deepEqual(
    files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    [
      ['a/one.yml', '1'],
      ['b.yml', '3'],
    ],
  );
});

test('a single file stands for itself, when it is wanted', () => {
  const bytes = Buffer.from('x');
  assert.deepEqual(treeFiles({ name: 'a/x.yml', bytes }, isYaml), [{ path: 'a/x.yml', bytes }]);
  assert.deepEqual(treeFiles({ name: 'a/x.txt', bytes }, isYaml), []);
});

test('an archive that is cut short is none', () => {
  const cut = gzipSync(
    Buffer.from(buildTar([{ path: 'r/a.yml', content: 'x'.repeat(2000) }])).subarray(0, 1024),
  );
  assert.throws(() => treeFiles({ name: 'f.tar.gz', bytes: cut }, isYaml), {
    code: 'TAR_TRUNCATED',
  });
  assert.throws(() => treeFiles({ name: 'f.tar.gz', bytes: archive.subarray(0, 50) }, isYaml), {
    code: 'GZIP_INVALID',
  });
});

test('fuzz archives of a tree', () => {
  fuzz([archive], (bytes) => treeFiles({ name: 'f.tar.gz', bytes }, isYaml));
});
