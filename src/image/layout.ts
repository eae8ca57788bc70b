import {
  type Descriptor,
  type ImageManifest,
  isLayerMediaType,
  parseImageConfig,
  parseManifest,
} from '../formats/oci.ts';
import { choosePlatform, formatPlatform, parsePlatform } from '../formats/platform.ts';
import { machinePlatform } from '../io/files.ts';
import { LimitError, limits } from '../model/index.ts';
import { assembleImage, digestOf, type FoundLayer } from './assemble.ts';
import { blobName, type BlobStore, missingBlob, readBlob, wrongSize } from './blob-store.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import { ImageError } from './errors.ts';

/** Which image of a layout is wanted: a tag, an image name, a digest, or undefined for the only one. */
export type WantedName = string | undefined;

/** An image of a layout on the way from `index.json` to its manifest. */
interface Found {
  readonly manifest: ImageManifest;
  readonly descriptor: Descriptor;
  readonly names: readonly string[];
}

const configMediaTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  // Old registries and builders wrote this for image configurations.
  'application/octet-stream',
  '',
]);

const manifestMediaType =
  /^(?:application\/vnd\.oci\.image\.(?:index|manifest)\.v1\+json|application\/vnd\.docker\.distribution\.manifest\.(?:list\.)?v2\+json|)$/;

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
    throw new ImageError(
      'IMAGE_NOT_AN_IMAGE',
      `Cannot open "${store.path}" as OCI layout: it has no index.json`,
    );
  }
  const index = parseManifest(bytes, what);
  if (index.kind !== 'index') {
    throw new ImageError('IMAGE_NO_MANIFEST', `Cannot open ${what}: it is no index of images`);
  }
  const found = await findManifest(store, chooseNamed(store, index.manifests, wanted), options);
  return openManifest(store, found);
}

/** The entries of `index.json` that the user can mean: all of one image. */
function chooseNamed(
  store: BlobStore,
  entries: readonly Descriptor[],
  wanted: WantedName,
): readonly Descriptor[] {
  const images = entries.filter(({ attestation }) => !attestation);
  if (images.length === 0) {
    throw new ImageError(
      'IMAGE_NO_MANIFEST',
      `Cannot open "${store.path}": its index.json names no image manifest`,
    );
  }
  const names = [...new Set(images.flatMap(namesOf))];
  if (wanted !== undefined) {
    const named = images.filter((entry) => isNamed(entry, wanted));
    if (named.length > 0) return named;
    throw new ImageError(
      'IMAGE_TAG_MISSING',
      `Cannot open image "${wanted}" of "${store.path}": there is none of that name, wanted one of ${listed(names)}`,
    );
  }
  // Entries without names, or with one name for all, are one image for several platforms.
  const groups = new Set(images.map((entry) => namesOf(entry).join(' ')));
  const digests = new Set(images.map(({ digest }) => digest));
  if (groups.size === 1 || digests.size === 1) return images;
  throw new ImageError(
    'IMAGE_AMBIGUOUS',
    `Cannot choose an image of "${store.path}": it has ${digests.size}, name one of ${listed(names)} after a colon`,
  );
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

/** Goes down through nested indexes to the manifest for the wanted platform. */
async function findManifest(
  store: BlobStore,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Promise<Found> {
  let candidates = entries;
  const names = new Set<string>();
  for (let depth = 0; depth < limits.index_depth.value; depth += 1) {
    const descriptor = choose(store, candidates, options);
    for (const name of namesOf(descriptor)) names.add(name);
    if (!manifestMediaType.test(descriptor.mediaType)) {
      throw new ImageError(
        'IMAGE_MEDIA_TYPE',
        `Cannot open image "${store.path}": it has type "${descriptor.mediaType.slice(0, 100)}", wanted an OCI or Docker image`,
      );
    }
    const bytes = await readBlob(store, descriptor, 'manifest_bytes');
    const document = parseManifest(bytes, `manifest ${descriptor.digest} of "${store.path}"`);
    if (document.kind === 'manifest') return { manifest: document, descriptor, names: [...names] };
    candidates = document.manifests;
  }
  throw new LimitError('index_depth', `index of "${store.path}"`);
}

function choose(
  store: BlobStore,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Descriptor {
  const wanted = options.platform === undefined ? undefined : parsePlatform(options.platform);
  const platformKnown = options.platform === undefined || wanted !== undefined;
  const chosen = platformKnown ? choosePlatform(entries, wanted, machinePlatform()) : undefined;
  if (chosen !== undefined) return chosen;
  const offered = entries.flatMap(({ platform }) =>
    platform === undefined ? [] : [formatPlatform(platform)],
  );
  const asked = options.platform ?? formatPlatform(machinePlatform());
  throw new ImageError(
    entries.length === 0 ? 'IMAGE_NO_MANIFEST' : 'IMAGE_PLATFORM',
    `Cannot open image "${store.path}" for "${asked}": it is there for ${offered.join(', ') || 'no known platform'}`,
  );
}

async function openManifest(store: BlobStore, found: Found): Promise<OpenImage> {
  const { manifest, descriptor, names } = found;
  const { config: place } = manifest;
  if (!configMediaTypes.has(place.mediaType)) {
    throw new ImageError(
      'IMAGE_MEDIA_TYPE',
      `Cannot open "${store.path}": its configuration has type "${place.mediaType.slice(0, 100)}", wanted an image`,
    );
  }
  const bytes = await readBlob(store, place, 'config_bytes');
  const config = parseImageConfig(bytes, `configuration ${place.digest} of "${store.path}"`);
  return assembleImage({
    name: store.path,
    source: 'OCI layout',
    id: digestOf(bytes),
    manifestDigest: descriptor.digest,
    tags: names,
    config,
    layers: manifest.layers.map((layer) => findLayer(store, layer)),
  });
}

function findLayer(store: BlobStore, layer: Descriptor): FoundLayer {
  const { digest, size, mediaType } = layer;
  if (!isLayerMediaType(mediaType)) {
    throw new ImageError(
      'IMAGE_MEDIA_TYPE',
      `Cannot read layer ${digest} of "${store.path}": it has type "${mediaType.slice(0, 100)}", wanted a tar archive, plain or compressed with gzip or zstd`,
    );
  }
  const bytes = store.locate(blobName(digest));
  if (bytes === undefined) {
    if (!/foreign|nondistributable/.test(mediaType)) throw missingBlob(store, digest);
    throw new ImageError(
      'IMAGE_FOREIGN_LAYER',
      `Cannot read layer ${digest} of "${store.path}": its maker keeps it elsewhere, and it is not in the layout`,
    );
  }
  if (bytes.length !== size) throw wrongSize(store, digest, { found: bytes.length, wanted: size });
  return { bytes, digest, size, mediaType };
}
