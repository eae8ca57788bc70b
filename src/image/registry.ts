import { isDigest } from '../formats/digest.ts';
import {
  formatImageReference,
  isRegistryHost,
  parseImageReference,
} from '../formats/image-reference.ts';
import type { ImageReference } from '../formats/image-reference.ts';
import { manifestMediaTypes } from '../formats/oci.ts';
import { readAll, readErrorText, request } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { errorText, printable } from '../model/index.ts';
import { digestOf } from './assemble.ts';
import { openStoredImage, verifyDigest } from './content-store.ts';
import type { ContentStore } from './content-store.ts';
import type { ImageSource, OpenImage, OpenOptions } from './contract.ts';
import { readDockerConfig } from './docker-config.ts';
import type { DockerConfig } from './docker-config.ts';
import { ImageError } from './errors.ts';
import { imageNote } from './notes.ts';
import type { ImageNote } from './notes.ts';
import { registryClient } from './registry-client.ts';
import type { RegistryClient } from './registry-client.ts';
import { findLogin } from './registry-credentials.ts';
import { isRegistryError } from './registry-failure.ts';

/** What the registry source takes from the process, to be replaced in tests. */
export interface RegistrySurroundings {
  readonly http: Pick<HttpClient, 'request'>;
  readonly environment: () => Environment;
}

/** Registries that speak the OCI distribution protocol, docker's included. */
export const registrySource: ImageSource = makeRegistrySource({
  http: { request },
  environment: () => surroundings().environment,
});

/** The registry source with its surroundings given. */
export function makeRegistrySource(around: RegistrySurroundings): ImageSource {
  return {
    id: 'registry',
    prefix: 'registry:',
    title: 'registry',
    open: (reference, options) => openFromRegistry(around, reference, options),
  };
}

/** One place to ask: the registry itself, or a mirror of it. */
interface Place {
  readonly host: string;
  readonly mirror: boolean;
}

async function openFromRegistry(
  around: RegistrySurroundings,
  text: string,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  const reference = parseImageReference(text);
  const notes: ImageNote[] = [];
  let config: DockerConfig | undefined;
  for (const place of placesFor(reference.registry, options)) {
    const client = registryClient({
      host: place.host,
      repository: reference.repository,
      insecure: options.insecure === true,
      login: () => {
        const environment = around.environment();
        config ??= readDockerConfig(environment);
        return findLogin(loginHost(place.host), config, environment, options.signal);
      },
      http: around.http,
      signal: options.signal,
    });
    try {
      const image = await openAt(client, reference, options);
      if (image === undefined) continue;
      if (place.mirror) notes.push(imageNote('image.mirror', { mirror: printable(place.host) }));
      return { ...image, notes };
    } catch (error) {
      // A mirror that fails costs nothing but time: the registry itself is asked next.
      if (!place.mirror || options.signal?.aborted === true) throw error;
      const params = { mirror: printable(place.host), error: errorText(error) };
      notes.push(imageNote('image.mirrorFailed', params));
    }
  }
  return undefined;
}

function placesFor(registry: string, options: OpenOptions): readonly Place[] {
  const mirrors = options.registryMirrors?.get(registry) ?? [];
  for (const mirror of mirrors) {
    if (isRegistryHost(mirror) || /^https?:\/\//.test(mirror)) continue;
    throw new ImageError('REGISTRY_MIRROR_INVALID', {
      en: `Cannot use mirror "${printable(mirror.slice(0, 200))}" of "${registry}": expected host[:port] or an http address`,
      'zh-CN': `“${registry}”的镜像站“${printable(mirror.slice(0, 200))}”无效：应为 host[:port] 或 http 地址`,
    });
  }
  return [...mirrors.map((host) => ({ host, mirror: true })), { host: registry, mirror: false }];
}

function loginHost(host: string): string {
  return URL.canParse(host) && /^https?:/.test(host) ? new URL(host).host : host;
}

/** Opens the image in one place; undefined when that place speaks the protocol and does not have it. */
async function openAt(
  client: RegistryClient,
  reference: ImageReference,
  options: OpenOptions,
): Promise<OpenImage | undefined> {
  const name = `"${formatImageReference(reference)}"`;
  const root = await rootManifest(client, reference, name);
  if (root === undefined) return undefined;
  const { registry, repository, tag } = reference;
  return openStoredImage(storeOf(client, name), root, options.platform, () => ({
    tags: tag === undefined ? [] : [formatImageReference({ registry, repository, tag })],
    digests: [formatImageReference({ registry, repository, digest: root.digest })],
    source: 'registry',
  }));
}

async function rootManifest(
  client: RegistryClient,
  { registry, tag, digest }: ImageReference,
  name: string,
): Promise<{ bytes: Uint8Array; digest: string } | undefined> {
  const what = `read the manifest of ${name}`;
  const response = await client.get(`manifests/${digest ?? tag ?? 'latest'}`, {
    accept: manifestMediaTypes.join(', '),
    limit: 'manifest_bytes',
    what,
  });
  if (response.status === 404) {
    const said = await readErrorText(response.body);
    if (isRegistryError(said) || (await client.isRegistry())) return undefined;
    throw new ImageError(
      'REGISTRY_NOT_A_REGISTRY',
      `Cannot ${what}: "${printable(registry)}" does not speak the registry protocol, expected a registry`,
    );
  }
  const bytes = await readAll(response.body, `the manifest of ${name}`, 'manifest_bytes');
  // What the registry says of itself must at least agree with what it sends.
  const claimed = response.headers.get('docker-content-digest');
  const vouching = digest ?? (claimed !== undefined && isDigest(claimed) ? claimed : undefined);
  if (vouching !== undefined) verifyDigest(bytes, vouching, `the manifest of ${name}`);
  return { bytes, digest: vouching ?? digestOf(bytes) };
}

/** The repository as a store of content by digest. */
function storeOf(client: RegistryClient, name: string): ContentStore {
  return {
    name,
    read: async ({ digest }, limit) => {
      const kind = limit === 'manifest_bytes' ? 'manifests' : 'blobs';
      const response = await client.get(`${kind}/${digest}`, {
        accept: kind === 'manifests' ? manifestMediaTypes.join(', ') : '*/*',
        limit,
        what: `read ${kind === 'manifests' ? 'a manifest' : 'the configuration'} of ${name}`,
      });
      if (response.status !== 404) return readAll(response.body, `${digest} of ${name}`, limit);
      response.discard();
      return undefined;
    },
    layer: ({ digest, size }) => client.blobBytes(digest, size),
  };
}
