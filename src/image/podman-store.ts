import { join } from 'node:path';
import { isDigest } from '../formats/digest.ts';
import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import { parseImageConfig } from '../formats/oci.ts';
import type { ImageConfig } from '../formats/oci.ts';
import { kindOf, readWhole, sizeOf } from '../io/files.ts';
import { assembleImage } from './assemble.ts';
import type { FoundLayer } from './assemble.ts';
import { verifyDigest } from './content-store.ts';
import type { OpenImage } from './contract.ts';
import { ImageError } from './errors.ts';

/** Graph drivers whose content is read, and where they keep that of one layer. */
const drivers: ReadonlyMap<string, (id: string) => string> = new Map([
  ['overlay', (id: string) => join('overlay', id, 'diff')],
  ['vfs', (id: string) => join('vfs', 'dir', id)],
]);

/** An image of a store of containers/storage (podman, buildah, CRI-O), opened, and by which driver. */
export interface FromPodmanStore {
  readonly image: OpenImage;
  readonly driver: string;
}

/** Looks for an image under any of `names`, or by its id, in the store at `root`; undefined when it is not there. */
export function openFromPodmanStore(
  root: string,
  names: readonly string[],
): FromPodmanStore | undefined {
  for (const [driver, folderOf] of drivers) {
    const found = imageRecord(join(root, `${driver}-images`), names);
    if (found === undefined) continue;
    return { image: openRecord(root, driver, found, folderOf), driver };
  }
  return undefined;
}

/** One entry of `images.json`. */
interface ImageRecord {
  readonly id: string;
  readonly layer: string;
  readonly names: readonly string[];
  readonly digest: string | undefined;
}

function imageRecord(folder: string, names: readonly string[]): ImageRecord | undefined {
  for (const fields of records(join(folder, 'images.json'))) {
    const id = textOf(fields['id']) ?? '';
    const own = textsOf(fields['names']);
    if (!/^[0-9a-f]{64}$/.test(id)) continue;
    if (!names.some((name) => own.includes(name) || id === name)) continue;
    const layer = textOf(fields['layer']) ?? '';
    return { id, layer, names: own, digest: textOf(fields['digest']) };
  }
  return undefined;
}

function records(path: string): readonly Readonly<Record<string, unknown>>[] {
  if (kindOf(path) !== 'file') return [];
  let content: unknown;
  try {
    content = JSON.parse(readWhole(path, 'config_bytes').toString('utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ImageError('IMAGE_INVALID', `Cannot read "${path}": it is not JSON`, { cause });
  }
  return listOf(content).map((item) => objectOf(item));
}

function openRecord(
  root: string,
  driver: string,
  record: ImageRecord,
  folderOf: (id: string) => string,
): OpenImage {
  const { id, names, digest } = record;
  const name = names[0] ?? id;
  const file = join(root, `${driver}-images`, id, bigDataName(`sha256:${id}`));
  const bytes = readWhole(file, 'config_bytes');
  verifyDigest(bytes, `sha256:${id}`, `the configuration of "${name}"`);
  const config = parseImageConfig(bytes, `the configuration of "${name}"`);
  const layers = layersOf(root, driver, { name, top: record.layer, config }).map(
    (layer): FoundLayer => {
      const folder = join(root, folderOf(layer));
      const recipe = join(root, `${driver}-layers`, `${layer}.tar-split.gz`);
      if (kindOf(folder) !== 'directory' || kindOf(recipe) !== 'file' || sizeOf(recipe) === 0) {
        throw new ImageError('BLOB_MISSING', `Cannot find a layer of "${name}" in "${folder}"`);
      }
      return { bytes: { kind: 'tar-split', recipe, folder } };
    },
  );
  return assembleImage({
    name,
    source: 'podman store',
    id: `sha256:${id}`,
    ...(digest !== undefined && isDigest(digest) ? { manifestDigest: digest } : {}),
    tags: names.filter((one) => !one.includes('@')),
    digests: names.filter((one) => one.includes('@')),
    config,
    layers,
  });
}

/** File name of an item that belongs to an image: odd names are in base64 (containers/storage, images.go). */
function bigDataName(name: string): string {
  return /^[A-Za-z0-9.]+$/.test(name) ? name : `=${Buffer.from(name).toString('base64')}`;
}

/** Ids of the layers, bottom first, each compared with the diffID that the configuration has for it. */
function layersOf(
  root: string,
  driver: string,
  image: { readonly name: string; readonly top: string; readonly config: ImageConfig },
): readonly string[] {
  const { name, top, config } = image;
  const folder = join(root, `${driver}-layers`);
  const all = new Map(
    ['layers.json', 'volatile-layers.json']
      .flatMap((file) => records(join(folder, file)))
      .map((fields) => [textOf(fields['id']) ?? '', fields]),
  );
  const chain: string[] = [];
  let id = top;
  for (const diffId of config.diffIds.toReversed()) {
    const fields = all.get(id);
    if (fields === undefined || !/^[0-9a-f]{64}$/.test(id) || fields['diff-digest'] !== diffId) {
      throw new ImageError(
        'IMAGE_INVALID',
        `Cannot use the record of a layer of "${name}": found ${textOf(fields?.['diff-digest'])?.slice(0, 80) ?? 'none'}, expected ${diffId}`,
      );
    }
    chain.unshift(id);
    id = textOf(fields['parent']) ?? '';
  }
  return chain;
}
