import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { serveLoopback } from './http-server.ts';
import type { LoopbackServer } from './http-server.ts';
import type { Blob, BuiltImage } from './oci.ts';
import { blobsOf } from './oci.ts';

/** What a registry in a test answers, and where it lies. */
export interface FakeRegistryOptions {
  readonly images?: readonly BuiltImage[];
  /** Manifests by tag: `{ '1.0': image.manifest }`. */
  readonly tags?: Readonly<Record<string, Blob>>;
  /** Asked first for each request; true when it has answered by itself. */
  readonly before?: (request: IncomingMessage, response: ServerResponse, base: string) => boolean;
}

/** Serves images of every repository under `/v2/`, read only, with honest answers. */
export async function fakeRegistry(options: FakeRegistryOptions): Promise<LoopbackServer> {
  const blobs = new Map(blobsOf(...(options.images ?? [])).map((blob) => [blob.digest, blob]));
  const tags = new Map(Object.entries(options.tags ?? {}));
  for (const blob of tags.values()) blobs.set(blob.digest, blob);
  let base = '';
  const handle: RequestListener = (request, response) => {
    if (options.before?.(request, response, base) === true) return;
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (request.url === '/v2/') {
      response.end('{}');
      return;
    }
    const [, kind, reference = ''] =
      /^\/v2\/[a-z0-9/._-]+\/(manifests|blobs)\/([^/?]+)$/.exec(request.url ?? '') ?? [];
    const found = blobs.get(reference) ?? (kind === 'manifests' ? tags.get(reference) : undefined);
    if (found === undefined) {
      const code = kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
      registryError(response, 404, code);
      return;
    }
    response.writeHead(200, {
      'content-type': kind === 'manifests' ? found.mediaType : 'application/octet-stream',
      'content-length': found.size,
      ...(kind === 'manifests' ? { 'docker-content-digest': found.digest } : {}),
    });
    response.end(found.bytes);
  };
  const server = await serveLoopback(handle);
  base = server.url;
  return server;
}

/** Answers with an error document of the distribution specification. */
export function registryError(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ errors: [{ code, message: `${code} in a test` }] }));
}
