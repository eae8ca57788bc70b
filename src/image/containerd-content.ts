import { join } from 'node:path';
import { kindOf, readWhole, sizeOf } from '../io/files.ts';
import { blobName } from './blob-store.ts';
import { openStoredImage, verifyDigest } from './content-store.ts';
import type { ContentStore } from './content-store.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { ImageError } from './errors.ts';

/** An image that lies in the content store of a containerd. */
export interface StoredInContainerd {
  /** For messages, in quotes. */
  readonly name: string;
  /** Digest of its manifest or index. */
  readonly digest: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** The place it was read from, in words for users. */
  readonly source: string;
}

function pathOf(root: string, digest: string): string {
  return join(root, 'io.containerd.content.v1.content', blobName(digest));
}

/** Whether the content store below `root` has that blob. @throws {IoError} where it may not be looked into. */
export function holdsContent(root: string, digest: string): boolean {
  return kindOf(pathOf(root, digest)) === 'file';
}

/**
 * Opens an image from the blobs that containerd keeps as they were pulled.
 * @throws {ImageError} BLOB_MISSING where containerd was told to drop unpacked layers, and what
 *   `openStoredImage` throws.
 */
export async function openContainerdContent(
  root: string,
  image: StoredInContainerd,
  options: OpenOptions,
): Promise<OpenImage> {
  const { name, digest, tags, digests, source } = image;
  const bytes = readWhole(pathOf(root, digest), 'manifest_bytes');
  verifyDigest(bytes, digest, `the manifest of ${name}`);
  const store: ContentStore = {
    name,
    read: (descriptor, limit) => {
      const path = pathOf(root, descriptor.digest);
      return Promise.resolve(kindOf(path) === 'file' ? readWhole(path, limit) : undefined);
    },
    layer: (descriptor) => {
      const path = pathOf(root, descriptor.digest);
      const length = kindOf(path) === 'file' ? sizeOf(path) : -1;
      if (length === descriptor.size) return { kind: 'file', path, offset: 0, length };
      throw new ImageError(
        'BLOB_MISSING',
        `Cannot find layer ${descriptor.digest} of ${name} in the content store of containerd: it may be set to drop layers once they are unpacked`,
      );
    },
  };
  const names = { tags, digests, source };
  return openStoredImage(store, { bytes, digest }, options.platform, () => names);
}
