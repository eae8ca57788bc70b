import { join } from 'node:path';
import { parseDigest } from '../formats/digest.ts';
import { kindOf, readWhole, sizeOf } from '../io/files.ts';
import type { LimitName } from '../model/index.ts';
import type { LayerBytes } from './contract.ts';
import { ImageError } from './errors.ts';

/** Where a blob lies in a file, so that a worker thread can open it. */
export type BlobBytes = Extract<LayerBytes, { kind: 'file' | 'packed' }>;

/** The files that make up a saved image: a folder, or an archive that is never unpacked. */
export interface BlobStore {
  /** The path the user gave, for messages. */
  readonly path: string;
  /** The content of a small file; undefined when it is not there. @throws {LimitError} */
  readonly read: (name: string, limit: LimitName) => Promise<Buffer | undefined>;
  /** Where a file lies, or undefined. */
  readonly locate: (name: string) => BlobBytes | undefined;
}

/** A folder as blob store. Only fixed names and names made of checked digests are asked of it. */
export function folderStore(path: string): BlobStore {
  return {
    path,
    read: async (name, limit) => {
      const file = join(path, name);
      return kindOf(file) === undefined ? undefined : readWhole(file, limit);
    },
    locate: (name) => {
      const file = join(path, name);
      if (kindOf(file) !== 'file') return undefined;
      return { kind: 'file', path: file, offset: 0, length: sizeOf(file) };
    },
  };
}

/** Name of a blob in an OCI layout. */
export function blobName(digest: string): string {
  const parsed = parseDigest(digest);
  // Anything else could be a path that climbs.
  if (parsed === undefined) {
    throw new ImageError(
      'DIGEST_UNKNOWN',
      `Cannot find blob "${digest.slice(0, 100)}": it is no digest`,
    );
  }
  return `blobs/${parsed.algorithm}/${parsed.hex}`;
}

/** Error of a blob that an image names and its store lacks. */
export function missingBlob(store: BlobStore, name: string): ImageError {
  return new ImageError('BLOB_MISSING', {
    en: `Cannot open image "${store.path}": "${name}" is not there, but the image is made of it`,
    'zh-CN': `无法打开镜像“${store.path}”：缺少其组成部分“${name}”`,
  });
}

/** Error of a blob that is cut or grown. */
export function wrongSize(
  store: BlobStore,
  name: string,
  size: { readonly found: number; readonly wanted: number },
): ImageError {
  return new ImageError('BLOB_SIZE', {
    en: `Cannot open image "${store.path}": "${name}" has ${size.found} bytes, expected ${size.wanted}`,
    'zh-CN': `无法打开镜像“${store.path}”：“${name}”有 ${size.found} 字节，应为 ${size.wanted} 字节`,
  });
}
