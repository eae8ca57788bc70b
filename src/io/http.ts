import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

import { LimitError, limits } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import { IoError } from './errors.ts';
import { addCertificates, certificateFolders, hostCertificates } from './host-certificates.ts';
import type { HostCertificatesOf } from './host-certificates.ts';
import { httpAgents } from './http-agents.ts';
import type { Environment, HttpAgents } from './http-agents.ts';
import { arriving, bounded, decoded, drain, idleError, offeredEncodings } from './http-body.ts';
import type { BodyBounds } from './http-body.ts';
import { httpFailure, interrupted, shownUrl } from './http-failure.ts';
import { nodeHttp, nodeHttps } from './http-modules.ts';
import { retryDelay, systemTiming } from './http-timing.ts';
import type { HttpTiming } from './http-timing.ts';

export { readAll, readErrorText } from './http-body.ts';
export { shownUrl } from './http-failure.ts';
export type { HttpTiming } from './http-timing.ts';

/** PEM texts for a server that wants a client certificate or has an authority of its own. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A body that is sent in pieces; opened again for each try. */
export interface HttpUpload {
  /** Bytes in all. */
  readonly length: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** One request. Only `url` is needed; every bound has a default. */
export interface HttpRequest {
  /** `http:` or `https:`; over a unix socket the host only fills the Host header. */
  readonly url: string;
  /** Default GET. Only GET and HEAD are retried and redirected. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | HttpUpload;
  readonly signal?: AbortSignal | undefined;
  /** Path of a unix socket to connect to instead of the URL's host. */
  readonly socketPath?: string | undefined;
  readonly tls?: ClientTls | undefined;
  /** True for registries: trust and show what the machine keeps for each host on the way (`/etc/docker/certs.d`). */
  readonly hostCertificates?: boolean;
  /** Accept any certificate, and redirects from https to http. */
  readonly insecure?: boolean;
  /** Row of the limits that bounds the body, after decoding. Default `http_body_bytes`. */
  readonly limit?: LimitName;
  /** A smaller bound than the row's, in bytes. */
  readonly maxBytes?: number;
  /** Offer gzip, brotli and zstd as content encoding and undo it. Default: the bytes as stored. */
  readonly compressed?: boolean;
  /** Milliseconds of silence after which the peer counts as hung. Default: limit `http_idle`. */
  readonly idle?: number;
  /** Further tries after a temporary failure, before and (with `resume`) within the body. Default 4. */
  readonly retries?: number;
  /**
   * Go on with `Range` when the connection breaks within the body: `same-etag` only where a strong
   * ETag proves that the bytes belong together, `content-addressed` always, because the caller
   * compares a digest. Default: a broken body is an error.
   */
  readonly resume?: 'same-etag' | 'content-addressed' | undefined;
}

/** One answer, of any status. Its body must be read to the end or discarded. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; repeated headers are joined with `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** The address that answered, after redirects. Not for display: see `shownUrl`. */
  readonly url: string;
  /** Reading throws IoError, or LimitError above the bound. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly discard: () => void;
}

/** A client with its own connections, time and environment. */
export interface HttpClient {
  /** Throws IoError when there is no complete answer head; an answer of any status is a value. */
  readonly request: (request: HttpRequest) => Promise<HttpResponse>;
  /** Closes kept connections. Answers still being read are broken off. */
  readonly close: () => void;
}

/** What a test, or a server with several configurations, sets apart from the process. */
export interface HttpClientOptions {
  readonly environment?: Environment;
  readonly timing?: HttpTiming;
  /** Default for requests that do not say: milliseconds of silence. */
  readonly idle?: number;
  /** Where certificates of registries lie; default: where docker and podman look for them. */
  readonly certificateFolders?: readonly string[];
}

/** Makes a client. Connections are kept alive and never keep the process alive. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const environment = options.environment ?? process.env;
  const agents = httpAgents(environment);
  const client: Client = {
    agents,
    timing: options.timing ?? systemTiming,
    idle: options.idle ?? limits.http_idle.value,
    certificates: hostCertificates(options.certificateFolders ?? certificateFolders(environment)),
  };
  return { request: (request) => answer(client, request), close: agents.close };
}

let processClient: HttpClient | undefined;

/** A request through the client of this process, with its environment's proxies and authorities. */
export function request(request: HttpRequest): Promise<HttpResponse> {
  processClient ??= createHttpClient();
  return processClient.request(request);
}

interface Client {
  readonly agents: HttpAgents;
  readonly timing: HttpTiming;
  readonly idle: number;
  readonly certificates: HostCertificatesOf;
}

/** A message with the address that sent it. */
interface Arrived {
  readonly message: IncomingMessage;
  readonly url: URL;
}

const defaultRetries = 4;
const retriedStatus: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

async function answer(client: Client, request: HttpRequest): Promise<HttpResponse> {
  const arrived = await tryUntilAnswered(client, request);
  const { message } = arrived;
  const bounds = boundsOf(client, request, arrived.url.href);
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > bounds.maxBytes && request.method !== 'HEAD') {
    message.destroy();
    throw new LimitError(bounds.limit, `the answer of "${shownUrl(bounds.url)}"`, announced);
  }
  return {
    status: message.statusCode ?? 0,
    headers: headersOf(message),
    url: arrived.url.href,
    body: bodyOf(client, request, arrived, bounds),
    discard: () => drain(message),
  };
}

function boundsOf(client: Client, request: HttpRequest, url: string): BodyBounds {
  const limit = request.limit ?? 'http_body_bytes';
  return {
    url,
    limit,
    maxBytes: Math.min(request.maxBytes ?? Number.POSITIVE_INFINITY, limits[limit].value),
    idle: request.idle ?? client.idle,
    signal: request.signal,
  };
}

function headersOf(message: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  // Raw pairs: names are the stranger's, so they never become keys of an object.
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const name = (message.rawHeaders[index] ?? '').toLowerCase();
    const value = message.rawHeaders[index + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function bodyOf(
  client: Client,
  request: HttpRequest,
  arrived: Arrived,
  bounds: BodyBounds,
): AsyncIterable<Uint8Array> {
  const encoding = arrived.message.headers['content-encoding'] ?? 'identity';
  let source: AsyncIterable<Uint8Array> =
    request.resume === undefined || arrived.message.statusCode !== 200
      ? arriving(arrived.message, bounds)
      : resumed(client, request, arrived, bounds);
  if (request.compressed === true && encoding.trim().toLowerCase() !== 'identity') {
    source = decoded(source, encoding, bounds);
  }
  return bounded(source, bounds);
}

/** Follows redirects and repeats temporary failures until there is an answer to hand out. */
async function tryUntilAnswered(client: Client, request: HttpRequest): Promise<Arrived> {
  const repeatable = isRead(request);
  const retries = repeatable ? (request.retries ?? defaultRetries) : 0;
  for (let attempt = 0; ; attempt += 1) {
    let arrived: Arrived | undefined;
    let failure: unknown;
    try {
      arrived = await followRedirects(client, request);
      if (!retriedStatus.has(arrived.message.statusCode ?? 0)) return arrived;
    } catch (error) {
      if (!isRetried(error)) throw error;
      failure = error;
    }
    const retryAfter = arrived?.message.headers['retry-after'];
    const delay = attempt < retries ? retryDelay(attempt, retryAfter, client.timing) : undefined;
    if (delay === undefined) {
      if (arrived !== undefined) return arrived;
      throw failure;
    }
    if (arrived !== undefined) drain(arrived.message);
    await pause(client, delay, request);
  }
}

function isRead({ method = 'GET' }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isRetried(error: unknown): boolean {
  return error instanceof IoError && error.temporary && !(error.code === 'HTTP_TIMEOUT');
}

async function pause(client: Client, delay: number, request: HttpRequest): Promise<void> {
  const { signal, url } = request;
  try {
    await client.timing.sleep(delay, signal);
  } catch (error) {
    if (signal?.aborted === true) throw interrupted(url, signal);
    throw error;
  }
}

async function followRedirects(client: Client, request: HttpRequest): Promise<Arrived> {
  let url = parsedUrl(request.url);
  let headers = request.headers ?? {};
  for (let redirects = 0; ; redirects += 1) {
    const message = await exchange(client, request, url, headers);
    const location = message.headers.location;
    const follows = redirectStatus.has(message.statusCode ?? 0) && isRead(request);
    if (!follows || location === undefined || request.socketPath !== undefined) {
      return { message, url };
    }
    drain(message);
    if (redirects >= limits.http_redirects.value) {
      throw new LimitError('http_redirects', `"${shownUrl(request.url)}"`);
    }
    const next = redirectTarget(url, location, request.insecure === true);
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

function parsedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new IoError(
      'HTTP_URL',
      `Cannot fetch "${shownUrl(text)}": found no http or https URL, expected one`,
    );
  }
  return url;
}

/** The target is the server's word: only http(s), never down from https, never with a user in it. */
function redirectTarget(from: URL, location: string, insecure: boolean): URL {
  const next = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const refusal =
    next === undefined || (next.protocol !== 'http:' && next.protocol !== 'https:')
      ? 'something that is no http address'
      : from.protocol === 'https:' && next.protocol === 'http:' && !insecure
        ? `"${shownUrl(next.href)}" without encryption`
        : undefined;
  if (next === undefined || refusal !== undefined) {
    throw new IoError(
      'HTTP_REDIRECT',
      `Cannot fetch "${shownUrl(from.href)}": it redirects to ${refusal ?? 'nothing'}, expected an equally safe address`,
    );
  }
  next.username = '';
  next.password = '';
  return next;
}

const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-registry-auth',
]);

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !credentialHeaders.has(name.toLowerCase())),
  );
}

/** One request, one answer head. Nothing is interpreted here. */
function exchange(
  client: Client,
  request: HttpRequest,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const { signal } = request;
  const idle = request.idle ?? client.idle;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(interrupted(url.href, signal));
      return;
    }
    let sent: ClientRequest;
    try {
      sent = (url.protocol === 'https:' ? nodeHttps() : nodeHttp()).request(
        url,
        nodeOptions(client, request, url, headers),
      );
    } catch (error) {
      reject(httpFailure(error, url.href, signal));
      return;
    }
    const timer = setTimeout(() => sent.destroy(idleError({ url: url.href, idle })), idle);
    sent.once('response', (message) => {
      clearTimeout(timer);
      resolve(message);
    });
    // Not once: a request may fail again after its answer has begun, and the body tells that.
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(httpFailure(error, url.href, signal));
    });
    const { body } = request;
    if (body === undefined || typeof body === 'string') sent.end(body);
    else upload(sent, body, timer).catch((error: unknown) => sent.destroy(asError(error)));
  });
}

/** Writes a body as fast as the peer takes it; it counts as hung when it takes nothing for too long. */
async function upload(sent: ClientRequest, body: HttpUpload, timer: NodeJS.Timeout): Promise<void> {
  for await (const piece of body.open()) {
    if (sent.destroyed) return;
    timer.refresh();
    // What a source lends is copied: it may be written after the next piece was asked for.
    if (sent.write(Buffer.from(piece))) continue;
    await new Promise<void>((resolve) => {
      sent.once('drain', resolve);
      sent.once('close', resolve);
    });
  }
  timer.refresh();
  sent.end();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function nodeOptions(
  client: Client,
  request: HttpRequest,
  url: URL,
  headers: Readonly<Record<string, string>>,
): RequestOptions {
  const { socketPath, tls, signal } = request;
  const options: RequestOptions & Record<string, unknown> = {
    method: request.method ?? 'GET',
    agent: client.agents.of(url, socketPath),
    headers: {
      'user-agent': 'plimsoll',
      'accept-encoding': request.compressed === true ? offeredEncodings : 'identity',
      ...(typeof request.body === 'object' && { 'content-length': String(request.body.length) }),
      ...headers,
    },
  };
  if (signal !== undefined) options.signal = signal;
  if (socketPath !== undefined) options['socketPath'] = socketPath;
  if (url.protocol === 'https:') {
    options['ca'] = tls?.ca ?? client.agents.authorities();
    if (tls?.cert !== undefined) options['cert'] = tls.cert;
    if (tls?.key !== undefined) options['key'] = tls.key;
    if (request.insecure === true) options['rejectUnauthorized'] = false;
    // Of this host alone: a redirect to another one takes nobody's key along.
    if (request.hostCertificates === true) addCertificates(options, client.certificates(url));
  }
  return options;
}

/** A body that goes on where the connection broke, in ranges, as long as tries are left. */
async function* resumed(
  client: Client,
  request: HttpRequest,
  first: Arrived,
  bounds: BodyBounds,
): AsyncGenerator<Uint8Array, void, undefined> {
  const etag = first.message.headers.etag;
  const strong = etag !== undefined && /^"[^"]*"$/.test(etag);
  const allowed = request.resume === 'content-addressed' || strong;
  let part: Part = { message: first.message, skip: 0 };
  let received = 0;
  for (let tries = 0; ; tries += 1) {
    try {
      for await (const chunk of skipping(arriving(part.message, bounds), part.skip)) {
        received += chunk.byteLength;
        yield chunk;
      }
      return;
    } catch (error) {
      const delay = retryDelay(tries, undefined, client.timing);
      const over = tries >= (request.retries ?? defaultRetries) || delay === undefined;
      if (!allowed || over || !isRetried(error)) throw error;
      await pause(client, delay, request);
    }
    const ifRange: Record<string, string> = strong ? { 'if-range': etag } : {};
    const headers = { ...request.headers, range: `bytes=${received}-`, ...ifRange };
    part = await continuation(client, { ...request, headers }, received, bounds);
  }
}

interface Part {
  readonly message: IncomingMessage;
  /** Bytes at its start that are known already. */
  readonly skip: number;
}

/** The rest of a body from byte `from` on. Servers without ranges send it all again. */
async function continuation(
  client: Client,
  request: HttpRequest,
  from: number,
  bounds: BodyBounds,
): Promise<Part> {
  const { message } = await tryUntilAnswered(client, request);
  const range = /^bytes (\d{1,15})-/.exec(message.headers['content-range'] ?? '');
  if (message.statusCode === 206 && range !== null && Number(range[1]) === from) {
    return { message, skip: 0 };
  }
  if (message.statusCode === 200 && request.resume === 'content-addressed') {
    return { message, skip: from };
  }
  drain(message);
  throw new IoError(
    'HTTP_INTERRUPTED',
    `Cannot fetch "${shownUrl(bounds.url)}": the connection broke after ${from} bytes and the server does not continue there`,
    { temporary: true },
  );
}

async function* skipping(
  source: AsyncIterable<Uint8Array>,
  skip: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = skip;
  for await (const chunk of source) {
    if (left < chunk.byteLength) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.byteLength);
  }
}
