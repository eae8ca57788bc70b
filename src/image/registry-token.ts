import { objectOf, textOf } from '../formats/json-values.ts';
import { readAll, shownUrl } from '../io/http.ts';
import type { HttpClient } from '../io/http.ts';
import { printable } from '../model/index.ts';
import type { StoredLogin } from './docker-config.ts';
import { ImageError } from './errors.ts';
import { registryFailure } from './registry-failure.ts';

/** How a registry wants to be spoken to (distribution specification, RFC 6750 and 7617). */
export interface Challenge {
  readonly scheme: 'bearer' | 'basic';
  readonly parameters: ReadonlyMap<string, string>;
}

/** All that is needed to ask for a bearer token, again and again. Plain data: a worker asks too. */
export interface TokenRequest {
  /** Address of the token server, as the registry named it. */
  readonly realm: string;
  readonly service?: string;
  readonly scope: string;
  readonly login?: StoredLogin;
  readonly insecure: boolean;
}

const longestHeader = 8192;

/**
 * Reads a `WWW-Authenticate` header: any number of challenges, of which bearer and basic are
 * understood. The header is the registry's word: one pass, no back-tracking, odd parts skipped.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const gap = /[,\s]*/y;
  const item = /([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
  const text = header.slice(0, longestHeader);
  for (let at = 0; at < text.length;) {
    gap.lastIndex = at;
    gap.exec(text);
    item.lastIndex = gap.lastIndex;
    const [whole = '', name = '', quoted, bare] = item.exec(text) ?? [];
    at = gap.lastIndex + Math.max(1, whole.length);
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
    if (value !== undefined) challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
    else if (name !== '') challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
  }
  return challenges.flatMap(({ scheme, parameters }) =>
    scheme === 'bearer' || scheme === 'basic' ? [{ scheme, parameters }] : [],
  );
}

/** `Basic …` for a login with a password. */
export function basicAuthorization(login: StoredLogin | undefined): string | undefined {
  if (login?.password === undefined) return undefined;
  const text = `${login.username ?? ''}:${login.password}`;
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/**
 * Asks the token server for a bearer token to pull with, as the docker client does: a refresh
 * token by POST, else by GET with the login or without any.
 * @throws {ImageError} REGISTRY_UNAUTHORIZED and the other codes of `registryFailure`.
 */
export async function fetchToken(
  wanted: TokenRequest,
  http: Pick<HttpClient, 'request'>,
  signal?: AbortSignal,
): Promise<string> {
  const query = new URLSearchParams({ scope: wanted.scope });
  if (wanted.service !== undefined) query.set('service', wanted.service);
  const common = {
    signal,
    insecure: wanted.insecure,
    hostCertificates: true,
    limit: 'config_bytes',
  } as const;
  const { identityToken, username } = wanted.login ?? {};
  if (identityToken !== undefined) {
    query.set('grant_type', 'refresh_token');
    query.set('client_id', 'plimsoll');
    query.set('refresh_token', identityToken);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = query.toString();
    return readToken(
      await http.request({ ...common, url: wanted.realm, method: 'POST', headers, body }),
    );
  }
  const authorization = basicAuthorization(wanted.login);
  if (authorization !== undefined && username !== undefined) query.set('account', username);
  const url = new URL(wanted.realm);
  for (const [name, value] of query) url.searchParams.set(name, value);
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return readToken(await http.request({ ...common, url: url.href, headers }));
}

const tokenBytes = 1024 * 1024;

async function readToken(response: Awaited<ReturnType<HttpClient['request']>>): Promise<string> {
  const what = `the token server "${shownUrl(response.url)}"`;
  if (response.status !== 200) throw await registryFailure(response, `get a token from ${what}`);
  const bytes = await readAll(response.body, what, 'config_bytes', tokenBytes);
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = objectOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    // The cause would quote the answer, which may hold a token.
    throw new ImageError(
      'REGISTRY_NOT_A_REGISTRY',
      `Cannot get a token from ${what}: the answer is not JSON, expected a token`,
    );
  }
  const token = textOf(fields['token']) ?? textOf(fields['access_token']);
  // It becomes a header: only what a bearer token consists of (RFC 6750 §2.1).
  if (token === undefined || !/^[A-Za-z0-9._~+/=-]+$/.test(token)) {
    const state = token === undefined ? 'no token' : 'a token with forbidden characters';
    throw new ImageError(
      'REGISTRY_NOT_A_REGISTRY',
      `Cannot get a token from ${what}: found ${state}, expected a bearer token`,
    );
  }
  return token;
}

/**
 * The token request that a challenge asks for. The realm is the registry's word, and a login may be
 * sent there: an address without encryption is only taken from a registry that has none itself.
 * @throws {ImageError} REGISTRY_UNAUTHORIZED when the realm is no acceptable address.
 */
export function tokenRequestOf(
  challenge: Challenge,
  registry: { readonly base: string; readonly insecure: boolean },
  scope: string,
  login: StoredLogin | undefined,
): TokenRequest {
  const realm = challenge.parameters.get('realm') ?? '';
  const service = challenge.parameters.get('service');
  const protocol = URL.canParse(realm) ? new URL(realm).protocol : '';
  const plainAllowed = registry.insecure || registry.base.startsWith('http:');
  if (protocol !== 'https:' && !(protocol === 'http:' && plainAllowed)) {
    throw new ImageError(
      'REGISTRY_UNAUTHORIZED',
      `Cannot log in to "${registry.base}": its token server is "${printable(shownUrl(realm))}", expected an https address`,
    );
  }
  return {
    realm,
    scope,
    insecure: registry.insecure,
    ...(service === undefined ? {} : { service }),
    ...(login === undefined ? {} : { login }),
  };
}
