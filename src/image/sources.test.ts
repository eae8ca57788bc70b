import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { fuzzInTurns } from '../../test/kit/fuzz.ts';
import {
  type Blob,
  blobsOf,
  buildImage,
  buildIndex,
  buildTar,
  type BuiltImage,
  dockerArchive,
  sha256,
  type TarEntry,
  writeLayout,
} from '../../test/kit/oci.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { imageSources } from './index.ts';
import { openInput } from './open.ts';
import { walkPackedLayers } from './packed.ts';
import { walkLayer } from './walk.ts';

let scratch = '';
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plimsoll-sources-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

let count = 0;
const fresh = (name: string): string => {
  count += 1;
  const folder = join(scratch, String(count));
  mkdirSync(folder);
  return join(folder, name);
};

const file = (content: string): readonly TarEntry[] => [{ path: 'file', content }];
const image = buildImage([file('low'), file('high')], { history: ['FROM', '#ENV', 'COPY'] });
const arm = buildImage([file('arm')], { platform: { os: 'linux', architecture: 'arm64' } });

/** The content of the one file, as the topmost layer has it. */
async function topOf(opened: OpenImage): Promise<string> {
  let content = '';
  for (const layer of opened.layers) {
    const facts = await walkLayer(layer, {
      wants: () => true,
      file: (_path, _stat, bytes) => {
        content = Buffer.from(bytes).toString();
      },
    });
    assert.deepEqual(facts.problems, []);
  }
  return content;
}

const top = async (reference: string, options?: OpenOptions): Promise<string> =>
  topOf(await openInput(reference, options));

async function layout(images: Readonly<Record<string, BuiltImage>>): Promise<string> {
  const folder = fresh('layout');
  await writeLayout(folder, images);
  return folder;
}

/** A layout whose index.json lists these descriptors. */
function layoutOf(blobs: readonly Blob[], manifests: readonly object[]): string {
  const folder = fresh('layout');
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  for (const blob of blobs) writeFileSync(pathOf(folder, blob), blob.bytes);
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return folder;
}

const pathOf = (folder: string, { digest }: { digest: string }): string =>
  join(folder, 'blobs/sha256', digest.slice(7));
const descriptor = ({ mediaType, digest, size }: Blob): object => ({ mediaType, digest, size });
const jsonBlob = (content: object, mediaType: string): Blob => {
  const bytes = Buffer.from(JSON.stringify(content));
  return { mediaType, digest: sha256(bytes), size: bytes.length, bytes };
};

function archiveOf(folder: string, pack: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const path = fresh('archive.tar');
  const tar = execFileSync('tar', ['--create', '--file=-', '-C', folder, '.'], {
    maxBuffer: 2 ** 26,
  });
  writeFileSync(path, pack(tar));
  return path;
}

function saved(bytes: Buffer): string {
  const path = fresh('saved.tar');
  writeFileSync(path, bytes);
  return path;
}

test('an OCI layout tells what its documents say', async () => {
  const folder = await layout({ '1.0': image });
  const opened = await openInput(folder);
  assert.equal(opened.subject.id, image.config.digest);
  assert.equal(opened.subject.manifestDigest, image.manifest.digest);
  assert.deepEqual(opened.subject.tags, ['1.0']);
  assert.deepEqual([opened.subject.os, opened.subject.architecture], ['linux', 'amd64']);
  assert.deepEqual(
    opened.layers.map(({ index, digest, diffId, history }) => [index, digest, diffId, history]),
    image.layers.map(({ digest, diffId }, at) => [
      at,
      digest,
      diffId,
      at === 0 ? { index: 0, createdBy: 'FROM' } : { index: 2, createdBy: 'COPY' },
    ]),
  );
  assert.equal(await topOf(opened), 'high');
});

test('images are found whatever they are saved as', async () => {
  const folder = await layout({ '1.0': image });
  const manifest = JSON.stringify([
    {
      Config: `blobs/sha256/${image.config.digest.slice(7)}`,
      RepoTags: ['app:1.0'],
      Layers: image.layers.map(({ digest }) => `blobs/sha256/${digest.slice(7)}`),
    },
  ]);
  const modern = await layout({ '1.0': image });
  writeFileSync(join(modern, 'manifest.json'), manifest);
  const old = dockerArchive(image, ['app:1.0']);
  const rows: [string, string][] = [
    ['layout', folder],
    ['layout by tag', `${folder}:1.0`],
    ['layout by digest', `${folder}@${image.manifest.digest}`],
    ['OCI archive', archiveOf(folder)],
    ['OCI archive by tag', `${archiveOf(folder)}:1.0`],
    ['OCI archive, gzip', archiveOf(folder, gzipSync)],
    ['OCI archive, zstd', archiveOf(folder, zstdCompressSync)],
    ['docker save', saved(old)],
    ['docker save by name', `${saved(old)}:app:1.0`],
    ['docker save by tag', `${saved(old)}:1.0`],
    ['docker save, gzip', saved(gzipSync(old))],
    ['docker save, zstd', saved(zstdCompressSync(old))],
    ['docker save 25', archiveOf(modern)],
  ];
  for (const [name, reference] of rows) assert.equal(await top(reference), 'high', name);
  const [layer] = (await openInput(archiveOf(modern))).layers;
  assert.equal(layer?.digest, image.layers[0]?.digest);
});

test('the layers of a compressed archive are walked in one pass', async () => {
  const path = saved(gzipSync(dockerArchive(image, [])));
  const { layers } = await openInput(path);
  const seen: string[] = [];
  const outcomes = await walkPackedLayers(layers, ({ index }) => ({
    wants: () => true,
    file: (_path, _stat, bytes) => seen.push(`${index}:${Buffer.from(bytes).toString()}`),
  }));
  assert.deepEqual(seen.toSorted(), ['0:low', '1:high']);
  assert.deepEqual(
    outcomes.map((outcome) => 'facts' in outcome && outcome.facts.diffId),
    image.layers.map(({ diffId }) => diffId),
  );
  const [first] = layers;
  assert.ok(first !== undefined);
  const wrong = { ...first, diffId: `sha256:${'0'.repeat(64)}` };
  const [bad, good] = await walkPackedLayers([wrong, ...layers.slice(1)], () => ({
    wants: () => false,
    file: () => {},
  }));
  assert.ok(bad !== undefined && 'error' in bad && good !== undefined && 'facts' in good);
});

test('a layout with several images wants a name', async () => {
  const folder = await layout({ one: image, two: arm });
  await assert.rejects(openInput(folder), { code: 'IMAGE_AMBIGUOUS', message: /"one", "two"/ });
  assert.equal(await top(`${folder}:one`), 'high');
  await assert.rejects(openInput(`${folder}:three`), { code: 'IMAGE_TAG_MISSING' });
  const both = dockerArchive(image, ['a:1']);
  const path = saved(both);
  await assert.rejects(openInput(`${path}:b:2`), { code: 'IMAGE_TAG_MISSING', message: /"b:2"/ });
});

test('an image for several platforms is chosen by platform', async () => {
  const index = buildIndex([image, arm], {
    extra: [
      {
        ...descriptor(image.manifest),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      },
    ],
  });
  const blobs = blobsOf(image, arm);
  const nested = layoutOf([...blobs, index], [descriptor(index)]);
  const flat = layoutOf(blobs, [
    { ...descriptor(image.manifest), platform: image.platform },
    { ...descriptor(arm.manifest), platform: arm.platform },
  ]);
  for (const folder of [nested, flat]) {
    assert.equal(await top(folder, { platform: 'linux/arm64' }), 'arm');
    assert.equal(await top(folder, { platform: 'linux/arm64/v8' }), 'arm');
    assert.equal(await top(folder, { platform: 'linux/amd64' }), 'high');
    for (const platform of ['linux/s390x', 'windows/amd64', '../..']) {
      await assert.rejects(openInput(folder, { platform }), { code: 'IMAGE_PLATFORM' });
    }
  }
  const path = saved(dockerArchive(arm, ['a:1']));
  assert.equal(await top(path, { platform: 'arm64' }), 'arm');
  assert.equal(await top(path), 'arm');
  await assert.rejects(openInput(path, { platform: 'amd64' }), { code: 'IMAGE_PLATFORM' });
});

test('indexes nest, but not for ever', async () => {
  const blobs: Blob[] = [...blobsOf(image)];
  let inner: object = descriptor(image.manifest);
  const wrap = (): string => {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const blob = jsonBlob({ schemaVersion: 2, mediaType, manifests: [inner] }, mediaType);
    blobs.push(blob);
    inner = descriptor(blob);
    return layoutOf(blobs, [inner]);
  };
  assert.equal(await top(wrap()), 'high');
  assert.equal(await top(wrap()), 'high');
  wrap();
  await assert.rejects(openInput(wrap()), { code: 'LIMIT_INDEX_DEPTH' });
});

test('a damaged layout is refused with the reason', async () => {
  const damage = async (change: (folder: string) => void): Promise<string> => {
    const folder = await layout({ '1.0': image });
    change(folder);
    return folder;
  };
  const [low, high] = image.layers;
  assert.ok(low !== undefined && high !== undefined);
  const rows: [string, string, (folder: string) => void][] = [
    ['no layer', 'BLOB_MISSING', (at) => rmSync(pathOf(at, high))],
    ['no configuration', 'BLOB_MISSING', (at) => rmSync(pathOf(at, image.config))],
    ['no manifest', 'BLOB_MISSING', (at) => rmSync(pathOf(at, image.manifest))],
    ['a short layer', 'BLOB_SIZE', (at) => truncateSync(pathOf(at, high), 20)],
    ['a short manifest', 'BLOB_SIZE', (at) => truncateSync(pathOf(at, image.manifest), 20)],
    [
      'another configuration',
      'BLOB_DIGEST',
      (at) => {
        const bytes = Buffer.from(image.config.bytes);
        bytes[bytes.indexOf('amd64')] = 0x41;
        writeFileSync(pathOf(at, image.config), bytes);
      },
    ],
    ['no index.json', 'IMAGE_NOT_AN_IMAGE', (at) => rmSync(join(at, 'index.json'))],
    [
      'a layer that is a folder',
      'BLOB_MISSING',
      (at) => {
        rmSync(pathOf(at, high));
        mkdirSync(pathOf(at, high));
      },
    ],
  ];
  for (const [name, code, change] of rows) {
    await assert.rejects(openInput(await damage(change)), { code }, name);
  }
  const changed = await damage((at) => {
    const bytes = Buffer.from(high.bytes);
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1;
    writeFileSync(pathOf(at, high), bytes);
  });
  await assert.rejects(top(changed), { code: 'BLOB_DIGEST' }, 'another layer');
});

test('manifests of other things than images are refused', async () => {
  const [layer] = image.layers;
  assert.ok(layer !== undefined);
  const manifestOf = (config: object, layers: readonly object[]): string => {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const blob = jsonBlob({ schemaVersion: 2, mediaType, config, layers }, mediaType);
    return layoutOf([...blobsOf(image), blob], [descriptor(blob)]);
  };
  const config = descriptor(image.config);
  const two = image.layers.map(descriptor);
  const rows: [string, string, string][] = [
    [
      'a chart',
      'IMAGE_MEDIA_TYPE',
      manifestOf({ ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' }, two),
    ],
    [
      'an encrypted layer',
      'IMAGE_MEDIA_TYPE',
      manifestOf(
        config,
        two.map((one) => ({
          ...one,
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
        })),
      ),
    ],
    ['a layer too few', 'IMAGE_INVALID', manifestOf(config, two.slice(1))],
    [
      'a layer kept elsewhere',
      'IMAGE_FOREIGN_LAYER',
      manifestOf(config, [
        ...two.slice(1),
        {
          mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
          digest: sha256('x'),
          size: 1,
        },
      ]),
    ],
    [
      'an unknown manifest',
      'IMAGE_MEDIA_TYPE',
      layoutOf(blobsOf(image), [{ ...descriptor(image.manifest), mediaType: 'application/x' }]),
    ],
    ['no manifest at all', 'IMAGE_NO_MANIFEST', layoutOf([], [])],
    [
      'a digest that is a path',
      'OCI_INVALID',
      layoutOf([], [{ ...descriptor(image.manifest), digest: 'sha256:../../../etc/passwd' }]),
    ],
  ];
  for (const [name, code, folder] of rows) {
    await assert.rejects(openInput(folder), { code }, name);
  }
  const foreign = manifestOf(config, [
    {
      ...descriptor(layer),
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    },
    ...two.slice(1),
  ]);
  assert.equal(await top(foreign), 'high');
});

test('docker save archives: links between layers, damage, hostile names', async () => {
  const entries = (change: Partial<{ manifest: unknown; layers: TarEntry[] }>): Buffer => {
    const name = `${image.config.digest.slice(7)}.json`;
    const layers = image.layers.map((_, index) => `${index}/layer.tar`);
    const manifest = change.manifest ?? [{ Config: name, RepoTags: null, Layers: layers }];
    return buildTar([
      { path: name, content: image.config.bytes },
      ...(change.layers ??
        image.layers.map(({ tar }, index) => ({ path: `${index}/layer.tar`, content: tar }))),
      { path: 'manifest.json', content: JSON.stringify(manifest) },
    ]);
  };
  const config = `${image.config.digest.slice(7)}.json`;
  const [low, high] = image.layers;
  assert.ok(low !== undefined && high !== undefined);
  const linked = entries({
    layers: [
      { path: 'store/a', content: low.tar },
      { path: 'b/layer.tar', content: high.tar },
      { path: '0/layer.tar', symlink: '../store/a' },
      { path: '1/layer.tar', hardlink: 'b/layer.tar' },
    ],
  });
  for (const pack of [(bytes: Buffer) => bytes, gzipSync]) {
    assert.equal(await top(saved(pack(linked))), 'high');
    const rows: [string, string, Buffer][] = [
      ['no layer', 'BLOB_MISSING', entries({ layers: [] })],
      [
        'a link in a circle',
        'BLOB_MISSING',
        entries({ layers: [{ path: '0/layer.tar', symlink: 'layer.tar' }] }),
      ],
      [
        'a link to the host',
        'BLOB_MISSING',
        entries({ layers: [{ path: '0/layer.tar', symlink: '/etc/passwd' }] }),
      ],
      [
        'a name of the host',
        'IMAGE_INVALID',
        entries({ manifest: [{ Config: '../../etc/passwd', Layers: [] }] }),
      ],
      ['no configuration', 'IMAGE_INVALID', entries({ manifest: [{ Layers: [] }] })],
      [
        'another configuration',
        'BLOB_MISSING',
        entries({ manifest: [{ Config: 'x.json', Layers: [] }] }),
      ],
      ['layers too few', 'IMAGE_INVALID', entries({ manifest: [{ Config: config, Layers: [] }] })],
      ['no image', 'IMAGE_NO_MANIFEST', entries({ manifest: [] })],
      ['no list', 'IMAGE_NO_MANIFEST', entries({ manifest: { Config: config } })],
      [
        'layers without bound',
        'LIMIT_LAYERS',
        entries({
          manifest: [{ Config: config, Layers: Array.from({ length: 1025 }, () => 'x') }],
        }),
      ],
      ['a truncated archive', 'IMAGE_INVALID', entries({}).subarray(0, 3000)],
    ];
    for (const [name, code, bytes] of rows) {
      await assert.rejects(openInput(saved(pack(bytes))), { code }, name);
    }
  }
  const swapped = entries({
    layers: [high, low].map(({ tar }, index) => ({ path: `${index}/layer.tar`, content: tar })),
  });
  await assert.rejects(top(saved(swapped)), { code: 'BLOB_DIGEST' });
  const packed = gzipSync(entries({}));
  await assert.rejects(top(saved(packed.subarray(0, -30))), {
    code: 'LAYER_TRUNCATED',
    message: /^Cannot read ".+": /,
  });
});

test('what is no image is refused', async () => {
  const rows: [string, string][] = [
    ['text', saved(Buffer.from('hello'.repeat(1000)))],
    ['an empty file', saved(Buffer.alloc(0))],
    ['an archive of something else', saved(buildTar([{ path: 'x', content: 'x' }]))],
    ['compressed text', saved(gzipSync('hello'.repeat(1000)))],
    ['an empty folder', join(fresh('x'), '..')],
    ['nothing', join(scratch, 'nothing')],
  ];
  for (const [name, path] of rows) {
    await assert.rejects(openInput(path), { code: 'IMAGE_NOT_AN_IMAGE' }, name);
  }
});

test('paths may hold colons', async () => {
  const folder = await layout({ '1.0': image });
  const path = fresh('with:colon:1.0');
  cpSync(folder, path, { recursive: true });
  assert.equal(await top(path), 'high');
  assert.equal(await top(`${path}:1.0`), 'high');
});

test('sources open by prefix, and say when nothing is there', async () => {
  const folder = await layout({ '1.0': image });
  const rows: [string, string][] = [
    ['oci-dir', folder],
    ['oci-archive', archiveOf(folder)],
    ['docker-archive', saved(dockerArchive(image, []))],
  ];
  for (const [id, path] of rows) {
    const source = imageSources.find((one) => one.id === id);
    assert.ok(source !== undefined, id);
    const opened = await source.open(path, {});
    assert.ok(opened !== undefined, id);
    assert.equal(await topOf(opened), 'high', id);
    assert.equal(await source.open(join(scratch, 'nothing'), {}), undefined);
    const wrong = id === 'oci-dir' ? saved(Buffer.alloc(0)) : saved(buildTar([{ path: 'x' }]));
    await assert.rejects(source.open(wrong, {}), { code: 'IMAGE_NOT_AN_IMAGE' }, id);
  }
});

test('mutated layouts and archives end with an error of ours', async () => {
  const folder = await layout({ '1.0': image });
  const index = readFileSync(join(folder, 'index.json'));
  const archive = dockerArchive(image, ['a:1']);
  await fuzzInTurns([index, archive, gzipSync(archive)], async (bytes) => {
    const path = bytes[0] === 0x7b ? folder : join(folder, '..', 'mutated.tar');
    writeFileSync(path === folder ? join(folder, 'index.json') : path, bytes);
    try {
      await top(path);
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
    }
  });
  assert.ok(readdirSync(scratch).length > 0);
});
