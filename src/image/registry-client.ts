import type { HttpClient, HttpResponse, HttpUpload } from '../io/http.ts';
import { IoError } from '../io/errors.ts';
import type { LimitName } from '../model/index.ts';
import type { LayerBytes } from './contract.ts';
import { ImageError } from './errors.ts';
import type { FoundLogin } from './registry-credentials.ts';
import { registryFailure } from './registry-failure.ts';
import {
  basicAuthorization,
  fetchToken,
  parseChallenges,
  tokenRequestOf,
} from './registry-token.ts';
import type { TokenRequest } from './registry-token.ts';

/** Which repository of which registry to speak to, and how. */
export interface RegistryTarget {
  /** Host and port, or a whole address of a mirror. */
  readonly host: string;
  readonly repository: string;
  readonly insecure: boolean;
  readonly login: () => Promise<FoundLogin>;
  /** What tokens are asked for. Default `pull`. */
  readonly access?: 'pull' | 'pull,push';
  readonly http: Pick<HttpClient, 'request'>;
  readonly signal: AbortSignal | undefined;
}

/** Something to send to a registry. */
export interface RegistryUpload {
  readonly method: 'HEAD' | 'POST' | 'PUT';
  readonly what: string;
  readonly expected: readonly number[];
  readonly contentType?: string;
  readonly body?: string | HttpUpload;
}

/** One repository of a registry, opened for reading. Its methods may be called at once. */
export interface RegistryClient {
  /** Address with scheme; known after the first answer. */
  readonly base: () => string;
  /** Asks for `/v2/<repository>/<path>`; a 404 is handed out, every other failure is an ImageError. */
  readonly get: (
    path: string,
    request: { readonly accept: string; readonly limit: LimitName; readonly what: string },
  ) => Promise<HttpResponse>;
  /**
   * Sends something to `/v2/<repository>/<path>`, or to the address that an upload was given.
   * @throws {ImageError} for every answer that is not among `expected`.
   */
  readonly put: (path: string, request: RegistryUpload) => Promise<HttpResponse>;
  /** Where a worker thread finds the bytes of a blob. */
  readonly blobBytes: (digest: string, length: number) => LayerBytes;
  /** Asks `/v2/` and says whether something that speaks the protocol answers there. */
  readonly isRegistry: () => Promise<boolean>;
}

/** The address behind the name of docker's default registry. */
const hubHost = 'registry-1.docker.io';

interface Session {
  readonly target: RegistryTarget;
  base: string | undefined;
  authorization: string | undefined;
  renew: TokenRequest | undefined;
  problem: string | undefined;
}

/** Makes a client; nothing is sent before the first question. */
export function registryClient(target: RegistryTarget): RegistryClient {
  const session: Session = {
    target,
    base: undefined,
    authorization: undefined,
    renew: undefined,
    problem: undefined,
  };
  return {
    base: () => session.base ?? target.host,
    get: (path, request) => get(session, path, request),
    put: (path, request) => put(session, path, request),
    blobBytes: (digest, length) => blobBytes(session, digest, length),
    isRegistry: () => isRegistry(session),
  };
}

async function get(
  session: Session,
  path: string,
  request: { readonly accept: string; readonly limit: LimitName; readonly what: string },
): Promise<HttpResponse> {
  const response = await sendLoggedIn(session, `/v2/${session.target.repository}/${path}`, request);
  if (response.status === 404) return response;
  if (response.status !== 200) throw await registryFailure(response, request.what, session.problem);
  if (/^text\/html/i.test(response.headers.get('content-type') ?? '')) {
    response.discard();
    throw new ImageError(
      'REGISTRY_NOT_A_REGISTRY',
      `Cannot ${request.what}: "${session.base ?? ''}" answers with a web page, expected a registry`,
    );
  }
  return response;
}

async function put(session: Session, path: string, request: RegistryUpload): Promise<HttpResponse> {
  const { method, what, expected, contentType, body } = request;
  const url = /^(?:https?:|\/)/.test(path) ? path : `/v2/${session.target.repository}/${path}`;
  const response = await sendLoggedIn(session, url, {
    accept: '*/*',
    limit: 'http_error_bytes',
    what,
    method,
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined ? {} : { body }),
  });
  if (expected.includes(response.status)) return response;
  throw await registryFailure(response, what, session.problem);
}

/** Sends a request, and once more with a login where the registry asks for one. */
async function sendLoggedIn(
  session: Session,
  url: string,
  request: Question & { readonly what: string },
): Promise<HttpResponse> {
  const response = await send(session, url, request);
  if (response.status !== 401) return response;
  const header = response.headers.get('www-authenticate') ?? '';
  // Nobody to log in to: the words of the registry are all there is to tell.
  const answered = await authenticate(session, header);
  if (!answered) throw await registryFailure(response, request.what, session.problem);
  response.discard();
  return send(session, url, request);
}

/** Takes up the challenge of the registry; false when there is none that can be met. */
async function authenticate(session: Session, header: string): Promise<boolean> {
  const { target } = session;
  const challenges = parseChallenges(header);
  const { login, problem } = await target.login();
  session.problem = problem;
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) {
    if (login?.registryToken !== undefined) {
      session.authorization = `Bearer ${login.registryToken}`;
      return true;
    }
    const registry = { base: session.base ?? '', insecure: target.insecure };
    const scope = `repository:${target.repository}:${target.access ?? 'pull'}`;
    session.renew = tokenRequestOf(bearer, registry, scope, login);
    session.authorization = `Bearer ${await fetchToken(session.renew, target.http, target.signal)}`;
    return true;
  }
  const basic = challenges.some(({ scheme }) => scheme === 'basic');
  const authorization = basic ? basicAuthorization(login) : undefined;
  if (authorization === undefined) return false;
  session.authorization = authorization;
  return true;
}

interface Question {
  readonly accept: string;
  readonly limit: LimitName;
  readonly method?: 'HEAD' | 'POST' | 'PUT';
  readonly contentType?: string;
  readonly body?: string | HttpUpload;
}

async function send(session: Session, path: string, request: Question): Promise<HttpResponse> {
  const { target, authorization } = session;
  const headers: Record<string, string> = { accept: request.accept };
  // A registry may send an upload to another host, which is none of the login's business.
  const elsewhere = path.startsWith('http') && new URL(path).origin !== session.base;
  if (authorization !== undefined && !elsewhere) headers['authorization'] = authorization;
  if (request.contentType !== undefined) headers['content-type'] = request.contentType;
  const ask = (base: string, retries?: number): Promise<HttpResponse> =>
    target.http.request({
      url: path.startsWith('http') ? path : base + path,
      headers,
      signal: target.signal,
      insecure: target.insecure,
      hostCertificates: true,
      limit: request.limit,
      ...(request.method === undefined ? {} : { method: request.method }),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(retries === undefined ? {} : { retries }),
    });
  if (session.base !== undefined) return ask(session.base);
  const [first = '', second] = basesOf(target);
  if (second === undefined) {
    session.base = first;
    return ask(first);
  }
  try {
    const response = await ask(first, 0);
    session.base = first;
    return response;
  } catch (error) {
    if (!mayBePlain(error)) throw error;
    // Only what the second address answers decides: it fails with its own error.
    const response = await ask(second);
    session.base = second;
    return response;
  }
}

/**
 * Addresses to try. Plain http only where the user allowed it, or on this very machine, as the
 * docker daemon does it for loopback registries.
 */
function basesOf({ host, insecure }: RegistryTarget): readonly string[] {
  if (/^https?:\/\//.test(host)) return [host.replace(/(?<!\/)\/+$/, '')];
  const name = host === 'docker.io' ? hubHost : host;
  const plain = insecure || isLoopback(name);
  return plain ? [`https://${name}`, `http://${name}`] : [`https://${name}`];
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d+)?$/.test(host);
}

/** Failures that a server without TLS gives to a TLS greeting. */
function mayBePlain(error: unknown): boolean {
  if (!(error instanceof IoError)) return false;
  if (error.code === 'HTTP_UNREACHABLE' || error.code === 'HTTP_INTERRUPTED') return true;
  const cause = error.cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return error.code === 'HTTP_TLS' && /^(?:EPROTO|ERR_SSL_)/.test(code);
}

function blobBytes(session: Session, digest: string, length: number): LayerBytes {
  const { target, authorization, renew } = session;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return {
    kind: 'http',
    url: `${session.base ?? ''}/v2/${target.repository}/blobs/${digest}`,
    headers,
    length,
    insecure: target.insecure,
    ...(renew === undefined ? {} : { renew }),
  };
}

async function isRegistry(session: Session): Promise<boolean> {
  const response = await send(session, '/v2/', { accept: '*/*', limit: 'http_error_bytes' });
  response.discard();
  const version = response.headers.get('docker-distribution-api-version');
  return version !== undefined || response.status === 200 || response.status === 401;
}
