import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { fakeRegistry } from '../../test/kit/fake-registry.ts';
import { sha256 } from '../../test/kit/oci.ts';
import type { Blob } from '../../test/kit/oci.ts';
import { schemaNumber } from '../scan/advisories/schema.ts';
import { openImage } from './open-image.ts';
import { pullDatabase, pushDatabase } from './transfer-database.ts';

const layerType = `application/vnd.plimsoll.database.v${schemaNumber}.sqlite+zstd`;

function blob(bytes: Buffer, mediaType: string): Blob {
  return { bytes, digest: sha256(bytes), size: bytes.length, mediaType };
}

function manifestOf(layers: readonly object[]): Blob {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256('{}'), size: 2 };
  const text = JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
  return blob(Buffer.from(text), mediaType);
}

test('pullDatabase: what is not a whole database of this layout leaves the old one in place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pull-'));
  const path = join(folder, 'advisories.db');
  writeFileSync(path, 'the old one');
  const packed = zstdCompressSync(Buffer.from('no database'));
  const layer = { digest: sha256(packed), size: packed.length };
  const cases: readonly (readonly [string, readonly object[], RegExp])[] = [
    [
      'other-layout',
      [{ ...layer, mediaType: 'application/vnd.plimsoll.database.v0.sqlite+zstd' }],
      /^IMAGE_MEDIA_TYPE$/,
    ],
    [
      'an-image',
      [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar' }],
      /^IMAGE_MEDIA_TYPE$/,
    ],
    [
      'two',
      [
        { ...layer, mediaType: layerType },
        { ...layer, mediaType: layerType },
      ],
      /^IMAGE_MEDIA_TYPE$/,
    ],
    ['nothing', [], /^IMAGE_MEDIA_TYPE$/],
    ['no-database', [{ ...layer, mediaType: layerType }], /^(?:SQLITE_|DATABASE_|IO_)/],
    ['wrong-size', [{ ...layer, size: 3, mediaType: layerType }], /^BLOB_DIGEST$/],
    ['absent', [{ digest: sha256('x'), size: 1, mediaType: layerType }], /^BLOB_MISSING$/],
  ];
  const manifests = cases.map(([tag, layers]) => [tag, manifestOf(layers)] as const);
  const tags = Object.fromEntries([...manifests, ['layer', blob(packed, layerType)]]);
  const server = await fakeRegistry({ tags });
  const host = new URL(server.url).host;
  try {
    for (const [tag, , code] of cases) {
      await assert.rejects(
        pullDatabase(`${host}/db:${tag}`, path, { environment: {} }),
        (error: Error & { code?: string }) => code.test(error.code ?? ''),
        tag,
      );
      assert.equal(readFileSync(path, 'utf8'), 'the old one', tag);
      assert.deepEqual(readdirSync(folder), ['advisories.db'], tag);
    }
    assert.ok(existsSync(path));
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

test('offline: a registry is refused before anything is asked', async () => {
  const asked: string[] = [];
  const http = {
    request: (): never => {
      asked.push('a request');
      throw new Error('asked');
    },
  };
  const forbidden = { code: 'NETWORK_FORBIDDEN' };
  const options = { environment: {}, offline: true, http };
  await assert.rejects(pullDatabase('localhost:1/db:1', 'nowhere.db', options), forbidden);
  await assert.rejects(pushDatabase('nowhere.db', 'localhost:1/db:1', options), forbidden);
  await assert.rejects(
    openImage({ reference: 'registry:localhost:1/x', offline: true }),
    forbidden,
  );
  assert.deepEqual(asked, []);
});
