import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTar, type TarEntry } from '../../test/kit/oci.ts';
import type { LayerFacts } from './layer-facts.ts';
import { type MergedTree, mergeLayers } from './tree.ts';
import { walkChunks } from './walk.ts';

async function factsOf(entries: readonly TarEntry[]): Promise<LayerFacts> {
  const bytes = buildTar(entries);
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  return walkChunks(
    chunks(),
    { index: 0, bytes: { kind: 'file', path: '-', offset: 0, length: bytes.length } },
    { wants: (path) => path.includes('want'), file: () => {} },
  );
}

async function treeOf(
  layers: readonly (readonly TarEntry[])[],
  paths: readonly string[] = [],
): Promise<MergedTree> {
  return mergeLayers(await Promise.all(layers.map(factsOf)), paths);
}

const shown = (tree: MergedTree): string[] =>
  tree.files.map(({ path, layer }) => `${path}@${layer}`).toSorted((a, b) => (a < b ? -1 : 1));

const low: readonly TarEntry[] = [
  { path: 'a/want', content: '1' },
  { path: 'a/b/want', content: '1' },
  { path: 'want', content: '1' },
];
const all = ['a/b/want@0', 'a/want@0', 'want@0'];

const merges: readonly {
  readonly name: string;
  readonly upper: readonly TarEntry[];
  readonly shown: readonly string[];
}[] = [
  { name: 'nothing', upper: [], shown: all },
  {
    name: 'an overwritten file',
    upper: [{ path: 'want', content: '2' }],
    shown: ['a/b/want@0', 'a/want@0', 'want@1'],
  },
  {
    name: 'a whiteout of a file',
    upper: [{ path: 'a/.wh.want' }],
    shown: ['a/b/want@0', 'want@0'],
  },
  { name: 'a whiteout of a folder', upper: [{ path: '.wh.a' }], shown: ['want@0'] },
  {
    name: 'a whiteout of another',
    upper: [{ path: 'a/.wh.wan' }, { path: 'a/b/.wh.want2' }],
    shown: all,
  },
  {
    name: 'a whiteout beside a new file',
    upper: [{ path: '.wh.want' }, { path: 'want', content: '2' }],
    shown: ['a/b/want@0', 'a/want@0', 'want@1'],
  },
  { name: 'an opaque folder', upper: [{ path: 'a/.wh..wh..opq' }], shown: ['want@0'] },
  {
    name: 'an opaque folder with new content',
    upper: [{ path: 'a/want', content: '2' }, { path: 'a/.wh..wh..opq' }],
    shown: ['a/want@1', 'want@0'],
  },
  {
    name: 'an opaque folder below',
    upper: [{ path: 'a/b/.wh..wh..opq' }],
    shown: ['a/want@0', 'want@0'],
  },
  { name: 'an opaque root', upper: [{ path: '.wh..wh..opq' }], shown: [] },
  { name: 'an opaque folder elsewhere', upper: [{ path: 'c/.wh..wh..opq' }], shown: all },
  { name: 'a folder again', upper: [{ path: 'a/' }, { path: 'a/b/' }], shown: all },
  { name: 'a folder that is only in paths', upper: [{ path: 'a/b/c/d', content: '' }], shown: all },
  {
    name: 'a folder in the place of a file',
    upper: [{ path: 'want/' }],
    shown: ['a/b/want@0', 'a/want@0'],
  },
  {
    name: 'a folder in paths in the place of a file',
    upper: [{ path: 'want/x', content: '' }],
    shown: ['a/b/want@0', 'a/want@0', 'want/x@1'],
  },
  {
    name: 'a file in the place of a folder',
    upper: [{ path: 'a', content: '' }],
    shown: ['want@0'],
  },
  {
    name: 'a link in the place of a folder',
    upper: [{ path: 'a', symlink: 'elsewhere' }],
    shown: ['want@0'],
  },
  {
    name: 'a link in the place of a lower folder',
    upper: [{ path: 'a/b', symlink: 'elsewhere' }],
    shown: ['a/want@0', 'want@0'],
  },
  {
    name: 'a link in the place of a file',
    upper: [{ path: 'want', symlink: 'x' }],
    shown: ['a/b/want@0', 'a/want@0'],
  },
  {
    name: 'a device in the place of a file',
    upper: [{ path: 'want', device: [1, 3] }],
    shown: ['a/b/want@0', 'a/want@0'],
  },
  {
    name: 'a folder removed, a link in its place',
    upper: [{ path: '.wh.a' }, { path: 'a', symlink: 'x' }],
    shown: ['want@0'],
  },
];

for (const row of merges) {
  test(`mergeLayers: ${row.name} over files`, async () => {
    assert.deepEqual(shown(await treeOf([low, row.upper])), row.shown);
  });
}

test('mergeLayers: a whiteout hides nothing of upper layers', async () => {
  assert.deepEqual(shown(await treeOf([[{ path: '.wh.a' }], low])), [
    'a/b/want@1',
    'a/want@1',
    'want@1',
  ]);
});

test('mergeLayers: a layer that could not be read hides nothing', async () => {
  const tree = mergeLayers([await factsOf(low), undefined]);
  assert.deepEqual(shown(tree), all);
});

test('introducedIn goes down to the layer that brought something, and stops where it was away', async () => {
  const file = { path: 'want', content: '' };
  const gone = { path: '.wh.want' };
  const rows: [string, (readonly TarEntry[])[], number[], number | undefined][] = [
    ['in the first layer', [[file], [file], [file]], [0, 1, 2], 0],
    ['in the second', [[file], [file], [file]], [1, 2], 1],
    ['removed and back', [[file], [file], [file]], [0, 2], 2],
    ['removed', [[file], [file], [file]], [0, 1], undefined],
    ['file removed and back', [[file], [gone], [file]], [0, 2], 2],
    ['file removed', [[file], [gone]], [0], undefined],
    ['layers between', [[file], [], [file], []], [0, 2], 0],
    ['never', [[file]], [], undefined],
    ['no file', [[]], [0], undefined],
  ];
  for (const [name, layers, has, expected] of rows) {
    const tree = await treeOf(layers);
    assert.equal(
      tree.introducedIn('want', (layer) => has.includes(layer)),
      expected,
      name,
    );
  }
});

test('versions tells until when each content showed', async () => {
  const tree = await treeOf([
    [{ path: 'want', content: '' }],
    [{ path: '.wh.want' }],
    [{ path: 'want', content: '' }],
  ]);
  assert.deepEqual(tree.versions('want'), [
    { layer: 0, hiddenBy: 1 },
    { layer: 2, hiddenBy: undefined },
  ]);
});

test('links lead inside the image, over layers, and end', async () => {
  const tree = await treeOf([
    [
      { path: 'usr/lib/want', content: '1' },
      { path: 'usr/lib/other', content: '1' },
      { path: 'lib', symlink: 'usr/lib' },
      { path: 'etc/want-relative', symlink: '../lib/want' },
      { path: 'etc/want-absolute', symlink: '/lib/want' },
      { path: 'etc/want-climbing', symlink: '../../../../../lib/want' },
      { path: 'etc/want-chain', symlink: 'want-relative' },
      { path: 'etc/want-unwanted', symlink: '../lib/other' },
      { path: 'etc/want-twice', symlink: '/usr/lib/other' },
      { path: 'etc/want-nothing', symlink: 'nothing' },
      { path: 'etc/want-folder', symlink: '/usr/lib' },
      { path: 'etc/want-self', symlink: 'want-self' },
      { path: 'etc/want-a', symlink: 'want-b' },
      { path: 'etc/want-b', symlink: 'want-a' },
      { path: 'etc/want-hidden', symlink: '/usr/lib/want' },
      { path: 'etc/want-hard', hardlink: 'usr/lib/other' },
    ],
    [{ path: 'etc/.wh.want-hidden' }, { path: 'usr/lib/other', content: '2' }],
  ]);
  const file = { kind: 'file', path: 'usr/lib/want', layer: 0 };
  const other = { kind: 'uncaptured', path: 'usr/lib/other', layer: 1 };
  assert.deepEqual(Object.fromEntries(tree.links), {
    'etc/want-relative': file,
    'etc/want-absolute': file,
    'etc/want-climbing': file,
    'etc/want-chain': file,
    'etc/want-unwanted': other,
    'etc/want-twice': other,
    'etc/want-nothing': { kind: 'none' },
    'etc/want-folder': { kind: 'none' },
    'etc/want-self': { kind: 'cycle' },
    'etc/want-a': { kind: 'cycle' },
    'etc/want-b': { kind: 'cycle' },
    'etc/want-hard': { kind: 'uncaptured', path: 'usr/lib/other', layer: 0 },
  });
  assert.deepEqual(tree.requests, [
    { path: 'usr/lib/other', layer: 1, links: ['etc/want-unwanted', 'etc/want-twice'] },
    { path: 'usr/lib/other', layer: 0, links: ['etc/want-hard'] },
  ]);
});

test('resolve answers for paths that were announced', async () => {
  const tree = await treeOf(
    [
      [
        { path: 'lib', symlink: 'usr/lib' },
        { path: 'usr/lib/x', content: '' },
      ],
      [{ path: 'usr/lib/want', content: '' }],
    ],
    ['lib/want', 'lib/x', 'lib/y'],
  );
  assert.deepEqual(tree.resolve('lib/want'), { kind: 'file', path: 'usr/lib/want', layer: 1 });
  assert.deepEqual(tree.resolve('lib/x'), { kind: 'uncaptured', path: 'usr/lib/x', layer: 0 });
  assert.deepEqual(tree.resolve('lib/y'), { kind: 'none' });
});

test('links that branch for ever end in bounded work', async () => {
  const layers = Array.from({ length: 12 }, (_, layer) => [
    { path: 'want', symlink: `x${layer}/x/x/x/x/x/x/x/x` },
    ...Array.from({ length: 12 }, (__, link) => ({
      path: `x${link}`,
      symlink: `x${(link + layer) % 12}/x${layer}`,
    })),
  ]);
  const tree = await treeOf(layers);
  assert.equal(tree.links.get('want')?.kind, 'cycle');
  assert.deepEqual(
    tree.problems.map(({ code }) => code),
    ['LIMIT_LINK_DEPTH'],
  );
});

test('a hard link keeps content whose first name a later layer removed', async () => {
  const pair: readonly TarEntry[] = [
    { path: 'bin/want-a', content: 'x'.repeat(600_000) },
    { path: 'bin/want-b', hardlink: 'bin/want-a' },
  ];
  assert.deepEqual((await treeOf([pair])).requests, []);
  assert.deepEqual((await treeOf([pair, [{ path: 'bin/.wh.want-a' }]])).requests, [
    { path: 'bin/want-a', layer: 0, links: ['bin/want-b'] },
  ]);
});
