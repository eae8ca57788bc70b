import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseDigest } from '../formats/digest.ts';
import { parseImageConfig } from '../formats/oci.ts';
import type { ImageConfig } from '../formats/oci.ts';
import { kindOf, readWhole, sizeOf } from '../io/files.ts';
import { errorCode } from '../model/index.ts';
import { assembleImage } from './assemble.ts';
import type { FoundLayer } from './assemble.ts';
import { holdsContent, openContainerdContent } from './containerd-content.ts';
import { verifyDigest } from './content-store.ts';
import type { OpenImage, OpenOptions } from './contract.ts';
import type { DaemonInfo, InspectedImage } from './docker-engine.ts';
import { ImageError } from './errors.ts';

/** Why the store of a daemon was not read directly; the ending of a note's message id. */
export type StoreObstacle = 'remote' | 'elsewhere' | 'permission' | 'driver' | 'incomplete';

/** The image as the store has it, or why not. */
export type StoreOutcome = { readonly image: OpenImage } | { readonly obstacle: StoreObstacle };

/** Where graph drivers keep the content of one layer, seen from the daemon's folder. */
const layerFolders: ReadonlyMap<string, (cacheId: string) => string> = new Map([
  ['overlay2', (cacheId: string) => join('overlay2', cacheId, 'diff')],
  // The folder holds all layers up to this one, its own files among them.
  ['vfs', (cacheId: string) => join('vfs', 'dir', cacheId)],
]);

/**
 * Opens an image from the daemon's own folders, without the daemon: 20 to 50 times faster than
 * having it pack everything again. What the store says is compared with what the daemon says:
 * the configuration hashes to the image id, each layer's record names the diffID expected.
 * @throws what an image that is there, but not acceptable, throws: a platform that does not fit.
 */
export async function openFromStore(
  info: DaemonInfo,
  found: InspectedImage,
  options: OpenOptions,
): Promise<StoreOutcome> {
  try {
    const image = info.containerdStore
      ? await openContent(info, found, options)
      : openGraph(info, found);
    return image === undefined ? { obstacle: 'elsewhere' } : { image };
  } catch (error) {
    const obstacle = obstacleOf(error);
    if (obstacle === undefined) throw error;
    return { obstacle };
  }
}

function obstacleOf(error: unknown): StoreObstacle | undefined {
  const code = errorCode(error);
  if (code === 'DAEMON_STORE_DRIVER') return 'driver';
  // A store that is being changed, or belongs to another daemon, may lack any of its parts.
  if (/^BLOB_|^OCI_INVALID$|^IMAGE_INVALID$/.test(code)) return 'incomplete';
  if (code !== 'IO_READ_FAILED' && code !== 'EACCES' && code !== 'EPERM') return undefined;
  const cause = error instanceof Error ? errorCode(error.cause) : '';
  return /^(?:EACCES|EPERM)$/.test(cause === 'INTERNAL' ? code : cause)
    ? 'permission'
    : 'incomplete';
}

const smallFile = 'http_error_bytes';

function openGraph(info: DaemonInfo, found: InspectedImage): OpenImage | undefined {
  const { driver, root } = info;
  const folderOf = layerFolders.get(driver);
  if (folderOf === undefined) {
    throw new ImageError('DAEMON_STORE_DRIVER', `Cannot read a store of driver "${driver}"`);
  }
  const records = join(root, 'image', driver);
  if (!isFolder(records)) return undefined;
  const id = parseDigest(found.id);
  if (id === undefined) return undefined;
  const bytes = readWhole(join(records, 'imagedb', 'content', 'sha256', id.hex), 'config_bytes');
  verifyDigest(bytes, found.id, `the configuration of "${found.id}"`);
  const config = parseImageConfig(bytes, `the configuration of "${found.id}"`);
  const layers = chainIds(config).map((chainId, index): FoundLayer => {
    const record = join(records, 'layerdb', 'sha256', chainId);
    const diffId = readWhole(join(record, 'diff'), smallFile).toString('latin1').trim();
    const cacheId = readWhole(join(record, 'cache-id'), smallFile).toString('latin1').trim();
    if (diffId !== config.diffIds[index] || !/^[a-z0-9]{1,128}$/.test(cacheId)) {
      throw new ImageError(
        'IMAGE_INVALID',
        `Cannot use the record of layer ${index}: it is damaged`,
      );
    }
    const folder = join(root, folderOf(cacheId));
    const recipe = join(record, 'tar-split.json.gz');
    if (sizeOf(recipe) === 0 || !isFolder(folder)) {
      throw new ImageError('BLOB_MISSING', `Cannot find layer ${index} in "${folder}"`);
    }
    return { bytes: { kind: 'tar-split', recipe, folder } };
  });
  return assembleImage({
    name: found.id,
    source: 'docker store',
    id: found.id,
    tags: found.tags,
    digests: found.digests,
    config,
    layers,
  });
}

/** True for a folder; a folder above it that may not be searched is EACCES, not absence. */
function isFolder(path: string): boolean {
  return kindOf(path) === 'directory';
}

/**
 * Names of layer records: each hashes the name below it and its own diffID (OCI image
 * specification, config.md §Layer ChainID), so a record can only belong to these layers.
 */
function chainIds({ diffIds }: ImageConfig): readonly string[] {
  let chain = '';
  return diffIds.map((diffId) => {
    const hash = createHash('sha256').update(`${chain} ${diffId}`).digest('hex');
    chain = chain === '' ? diffId : `sha256:${hash}`;
    return chain.slice('sha256:'.length);
  });
}

/** Images of daemons that keep them in containerd: the blobs as they were pulled. */
async function openContent(
  info: DaemonInfo,
  found: InspectedImage,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  const digest = found.target ?? found.id;
  const roots = [join(info.root, 'containerd', 'daemon'), '/var/lib/containerd'];
  const root = roots.find((path) => holdsContent(path, digest));
  if (root === undefined) return undefined;
  const { tags, digests } = found;
  const source = 'docker content store';
  const name = `"${tags[0] ?? found.id}"`;
  return openContainerdContent(root, { name, digest, tags, digests, source }, options);
}
