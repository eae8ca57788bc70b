import { type Descriptor, parseManifest } from '../formats/oci.ts';
import { blobName, type BlobStore, missingBlob, wrongSize } from './blob-store.ts';
import { type ContentStore, openStoredImage } from './content-store.ts';
import type { LayerBytes, OpenImage, OpenOptions } from './contract.ts';
import { ImageError } from './errors.ts';

/** Which image of a layout is wanted: a tag, an image name, a digest, or undefined for the only one. */
export type WantedName = string | undefined;

/**
 * Opens an image of an OCI layout (OCI image specification, image-layout.md). Index, manifest and
 * configuration are verified by digest; layers only have to be there with the right size.
 * @throws {ImageError} @throws {FormatError} @throws {LimitError}
 */
export async function openLayout(
  store: BlobStore,
  wanted: WantedName,
  options: OpenOptions,
): Promise<OpenImage> {
  const what = `index.json of "${store.path}"`;
  const bytes = await store.read('index.json', 'manifest_bytes');
  if (bytes === undefined) {
    throw new ImageError('IMAGE_NOT_AN_IMAGE', {
      en: `Cannot open "${store.path}" as OCI layout: it has no index.json`,
      'zh-CN': `无法将“${store.path}”作为 OCI layout 打开：其中没有 index.json`,
    });
  }
  const index = parseManifest(bytes, what);
  if (index.kind !== 'index') {
    throw new ImageError('IMAGE_NO_MANIFEST', `Cannot open ${what}: it is no index of images`);
  }
  const entries = chooseNamed(store, index.manifests, wanted);
  return openStoredImage(contentOf(store), { entries }, options.platform, (way) => ({
    tags: [...new Set(way.flatMap(namesOf))],
    digests: [],
    source: 'OCI layout',
  }));
}

/** The entries of `index.json` that the user can mean: all of one image. */
function chooseNamed(
  store: BlobStore,
  entries: readonly Descriptor[],
  wanted: WantedName,
): readonly Descriptor[] {
  const images = entries.filter(({ attestation }) => !attestation);
  if (images.length === 0) {
    throw new ImageError('IMAGE_NO_MANIFEST', {
      en: `Cannot open "${store.path}": its index.json names no image manifest`,
      'zh-CN': `无法打开“${store.path}”：其 index.json 没有指明镜像 manifest`,
    });
  }
  const names = [...new Set(images.flatMap(namesOf))];
  if (wanted !== undefined) {
    const named = images.filter((entry) => isNamed(entry, wanted));
    if (named.length > 0) return named;
    throw new ImageError('IMAGE_TAG_MISSING', {
      en: `Cannot open image "${wanted}" of "${store.path}": there is none of that name, wanted one of ${listed(names)}`,
      'zh-CN': `无法打开“${store.path}”中的镜像“${wanted}”：没有这个名称，现有：${listed(names)}`,
    });
  }
  // Entries without names, or with one name for all, are one image for several platforms.
  const groups = new Set(images.map((entry) => namesOf(entry).join(' ')));
  const digests = new Set(images.map(({ digest }) => digest));
  if (groups.size === 1 || digests.size === 1) return images;
  throw new ImageError('IMAGE_AMBIGUOUS', {
    en: `Cannot choose an image of "${store.path}": it has ${digests.size}, name one of ${listed(names)} after a colon`,
    'zh-CN': `“${store.path}”中有 ${digests.size} 个镜像：请在冒号后指明其一：${listed(names)}`,
  });
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'its digests (no image has a name)';
  const shown = names.slice(0, 20).map((name) => `"${name.slice(0, 200)}"`);
  return shown.join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
}

function namesOf({ refName, imageName }: Descriptor): string[] {
  return [refName, imageName].filter((name) => name !== undefined);
}

function isNamed(entry: Descriptor, wanted: string): boolean {
  if (entry.digest === wanted) return true;
  return namesOf(entry).some((name) => name === wanted || name.endsWith(`:${wanted}`));
}

/** The blobs of a layout as a store of content by digest. */
function contentOf(store: BlobStore): ContentStore {
  return {
    name: `"${store.path}"`,
    read: ({ digest }, limit) => store.read(blobName(digest), limit),
    layer: (layer) => findLayer(store, layer),
  };
}

function findLayer(store: BlobStore, layer: Descriptor): LayerBytes {
  const { digest, size, mediaType } = layer;
  const bytes = store.locate(blobName(digest));
  if (bytes === undefined) {
    if (!/foreign|nondistributable/.test(mediaType)) throw missingBlob(store, digest);
    throw new ImageError(
      'IMAGE_FOREIGN_LAYER',
      `Cannot read layer ${digest} of "${store.path}": its maker keeps it elsewhere, and it is not in the layout`,
    );
  }
  if (bytes.length !== size) throw wrongSize(store, digest, { found: bytes.length, wanted: size });
  return bytes;
}
