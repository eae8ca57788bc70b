import { readAll, request } from '../io/http.ts';
import type { HttpClient, HttpResponse } from '../io/http.ts';
import type { LayerBytes } from './contract.ts';
import { ImageError } from './errors.ts';
import { registryFailure } from './registry-failure.ts';
import { fetchToken } from './registry-token.ts';

/** How a layer is fetched; the defaults are those of the process. */
export interface HttpLayerOptions {
  readonly http?: Pick<HttpClient, 'request'>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The stored bytes of a layer that a registry keeps, as they arrive; for `walkChunks`, which
 * compares them with the digest. A connection that breaks is taken up again, a bearer token that
 * ran out is renewed once.
 * @throws {ImageError} BLOB_MISSING, BLOB_SIZE, REGISTRY_…  @throws {IoError}
 */
export async function* httpLayerChunks(
  bytes: Extract<LayerBytes, { kind: 'http' }>,
  options: HttpLayerOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const response = await openLayer(bytes, options);
  const { length } = bytes;
  let total = 0;
  for await (const chunk of response.body) {
    total += chunk.byteLength;
    // A registry that sends on and on is stopped at once, not at the bound of all layers.
    if (length !== undefined && total > length) throw wrongSize(bytes.url, 'more', length);
    yield chunk;
  }
  if (length !== undefined && total < length) throw wrongSize(bytes.url, String(total), length);
}

async function openLayer(
  bytes: Extract<LayerBytes, { kind: 'http' }>,
  options: HttpLayerOptions,
): Promise<HttpResponse> {
  const http = options.http ?? { request };
  const { signal } = options;
  const ask = (headers: Readonly<Record<string, string>>): Promise<HttpResponse> =>
    http.request({
      url: bytes.url,
      headers,
      signal,
      insecure: bytes.insecure,
      hostCertificates: true,
      limit: 'layer_bytes',
      resume: 'content-addressed',
    });
  let response = await ask(bytes.headers);
  if (response.status === 401 && bytes.renew !== undefined) {
    response.discard();
    const token = await fetchToken(bytes.renew, http, signal);
    response = await ask({ ...bytes.headers, authorization: `Bearer ${token}` });
  }
  if (response.status === 200) return response;
  const digest = bytes.url.slice(bytes.url.lastIndexOf('/') + 1);
  if (response.status !== 404) throw await registryFailure(response, `read layer "${digest}"`);
  await readAll(response.body, 'an error', 'http_error_bytes').catch(() => undefined);
  throw new ImageError(
    'BLOB_MISSING',
    `Cannot read layer "${digest}": the registry has no such blob`,
  );
}

function wrongSize(url: string, found: string, expected: number): ImageError {
  const digest = url.slice(url.lastIndexOf('/') + 1);
  return new ImageError(
    'BLOB_SIZE',
    `Cannot trust layer "${digest}": the registry sends ${found} bytes, expected ${expected}`,
  );
}
