import { createHash } from 'node:crypto';
import { formatImageReference, parseImageReference } from '../formats/image-reference.ts';
import { parseManifest } from '../formats/oci.ts';
import type { Descriptor } from '../formats/oci.ts';
import { fileChunks, sizeOf } from '../io/files.ts';
import { readAll, request } from '../io/http.ts';
import type { HttpClient, HttpUpload } from '../io/http.ts';
import type { Environment } from '../io/http-agents.ts';
import { surroundings } from '../io/process.ts';
import { digestOf } from './assemble.ts';
import { verifyDigest } from './content-store.ts';
import { readDockerConfig } from './docker-config.ts';
import { ImageError } from './errors.ts';
import { registryClient } from './registry-client.ts';
import type { RegistryClient } from './registry-client.ts';
import { findLogin } from './registry-credentials.ts';

/** How to reach the registry. */
export interface ArtifactOptions {
  readonly insecure?: boolean;
  readonly signal?: AbortSignal;
  readonly http?: Pick<HttpClient, 'request'>;
  readonly environment?: Environment;
  /** Called with the bytes that went over so far, and those in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One file to keep in a registry. */
export interface ArtifactFile {
  readonly path: string;
  readonly digest: string;
  /** Type of the manifest, and of the one layer. */
  readonly artifactType: string;
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The empty configuration of artifacts; OCI image specification 1.1, manifest.md §Guidance for an empty descriptor. */
const emptyConfig = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
  data: 'e30=',
} as const;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/**
 * Puts a file into a registry as an OCI artifact of one layer; what is already there is not sent.
 * @returns the digest of the manifest.
 * @throws {ImageError} of the registry, {FormatError} of the reference.
 */
export async function pushArtifact(
  reference: string,
  file: ArtifactFile,
  options: ArtifactOptions = {},
): Promise<string> {
  const { registry, repository, tag, digest } = parseImageReference(reference);
  if (tag === undefined || digest !== undefined) {
    throw new ImageError('IMAGE_NOT_AN_IMAGE', {
      en: `Cannot push to "${reference}": found a digest, wanted a tag that it is to be found by`,
      'zh-CN': `无法推送到“${reference}”：它是摘要，应为用于查找的标签`,
    });
  }
  const client = clientOf(registry, repository, 'pull,push', options);
  const name = formatImageReference({ registry, repository, tag });
  const size = sizeOf(file.path);
  await pushBlob(client, name, { digest: file.digest, body: fileUpload(file.path, size, options) });
  await pushBlob(client, name, {
    digest: emptyConfig.digest,
    body: { length: 2, open: () => only(Buffer.from('{}')) },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: file.artifactType,
    config: emptyConfig,
    layers: [{ mediaType: file.mediaType, digest: file.digest, size }],
    annotations: file.annotations,
  });
  const response = await client.put(`manifests/${tag}`, {
    method: 'PUT',
    what: `push "${name}"`,
    expected: [201],
    contentType: manifestType,
    body: manifest,
  });
  response.discard();
  return digestOf(Buffer.from(manifest));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function fileUpload(
  path: string,
  length: number,
  { signal, onProgress }: ArtifactOptions,
): HttpUpload {
  return {
    length,
    open: async function* pieces() {
      let done = 0;
      for await (const piece of fileChunks({ path, offset: 0, length }, signal)) {
        yield piece;
        done += piece.length;
        onProgress?.(done, length);
      }
    },
  };
}

/** The distribution specification, §Pushing a blob monolithically: POST for an address, PUT the bytes there. */
async function pushBlob(
  client: RegistryClient,
  name: string,
  { digest, body }: { readonly digest: string; readonly body: HttpUpload },
): Promise<void> {
  const what = `push to "${name}"`;
  const known = await client.put(`blobs/${digest}`, { method: 'HEAD', what, expected: [200, 404] });
  known.discard();
  if (known.status === 200) return;
  const begun = await client.put('blobs/uploads/', { method: 'POST', what, expected: [202] });
  begun.discard();
  const location = begun.headers.get('location') ?? '';
  if (!URL.canParse(location, begun.url)) {
    throw new ImageError(
      'REGISTRY_FAILED',
      `Cannot ${what}: the registry names no address for the upload, expected one`,
    );
  }
  const url = new URL(location, begun.url);
  url.searchParams.set('digest', digest);
  const contentType = 'application/octet-stream';
  const done = await client.put(url.href, {
    method: 'PUT',
    what,
    expected: [201],
    contentType,
    body,
  });
  done.discard();
}

/** An artifact of one layer, found in a registry. */
export interface FoundArtifact {
  /** The whole reference, with the digest of the manifest. */
  readonly name: string;
  readonly layer: Descriptor;
  /** The bytes of the layer, compared with digest and size at their end. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/**
 * Finds an artifact and checks that it is of the wanted type.
 * @throws {ImageError} IMAGE_NOT_FOUND, IMAGE_MEDIA_TYPE, and those of the registry.
 */
export async function findArtifact(
  reference: string,
  mediaType: string,
  options: ArtifactOptions = {},
): Promise<FoundArtifact> {
  const { registry, repository, tag, digest } = parseImageReference(reference);
  const client = clientOf(registry, repository, 'pull', options);
  const place = digest ?? tag ?? 'latest';
  const response = await client.get(`manifests/${place}`, {
    accept: manifestType,
    limit: 'manifest_bytes',
    what: `pull "${reference}"`,
  });
  if (response.status === 404) {
    response.discard();
    throw new ImageError('IMAGE_NOT_FOUND', {
      en: `Cannot pull "${reference}": the registry has no such artifact`,
      'zh-CN': `无法拉取“${reference}”：镜像仓库中没有它`,
    });
  }
  const bytes = await readAll(response.body, `the manifest of "${reference}"`, 'manifest_bytes');
  if (digest !== undefined) verifyDigest(bytes, digest, `the manifest of "${reference}"`);
  const manifest = parseManifest(bytes, `the manifest of "${reference}"`);
  const layers = manifest.kind === 'manifest' ? manifest.layers : [];
  const [layer] = layers;
  if (layer === undefined || layers.length !== 1 || layer.mediaType !== mediaType) {
    throw new ImageError(
      'IMAGE_MEDIA_TYPE',
      `Cannot pull "${reference}": found ${layer === undefined ? 'no layer' : `"${layer.mediaType.slice(0, 100)}"`}, wanted one layer of type "${mediaType}"`,
    );
  }
  const name = formatImageReference({ registry, repository, digest: digestOf(bytes) });
  return { name, layer, read: () => blob(client, layer, { name, options }) };
}

async function* blob(
  client: RegistryClient,
  { digest, size }: Descriptor,
  { name, options }: { readonly name: string; readonly options: ArtifactOptions },
): AsyncGenerator<Uint8Array> {
  const what = `pull "${name}"`;
  const response = await client.get(`blobs/${digest}`, {
    accept: '*/*',
    limit: 'http_body_bytes',
    what,
  });
  if (response.status === 404) {
    response.discard();
    throw new ImageError(
      'BLOB_MISSING',
      `Cannot ${what}: the registry lacks its content ${digest}`,
    );
  }
  const hash = createHash(digest.slice(0, digest.indexOf(':')));
  let done = 0;
  for await (const piece of response.body) {
    hash.update(piece);
    done += piece.length;
    options.onProgress?.(done, size);
    yield piece;
  }
  const found = `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (found === digest && done === size) return;
  throw new ImageError(
    'BLOB_DIGEST',
    `Cannot trust what came of "${name}": ${done} bytes with digest ${found}, expected ${size} with ${digest}`,
  );
}

function clientOf(
  host: string,
  repository: string,
  access: 'pull' | 'pull,push',
  options: ArtifactOptions,
): RegistryClient {
  const { insecure = false, signal, http = { request } } = options;
  return registryClient({
    host,
    repository,
    insecure,
    access,
    http,
    signal,
    login: () => {
      const environment = options.environment ?? surroundings().environment;
      return findLogin(host, readDockerConfig(environment), environment, signal);
    },
  });
}
