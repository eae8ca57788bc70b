import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { findArtifact, pushArtifact } from '../image/registry-artifact.ts';
import { refuseOffline } from '../image/offline.ts';
import type { ArtifactOptions } from '../image/registry-artifact.ts';
import { makeArtifact } from '../io/artifact.ts';
import { openGrowing } from '../io/download-file.ts';
import { fileChunks, sizeOf } from '../io/files.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { spool } from '../io/spool.ts';
import { LimitError, limits, printable } from '../model/index.ts';
import type { DatabaseInfo } from '../model/index.ts';
import { schemaNumber } from '../scan/advisories/schema.ts';
import { verifyDatabase } from '../scan/advisories/status.ts';
import { isFile } from '../io/text-file.ts';
import { ScanError } from '../scan/errors.ts';

/** A program reads only its own table layout, so the type says which that is. */
const artifactType: string = `application/vnd.plimsoll.database.v${schemaNumber}`;
const mediaType: string = `${artifactType}.sqlite+zstd`;

/** How to reach the registry; `offline` refuses to. */
export type TransferOptions = ArtifactOptions & { readonly offline?: boolean };

/** What went over. */
export interface Transfer {
  /** The artifact by digest. */
  readonly name: string;
  readonly path: string;
  /** Bytes of the compressed database. */
  readonly bytes: number;
  readonly info: DatabaseInfo;
}

/**
 * Puts a database into a registry, where machines without a way to the feeds can get it. A damaged
 * one is not passed on.
 * @throws {ScanError} DATABASE_MISSING, DATABASE_DAMAGED. @throws {ImageError} of the registry.
 */
export async function pushDatabase(
  path: string,
  reference: string,
  options: TransferOptions = {},
): Promise<Transfer> {
  refuseOffline(options.offline, `push the database to "${printable(reference)}"`);
  if (!isFile(path)) {
    throw new ScanError('DATABASE_MISSING', {
      en: `Cannot push the database "${path}": there is no such file`,
      'zh-CN': `无法推送数据库“${path}”：文件不存在`,
    });
  }
  const info = verifyDatabase(path);
  const environment: Environment = options.environment ?? surroundings().environment;
  const hash = createHash('sha256');
  const packed = await spool(hashed(compressed(path, options.signal), hash), environment);
  try {
    const digest = `sha256:${hash.digest('hex')}`;
    const bytes = sizeOf(packed.path);
    const annotations = {
      'org.opencontainers.image.created': info.built,
      'org.opencontainers.image.title': 'advisories.db.zst',
      'org.opencontainers.image.description': 'Plimsoll advisory database',
      'dev.plimsoll.checksum': info.checksum,
    };
    const file = { path: packed.path, digest, artifactType, mediaType, annotations };
    const manifest = await pushArtifact(reference, file, options);
    return { name: `${reference}@${manifest}`, path, bytes, info };
  } finally {
    packed.close();
  }
}

async function* compressed(
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const packer = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 6 } });
  const length = sizeOf(path);
  const source = async function* pieces(): AsyncGenerator<Uint8Array> {
    // What fileChunks lends would change while the packer still holds it.
    for await (const piece of fileChunks({ path, offset: 0, length }, signal))
      yield Buffer.from(piece);
  };
  const done = pipeline(source, packer);
  done.catch(() => undefined);
  yield* packer as AsyncIterable<Uint8Array>;
  await done;
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/**
 * Gets a database from a registry. It takes the place of the one at `path` only when it is whole:
 * digest of what was sent, table layout and its own checksum are compared first.
 * @throws {ImageError} of the registry. @throws {ScanError} DATABASE_DAMAGED, DATABASE_SCHEMA.
 */
export async function pullDatabase(
  reference: string,
  path: string,
  options: TransferOptions = {},
): Promise<Transfer> {
  refuseOffline(options.offline, `pull the database "${printable(reference)}"`);
  const found = await findArtifact(reference, mediaType, options);
  const info = await makeArtifact(path, async (temporary) => {
    await unpack(found.read(), temporary);
    return verifyDatabase(temporary);
  });
  return { name: found.name, path, bytes: found.layer.size, info: { ...info, path } };
}

async function unpack(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const unpacker = createZstdDecompress();
  const file = openGrowing(path);
  try {
    const done = pipeline(chunks, unpacker);
    done.catch(() => undefined);
    for await (const piece of unpacker as AsyncIterable<Uint8Array>) {
      if (file.size + piece.length > limits.database_bytes.value) {
        throw new LimitError('database_bytes', 'the database that was pulled');
      }
      file.append(piece);
    }
    await done;
  } finally {
    file.close();
  }
}
