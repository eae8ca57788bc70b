import { kindOf } from '../io/files.ts';
import { openArchive } from './archive-store.ts';
import { type BlobStore, folderStore } from './blob-store.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { openSaved } from './docker-archive.ts';
import { ImageError } from './errors.ts';
import { openLayout } from './layout.ts';
import { splitReference } from './reference-path.ts';

/**
 * Opens what lies at a path, `PATH[:NAME]`, whatever form it has: an OCI layout as folder or
 * archive, or an archive of `docker save`, plain or compressed. Decided by content, never by name.
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE, and what the form's own source throws.
 */
export async function openInput(reference: string, options: OpenOptions = {}): Promise<OpenImage> {
  const place = splitReference(reference);
  if (place === undefined) {
    throw new ImageError('IMAGE_NOT_AN_IMAGE', {
      en: `Cannot open "${reference}": there is no such file`,
      'zh-CN': `无法打开“${reference}”：文件不存在`,
    });
  }
  const folder = kindOf(place.path) === 'directory';
  const store = folder ? folderStore(place.path) : await openArchive(place.path, options.signal);
  // Docker writes both since version 25; its own list always names exactly the images that were saved.
  if (has(store, 'manifest.json')) return openSaved(store, place.name, options);
  if (has(store, 'index.json') || has(store, 'oci-layout')) {
    return openLayout(store, place.name, options);
  }
  throw new ImageError('IMAGE_NOT_AN_IMAGE', {
    en: `Cannot open "${place.path}": it has neither manifest.json nor index.json, wanted an archive of docker save or an OCI layout`,
    'zh-CN': `无法打开“${place.path}”：既没有 manifest.json 也没有 index.json，应为 docker save 的归档或 OCI layout`,
  });
}

function has(store: BlobStore, name: string): boolean {
  return store.locate(name) !== undefined;
}
