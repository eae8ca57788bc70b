import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { identifyOs } from '../../os.ts';
import { fileReader } from '../file-reader.ts';
import { contentSets } from './content-sets.ts';

const manifests = 'root/buildinfo/content_manifests';
const stat = { size: 1, mode: 0o644 };

function read(content: string, path = `${manifests}/ubi9-9.4.json`): unknown {
  return contentSets.read(fileReader(path, stat, Buffer.from(content)));
}

test('the manifests of each layer, and the single file, are wanted', () => {
  for (const [path, wanted] of [
    [`${manifests}/ubi9-container-9.4-1.json`, true],
    ['usr/share/buildinfo/content-sets.json', true],
    [`${manifests}/deeper/x.json`, false],
    [`${manifests}/x.txt`, false],
    ['usr/share/buildinfo/labels.json', false],
  ] as const)
    assert.equal(contentSets.wants(path, stat), wanted, path);
});

test('names of repositories, or none; another form is told', () => {
  assert.deepEqual(read('{"content_sets": ["a-rpms", "b-rpms", 1]}'), {
    os: { contentSets: ['a-rpms', 'b-rpms'] },
  });
  assert.deepEqual(read('{"content_sets": []}'), {});
  for (const other of ['{}', '{"content_sets": {}}', '[]', 'x']) assert.throws(() => read(other));
});

test('the sets of all layers belong to the system, and are no system themselves', () => {
  const sets = ['b', 'a'].map((name) => ({
    path: `${manifests}/${name}.json`,
    os: { contentSets: [name] },
  }));
  const release = { path: 'etc/os-release', os: { id: 'rhel', version: '9.4' } };
  assert.deepEqual(identifyOs([...sets, release]), {
    id: 'rhel',
    version: '9.4',
    contentSets: ['a', 'b'],
  });
  assert.equal(identifyOs(sets), undefined);
});

test('mutations throw nothing but errors of the house', () => {
  fuzz([Buffer.from('{"metadata":{},"content_sets":["a-rpms"]}')], (bytes) =>
    read(Buffer.from(bytes).toString('latin1')),
  );
});
