import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import { parseImageConfig } from '../formats/oci.ts';
import { platformFit, parsePlatform, formatPlatform } from '../formats/platform.ts';
import { errorText, LimitError, limits } from '../model/index.ts';
import { openArchive } from './archive-store.ts';
import { assembleImage, digestOf, type FoundLayer } from './assemble.ts';
import { type BlobStore, missingBlob } from './blob-store.ts';
import type { ImageSource, OpenImage, OpenOptions } from './contract.ts';
import { ImageError } from './errors.ts';
import { normalisePath } from './layer-path.ts';
import { splitReference } from './reference-path.ts';

/** One entry of `manifest.json`: what `docker save` wrote of one image. */
interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** The archive that `docker save` and `podman save` write, old (`<id>/layer.tar`) and new (`blobs/sha256/…`). */
export const dockerArchive: ImageSource = {
  id: 'docker-archive',
  prefix: 'docker-archive:',
  title: 'archive of docker save',
  open: async (reference, options) => {
    const place = splitReference(reference);
    if (place === undefined) return undefined;
    return openSaved(await openArchive(place.path, options.signal), place.name, options);
  },
};

/**
 * Opens an image of a `docker save` archive. The configuration is verified by the digest in its
 * name; layers by the digest in their name, or by the diffID of the configuration.
 * @throws {ImageError} @throws {FormatError} @throws {LimitError}
 */
export async function openSaved(
  store: BlobStore,
  wanted: string | undefined,
  options: OpenOptions,
): Promise<OpenImage> {
  const bytes = await store.read('manifest.json', 'manifest_bytes');
  if (bytes === undefined) {
    throw new ImageError('IMAGE_NOT_AN_IMAGE', {
      en: `Cannot open "${store.path}": it has no manifest.json, wanted an archive written by docker save`,
      'zh-CN': `无法打开“${store.path}”：其中没有 manifest.json，应为 docker save 写出的归档`,
    });
  }
  const saved = chooseSaved(store, readSaved(bytes, store), wanted);
  const configBytes = await store.read(saved.config, 'config_bytes');
  if (configBytes === undefined) throw missingBlob(store, saved.config);
  const config = parseImageConfig(configBytes, `"${saved.config}" of "${store.path}"`);
  const id = digestOf(configBytes);
  const promised = /([0-9a-f]{64})(?:\.json)?$/.exec(saved.config)?.[1];
  if (promised !== undefined && id !== `sha256:${promised}`) {
    throw new ImageError(
      'BLOB_DIGEST',
      `Cannot trust "${saved.config}" of "${store.path}": digest is ${id}, expected sha256:${promised}`,
    );
  }
  checkPlatform(store, config, options.platform);
  const layers = saved.layers.map((name) => findLayer(store, name));
  return assembleImage({
    name: store.path,
    source: 'docker save',
    id,
    tags: saved.tags,
    config,
    layers,
  });
}

function readSaved(bytes: Buffer, store: BlobStore): SavedImage[] {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw invalid(store, errorText(cause), cause);
  }
  const images = listOf(value).map((item) => {
    const entry = objectOf(item);
    const layers = listOf(entry['Layers']);
    if (layers.length > limits.layers.value) {
      throw new LimitError('layers', `"${store.path}"`, layers.length);
    }
    // Names of a stranger: they only ever select members of the archive.
    const names = layers.map((name) => memberName(store, textOf(name)));
    const config = memberName(store, textOf(entry['Config']));
    return { config, tags: textsOf(entry['RepoTags']), layers: names };
  });
  if (images.length > 0) return images;
  throw new ImageError('IMAGE_NO_MANIFEST', {
    en: `Cannot open "${store.path}": its manifest.json lists no image`,
    'zh-CN': `无法打开“${store.path}”：其 manifest.json 中没有镜像`,
  });
}

function memberName(store: BlobStore, text: string | undefined): string {
  const name = text === undefined ? undefined : normalisePath(text);
  if (name !== undefined && name !== '') return name;
  throw invalid(store, 'an entry names no configuration or a layer that is no path');
}

function invalid(store: BlobStore, found: string, cause?: unknown): ImageError {
  return new ImageError('IMAGE_INVALID', `Cannot read manifest.json of "${store.path}": ${found}`, {
    cause,
  });
}

function chooseSaved(
  store: BlobStore,
  images: readonly SavedImage[],
  wanted: string | undefined,
): SavedImage {
  const names = images.flatMap(({ tags }) => tags);
  const shown = names.map((name) => `"${name.slice(0, 200)}"`).slice(0, 20);
  if (wanted !== undefined) {
    const named = images.find((image) => isNamed(image, wanted));
    if (named !== undefined) return named;
    throw new ImageError('IMAGE_TAG_MISSING', {
      en: `Cannot open image "${wanted}" of "${store.path}": there is none of that name, wanted one of ${shown.join(', ') || 'none with a name'}`,
      'zh-CN': `无法打开“${store.path}”中的镜像“${wanted}”：没有这个名称，现有：${shown.join('、') || '均无名称'}`,
    });
  }
  const [first] = images;
  if (first !== undefined && images.every(({ config }) => config === first.config)) {
    return { ...first, tags: names };
  }
  throw new ImageError('IMAGE_AMBIGUOUS', {
    en: `Cannot choose an image of "${store.path}": it has ${images.length}, name one of ${shown.join(', ')} after a colon`,
    'zh-CN': `“${store.path}”中有 ${images.length} 个镜像：请在冒号后指明其一：${shown.join('、')}`,
  });
}

function isNamed({ tags, config }: SavedImage, wanted: string): boolean {
  const hex = wanted.startsWith('sha256:') ? wanted.slice(7) : undefined;
  if (hex !== undefined && hex.length === 64 && config.includes(hex)) return true;
  return tags.some(
    (tag) => tag === wanted || tag === `${wanted}:latest` || tag.endsWith(`:${wanted}`),
  );
}

/** An archive holds each image for one platform: another one that was asked for is not there. */
function checkPlatform(
  store: BlobStore,
  config: { readonly os: string; readonly architecture: string; readonly variant?: string },
  platform: string | undefined,
): void {
  if (platform === undefined) return;
  const wanted = parsePlatform(platform);
  if (wanted !== undefined && platformFit(wanted, config) > 0) return;
  throw new ImageError('IMAGE_PLATFORM', {
    en: `Cannot open image "${store.path}" for "${platform}": it is there for ${formatPlatform(config)}`,
    'zh-CN': `无法打开平台 ${platform} 的镜像“${store.path}”：其平台为 ${formatPlatform(config)}`,
  });
}

function findLayer(store: BlobStore, name: string): FoundLayer {
  const bytes = store.locate(name);
  if (bytes === undefined) throw missingBlob(store, name);
  const hex = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(name)?.[1];
  return { bytes, size: bytes.length, ...(hex === undefined ? {} : { digest: `sha256:${hex}` }) };
}
