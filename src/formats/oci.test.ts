import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { PlimsollError } from '../model/index.ts';
import { isLayerMediaType, layerHistory, parseImageConfig, parseManifest } from './oci.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const entry = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 7 };
const manifest = { schemaVersion: 2, config: entry, layers: [entry, entry] };
const index = {
  schemaVersion: 2,
  manifests: [
    { ...entry, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    { ...entry, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
    { ...entry, annotations: { 'org.opencontainers.image.ref.name': '1.0' } },
  ],
};
const config = {
  os: 'linux',
  architecture: 'amd64',
  created: '2026-01-01T00:00:00Z',
  rootfs: { type: 'layers', diff_ids: [digest, digest] },
  history: [
    { created_by: 'ADD base' },
    { created_by: 'ENV A=1', empty_layer: true },
    { comment: 'Imported' },
  ],
};

function bytes(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

test('parseManifest: the form decides between index and manifest', () => {
  const one = parseManifest(bytes({ ...manifest, mediaType: 'text/html' }), 'it');
  assert.equal(one.kind, 'manifest');
  assert.deepEqual(one.kind === 'manifest' && one.layers.map(({ size }) => size), [7, 7]);
  const many = parseManifest(bytes(index), 'it');
  assert.ok(many.kind === 'index');
  assert.deepEqual(many.manifests[0]?.platform, {
    os: 'linux',
    architecture: 'arm',
    variant: 'v7',
  });
  assert.equal(many.manifests[1]?.attestation, true);
  assert.equal(many.manifests[2]?.refName, '1.0');
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ['schema 1', { schemaVersion: 1, fsLayers: [] }, 'OCI_SCHEMA1'],
  ['an HTML page', '<!doctype html><title>Sign in</title>', 'OCI_INVALID'],
  ['an empty answer', '', 'OCI_INVALID'],
  ['a list', [], 'OCI_INVALID'],
  ['null', null, 'OCI_INVALID'],
  ['an empty object', {}, 'OCI_INVALID'],
  ['index and manifest at once', { ...index, ...manifest }, 'OCI_INVALID'],
  ['index with layers', { ...index, layers: [] }, 'OCI_INVALID'],
  ['a manifest without configuration', { ...manifest, config: null }, 'OCI_INVALID'],
  [
    'a digest that leaves its folder',
    { ...manifest, layers: [{ ...entry, digest: 'sha256:../../etc/passwd' }] },
    'OCI_INVALID',
  ],
  [
    'a digest of another algorithm',
    { ...manifest, config: { ...entry, digest: 'md5:00' } },
    'OCI_INVALID',
  ],
  ['a negative size', { ...manifest, layers: [{ ...entry, size: -1 }] }, 'OCI_INVALID'],
  [
    'a size that is no integer',
    { ...manifest, layers: [{ ...entry, size: 1e300 }] },
    'OCI_INVALID',
  ],
  ['a size as text', { ...manifest, layers: [{ ...entry, size: '7' }] }, 'OCI_INVALID'],
  [
    'too many layers',
    { ...manifest, layers: Array.from({ length: 2000 }, () => entry) },
    'LIMIT_LAYERS',
  ],
  ['too many bytes', ' '.repeat(5_000_000), 'LIMIT_MANIFEST_BYTES'],
  ['deep nesting', `{"x":${'['.repeat(1_900_000)}${']'.repeat(1_900_000)}}`, 'OCI_INVALID'],
];

for (const [title, value, code] of refused) {
  test(`parseManifest: ${title} is ${code}`, () => {
    assert.throws(
      () => parseManifest(bytes(value), 'it'),
      (error) => error instanceof PlimsollError && error.code === code,
    );
  });
}

test('parseImageConfig: identity, layers and the history that made them', () => {
  const read = parseImageConfig(bytes(config), 'it');
  assert.deepEqual([read.os, read.architecture, read.created], ['linux', 'amd64', config.created]);
  assert.deepEqual(layerHistory(read, 2), [
    { index: 0, createdBy: 'ADD base' },
    { index: 2, createdBy: 'Imported' },
  ]);
  assert.deepEqual(layerHistory(read, 3), [undefined, undefined, undefined]);
});

test('parseImageConfig: a configuration without layers or history is one', () => {
  const read = parseImageConfig(bytes({ os: 'linux', history: null, rootfs: null }), 'it');
  assert.deepEqual([read.diffIds, read.history], [[], []]);
});

for (const [title, value] of [
  ['diff_ids that are no list', { rootfs: { diff_ids: { 0: digest } } }],
  ['a diff_id that is no digest', { rootfs: { diff_ids: ['sha256:xyz'] } }],
  ['no object', '"text"'],
] as const) {
  test(`parseImageConfig: ${title} is refused`, () => {
    assert.throws(() => parseImageConfig(bytes(value), 'it'), PlimsollError);
  });
}

for (const [mediaType, expected] of [
  ['application/vnd.oci.image.layer.v1.tar', true],
  ['application/vnd.oci.image.layer.v1.tar+zstd', true],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', true],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', true],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', true],
  ['application/vnd.in-toto+json', false],
  ['application/vnd.oci.empty.v1+json', false],
  ['application/vnd.wasm.content.layer.v1+wasm', false],
  ['application/vnd.oci.image.layer.v1.tar+gzip+encrypted', false],
  ['', false],
] as const) {
  test(`isLayerMediaType: "${mediaType}" is ${expected}`, () => {
    assert.equal(isLayerMediaType(mediaType), expected);
  });
}

test('parseManifest, parseImageConfig: mutated documents are read or refused', () => {
  fuzz([bytes(manifest), bytes(index)], (mutated) => parseManifest(mutated, 'it'));
  fuzz([bytes(config)], (mutated) => layerHistory(parseImageConfig(mutated, 'it'), 2));
});
