import { formatPlatform, platformFit } from '../formats/platform.ts';
import { request } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { spool } from '../io/spool.ts';
import { errorText, printable } from '../model/index.ts';
import { openArchive } from './archive-store.ts';
import type { BlobStore } from './blob-store.ts';
import { wantedPlatform } from './content-store.ts';
import type { ImageSource, OpenImage, OpenOptions } from './contract.ts';
import { openSaved } from './docker-archive.ts';
import { dockerEndpoint } from './docker-endpoint.ts';
import { dockerEngine } from './docker-engine.ts';
import type { DaemonInfo, DockerEngine, InspectedImage } from './docker-engine.ts';
import { openFromStore } from './docker-store.ts';
import type { StoreOutcome } from './docker-store.ts';
import { ImageError } from './errors.ts';
import { imageNote } from './notes.ts';
import { refuseOffline } from './offline.ts';

/** What the docker source takes from the process, to be replaced in tests. */
export interface DockerSurroundings {
  readonly http: Pick<HttpClient, 'request'>;
  readonly environment: () => Environment;
}

/** Images of a docker daemon: its store read directly where that is allowed, else `docker save`. */
export const dockerSource: ImageSource = makeDockerSource({
  http: { request },
  environment: () => surroundings().environment,
});

/** The docker source with its surroundings given. */
export function makeDockerSource(around: DockerSurroundings): ImageSource {
  return {
    id: 'docker',
    prefix: 'docker:',
    title: 'docker daemon',
    open: (reference, options) => openFromDaemon(around, reference, options),
  };
}

async function openFromDaemon(
  around: DockerSurroundings,
  reference: string,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  const environment = around.environment();
  const endpoint = dockerEndpoint(environment);
  if (endpoint.socketPath === undefined) {
    refuseOffline(options.offline, `ask the docker daemon at "${endpoint.name}"`);
  }
  const engine = dockerEngine(endpoint, around.http, options.signal);
  const found = await engine.inspect(reference);
  if (found === undefined) return undefined;
  const info = await engine.info();
  checkPlatform(reference, found, info, options);
  const outcome = await readStore(engine, info, found, options);
  if ('image' in outcome) {
    const note = imageNote('image.dockerStore', { driver: info.driver });
    return withSize({ ...outcome.image, notes: [note] }, found);
  }
  const saved = await openThroughSave(engine, found, environment, options);
  const note = imageNote(`image.dockerSave.${outcome.obstacle}`, {
    driver: info.driver,
    root: info.root,
  });
  return withSize({ ...saved, notes: [note] }, found);
}

/** The paths that a daemon names are only ours when it is reached through a socket of this machine. */
async function readStore(
  engine: DockerEngine,
  info: DaemonInfo,
  found: InspectedImage,
  options: OpenOptions,
): Promise<StoreOutcome> {
  if (engine.endpoint.socketPath === undefined) return { obstacle: 'remote' };
  return openFromStore(info, found, options);
}

/** A daemon with a graph driver has one platform of an image; containerd's store may have several. */
function checkPlatform(
  reference: string,
  found: InspectedImage,
  info: DaemonInfo,
  options: OpenOptions,
): void {
  const wanted = wantedPlatform(options.platform);
  if (wanted === undefined || info.containerdStore || platformFit(wanted, found) > 0) return;
  throw new ImageError('IMAGE_PLATFORM', {
    en: `Cannot open "${reference}" of the docker daemon: it is there for ${formatPlatform(found)}, expected ${formatPlatform(wanted)}`,
    'zh-CN': `无法从 Docker 守护进程打开“${reference}”：其平台为 ${formatPlatform(found)}，要求的是 ${formatPlatform(wanted)}`,
  });
}

/**
 * The archive cannot be read twice and its list of layers comes last, so it goes to a temporary
 * file first; it is gone when the image is closed.
 */
export async function openThroughSave(
  engine: DockerEngine,
  found: InspectedImage,
  environment: Environment,
  options: OpenOptions,
): Promise<OpenImage> {
  const file = await spool(await engine.save(found.id), environment);
  const close = (): Promise<void> => Promise.resolve(file.close());
  try {
    const archive = await openSpooled(file.path, options);
    const path = `docker save of ${printable(found.tags[0] ?? found.id)}`;
    const image = await openSaved({ ...archive, path }, undefined, options);
    if (image.subject.id !== found.id && found.target === undefined) {
      throw new ImageError(
        'BLOB_DIGEST',
        `Cannot trust the archive of the daemon: its image is ${image.subject.id}, expected ${found.id}`,
      );
    }
    const { tags, digests } = found;
    return { ...image, subject: { ...image.subject, tags, digests }, close };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A daemon that fails half-way ends the archive, or writes its error into it. */
async function openSpooled(path: string, options: OpenOptions): Promise<BlobStore> {
  try {
    return await openArchive(path, options.signal);
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    const state = errorText(cause).replaceAll(path, 'docker save');
    throw new ImageError('DAEMON_FAILED', `Cannot read the archive of the daemon: ${state}`, {
      cause,
      temporary: true,
    });
  }
}

function withSize(image: OpenImage, { size }: InspectedImage): OpenImage {
  return size === undefined ? image : { ...image, subject: { ...image.subject, size } };
}
