import { join } from 'node:path';
import { isDigest } from '../formats/digest.ts';
import { formatImageReference, parseImageReference } from '../formats/image-reference.ts';
import { objectOf, textOf, textsOf } from '../formats/json-values.ts';
import { parseToml } from '../formats/toml.ts';
import { kindOf, readWhole } from '../io/files.ts';
import { homeFolder, isRoot } from '../io/folders.ts';
import { request } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { errorCode } from '../model/index.ts';
import type { ImageSource, OpenImage, OpenOptions } from './contract.ts';
import { openThroughSave } from './docker.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { dockerEngine } from './docker-engine.ts';
import { ImageError } from './errors.ts';
import { imageNote } from './notes.ts';
import { openFromPodmanStore } from './podman-store.ts';

/** What the podman source takes from the process, to be replaced in tests. */
export interface PodmanSurroundings {
  readonly http: Pick<HttpClient, 'request'>;
  readonly environment: () => Environment;
}

/** Images of podman: its store read directly, for no daemon needs to run; else its service. */
export const podmanSource: ImageSource = makePodmanSource({
  http: { request },
  environment: () => surroundings().environment,
});

/** The podman source with its surroundings given. */
export function makePodmanSource(around: PodmanSurroundings): ImageSource {
  return {
    id: 'podman',
    prefix: 'podman:',
    title: 'podman',
    open: (reference, options) => openFromPodman(around, reference, options),
  };
}

async function openFromPodman(
  around: PodmanSurroundings,
  reference: string,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  const environment = around.environment();
  const roots = storesOf(environment);
  let obstacle: unknown;
  for (const root of roots) {
    try {
      const found = openFromPodmanStore(root, namesOf(reference));
      if (found === undefined) continue;
      const note = imageNote('image.podmanStore', { driver: found.driver });
      return { ...found.image, notes: [note] };
    } catch (error) {
      obstacle ??= error;
    }
  }
  const endpoint = serviceOf(environment);
  if (endpoint === undefined) {
    if (obstacle !== undefined) throw obstacle;
    return undefined;
  }
  const engine = dockerEngine(endpoint, around.http, options.signal);
  const found = await engine.inspect(reference);
  if (found === undefined) return undefined;
  const image = await openThroughSave(engine, found, environment, options);
  const note = imageNote('image.podmanSave', { root: roots.join(', ') });
  return { ...image, subject: { ...image.subject, source: 'podman save' }, notes: [note] };
}

/** Podman completes short names with `localhost/` for what it built itself. */
function namesOf(reference: string): readonly string[] {
  if (isDigest(reference)) return [reference.slice(reference.indexOf(':') + 1)];
  if (/^[0-9a-f]{64}$/.test(reference)) return [reference];
  const full = formatImageReference(parseImageReference(reference));
  const tagged = /[:@]/.test(reference.slice(reference.lastIndexOf('/') + 1));
  return [full, `localhost/${reference}${tagged ? '' : ':latest'}`];
}

/**
 * Folders of stores: what storage.conf says (containers-storage.conf(5)), and its read-only
 * additional ones; without the file the usual place of root or of the user.
 */
function storesOf(environment: Environment): readonly string[] {
  const home = homeFolder(environment);
  const configuration = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const named = environment['CONTAINERS_STORAGE_CONF'] ?? '';
  const system = ['/etc/containers/storage.conf', '/usr/share/containers/storage.conf'];
  const own = [join(configuration, 'containers', 'storage.conf')];
  const files = named === '' ? (isRoot() ? system : [...own, ...system]) : [named];
  const file = files.find((path) => kindOf(path) === 'file');
  const storage = file === undefined ? {} : storageTable(file);
  const data = environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const usual = isRoot() ? '/var/lib/containers/storage' : join(data, 'containers', 'storage');
  // The system's file speaks of root's store; a user's store follows it only through its own key.
  const mine = isRoot() || named !== '' || own.includes(file ?? '');
  const graph = textOf(storage[mine ? 'graphroot' : 'rootless_storage_path']) ?? usual;
  const more = textsOf(objectOf(storage['options'])['additionalimagestores']);
  return [graph.replaceAll('$HOME', home), ...more].filter((path) => path.startsWith('/'));
}

function storageTable(path: string): Readonly<Record<string, unknown>> {
  const text = readWhole(path, 'config_bytes').toString('utf8');
  return objectOf(parseToml(text, `"${path}"`)['storage']);
}

/** The socket of podman's service, which speaks docker's protocol; undefined when there is none. */
function serviceOf(environment: Environment): DockerEndpoint | undefined {
  const host = environment['CONTAINER_HOST'] ?? '';
  if (host !== '' && !host.startsWith('unix://')) {
    throw new ImageError('DAEMON_ADDRESS', {
      en: `Cannot use CONTAINER_HOST "${host.replace(/\/\/[^@/]*@/, '//…@')}": wanted unix:///path/of/socket`,
      'zh-CN': `CONTAINER_HOST 的值“${host.replace(/\/\/[^@/]*@/, '//…@')}”无效：应为 unix:///path/of/socket`,
    });
  }
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  const usual = [
    ...(runtime === '' ? [] : [join(runtime, 'podman', 'podman.sock')]),
    '/run/podman/podman.sock',
  ];
  const socket = host === '' ? usual.find(isThere) : host.slice('unix://'.length);
  if (socket === undefined) return undefined;
  const name = `unix://${socket}`;
  return { base: 'http://podman', socketPath: socket, insecure: false, name };
}

/** A socket in a folder that we may not search is nobody we could ask. */
function isThere(path: string): boolean {
  try {
    return kindOf(path) === 'other';
  } catch (error) {
    if (errorCode(error) === 'EACCES') return false;
    throw error;
  }
}
