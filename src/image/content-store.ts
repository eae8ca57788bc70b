import { createHash } from 'node:crypto';
import { parseDigest } from '../formats/digest.ts';
import {
  isLayerMediaType,
  manifestMediaTypes,
  parseImageConfig,
  parseManifest,
} from '../formats/oci.ts';
import type { Descriptor, ImageManifest, Platform } from '../formats/oci.ts';
import { choosePlatform, formatPlatform, parsePlatform, platformFit } from '../formats/platform.ts';
import { machinePlatform } from '../io/files.ts';
import { LimitError, limits, printable } from '../model/index.ts';
import { assembleImage } from './assemble.ts';
import type { FoundLayer } from './assemble.ts';
import type { LayerBytes, OpenImage } from './contract.ts';
import { ImageError } from './errors.ts';

/** A place that keeps content by digest: a registry, an image layout, the store of containerd. */
export interface ContentStore {
  /** Where it is, for messages: `"host/app"`. */
  readonly name: string;
  /** The whole of a small document, unverified; undefined when the store does not have it. */
  readonly read: (
    descriptor: Descriptor,
    limit: 'manifest_bytes' | 'config_bytes',
  ) => Promise<Uint8Array | undefined>;
  /** Where the bytes of a layer lie. */
  readonly layer: (descriptor: Descriptor) => LayerBytes | Promise<LayerBytes>;
}

/** By which names an opened image goes, beside its digests. */
export interface StoredNames {
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** The place it was read from, in words for users. */
  readonly source: string;
}

/**
 * Compares bytes with their digest.
 * @throws {ImageError} BLOB_DIGEST
 */
export function verifyDigest(bytes: Uint8Array, digest: string, what: string): void {
  const algorithm = parseDigest(digest)?.algorithm ?? 'sha256';
  const found = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  if (found === digest) return;
  throw new ImageError('BLOB_DIGEST', {
    en: `Cannot trust ${what}: its digest is ${found}, expected ${printable(digest)}`,
    'zh-CN': `${what} 不可信：其摘要为 ${found}，应为 ${printable(digest)}`,
  });
}

/**
 * The platform that the user asked for; undefined when none.
 * @throws {ImageError} IMAGE_PLATFORM when it has a wrong form.
 */
export function wantedPlatform(text: string | undefined): Platform | undefined {
  if (text === undefined || text === '') return undefined;
  const platform = parsePlatform(text);
  if (platform !== undefined) return platform;
  throw new ImageError('IMAGE_PLATFORM', {
    en: `Cannot read platform "${printable(text.slice(0, 100))}": expected os/architecture[/variant]`,
    'zh-CN': `平台“${printable(text.slice(0, 100))}”格式有误：应为 os/architecture[/variant]`,
  });
}

/** Where to begin: a document whose digest the caller has verified, or entries of an index to choose from. */
export type StoredRoot =
  | { readonly bytes: Uint8Array; readonly digest: string }
  | { readonly entries: readonly Descriptor[] };

/**
 * Goes from a manifest, an index or entries of one to the image of one platform: indexes down to
 * `index_depth`, manifest, configuration, layers. Every document is compared with digest and size
 * of the descriptor that named it. `namesOf` gets the descriptors passed on the way.
 * @throws {ImageError} IMAGE_PLATFORM, IMAGE_NO_MANIFEST, IMAGE_MEDIA_TYPE, IMAGE_INVALID,
 *   BLOB_MISSING, BLOB_DIGEST, BLOB_SIZE. @throws {FormatError} @throws {LimitError}
 */
export async function openStoredImage(
  store: ContentStore,
  root: StoredRoot,
  platform: string | undefined,
  namesOf: (way: readonly Descriptor[]) => StoredNames,
): Promise<OpenImage> {
  const wanted = wantedPlatform(platform);
  const { manifest, digest, way } = await findManifest(store, root, wanted);
  checkConfigType(manifest.config, store.name);
  const bytes = await readVerified(store, manifest.config, 'config_bytes', 'configuration');
  const config = parseImageConfig(bytes, `the configuration of ${store.name}`);
  if (wanted !== undefined && platformFit(wanted, config) === 0) {
    throw noPlatform(store.name, [config], wanted);
  }
  const layers: FoundLayer[] = [];
  for (const layer of manifest.layers) layers.push(await findLayer(store, layer));
  const { digest: id } = manifest.config;
  const names = namesOf(way);
  return assembleImage({ name: store.name, id, manifestDigest: digest, config, layers, ...names });
}

async function findLayer(store: ContentStore, layer: Descriptor): Promise<FoundLayer> {
  const { digest, size, mediaType } = layer;
  if (mediaType !== '' && !isLayerMediaType(mediaType)) {
    throw new ImageError(
      'IMAGE_MEDIA_TYPE',
      `Cannot open ${store.name}: layer ${digest} is of type "${printable(mediaType.slice(0, 100))}", expected a tar archive, plain or packed with gzip or zstd`,
    );
  }
  return { bytes: await store.layer(layer), digest, size, mediaType };
}

/** A manifest with its digest, and the descriptors that led to it. */
interface FoundManifest {
  readonly manifest: ImageManifest;
  readonly digest: string;
  readonly way: readonly Descriptor[];
}

async function findManifest(
  store: ContentStore,
  root: StoredRoot,
  wanted: Platform | undefined,
): Promise<FoundManifest> {
  const way: Descriptor[] = [];
  let next = root;
  for (let depth = 0; depth <= limits.index_depth.value; depth += 1) {
    let entries: readonly Descriptor[];
    if ('entries' in next) ({ entries } = next);
    else {
      const document = parseManifest(next.bytes, `the manifest of ${store.name}`);
      if (document.kind === 'manifest') return { manifest: document, digest: next.digest, way };
      entries = document.manifests;
    }
    const chosen = chooseEntry(store.name, entries, wanted);
    way.push(chosen);
    const bytes = await readVerified(store, chosen, 'manifest_bytes', 'manifest');
    next = { bytes, digest: chosen.digest };
  }
  throw new LimitError('index_depth', `the index of ${store.name}`);
}

function chooseEntry(
  name: string,
  entries: readonly Descriptor[],
  wanted: Platform | undefined,
): Descriptor {
  if (entries.length === 0) {
    throw new ImageError('IMAGE_NO_MANIFEST', {
      en: `Cannot open ${name}: its index names no manifest`,
      'zh-CN': `无法打开 ${name}：其索引没有指明 manifest`,
    });
  }
  const chosen = choosePlatform(entries, wanted, machinePlatform());
  if (chosen === undefined) {
    const offered = entries.flatMap((entry) => entry.platform ?? []);
    throw noPlatform(name, offered, wanted);
  }
  const { mediaType } = chosen;
  if (mediaType === '' || manifestMediaTypes.includes(mediaType)) return chosen;
  throw new ImageError(
    'IMAGE_MEDIA_TYPE',
    `Cannot open ${name}: it has type "${printable(mediaType.slice(0, 100))}", expected an OCI or Docker image`,
  );
}

/** Reads a document that `descriptor` vouches for. */
async function readVerified(
  store: ContentStore,
  descriptor: Descriptor,
  limit: 'manifest_bytes' | 'config_bytes',
  kind: string,
): Promise<Uint8Array> {
  const what = `the ${kind} ${descriptor.digest} of ${store.name}`;
  if (descriptor.size > limits[limit].value) throw new LimitError(limit, what, descriptor.size);
  const bytes = await store.read(descriptor, limit);
  if (bytes === undefined) {
    throw new ImageError('BLOB_MISSING', {
      en: `Cannot read ${what}: it is not there, expected it`,
      'zh-CN': `无法读取 ${what}：它不存在`,
    });
  }
  if (bytes.byteLength !== descriptor.size) {
    throw new ImageError('BLOB_SIZE', {
      en: `Cannot trust ${what}: it has ${bytes.byteLength} bytes, expected ${descriptor.size}`,
      'zh-CN': `${what} 不可信：有 ${bytes.byteLength} 字节，应为 ${descriptor.size} 字节`,
    });
  }
  verifyDigest(bytes, descriptor.digest, what);
  return bytes;
}

const configMediaTypes: ReadonlySet<string> = new Set([
  '',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  // What early builders wrote for the same document.
  'application/octet-stream',
]);

function checkConfigType({ mediaType }: Descriptor, name: string): void {
  if (configMediaTypes.has(mediaType)) return;
  throw new ImageError(
    'IMAGE_MEDIA_TYPE',
    `Cannot open ${name}: its configuration is of type "${printable(mediaType.slice(0, 100))}", expected a container image`,
  );
}

function noPlatform(
  name: string,
  offered: readonly Platform[],
  wanted: Platform | undefined,
): ImageError {
  const list = [...new Set(offered.map((platform) => formatPlatform(platform)))];
  const shown = printable(list.slice(0, 20).join(', ')) || 'no platform';
  return new ImageError('IMAGE_PLATFORM', {
    en: `Cannot open ${name}: it is there for ${shown}, expected ${formatPlatform(wanted ?? machinePlatform())}`,
    'zh-CN': `无法打开 ${name}：现有平台为 ${shown}，要求的是 ${formatPlatform(wanted ?? machinePlatform())}`,
  });
}
