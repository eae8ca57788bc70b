import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import { readAll, readErrorText } from '../io/http.ts';
import type { HttpClient, HttpResponse } from '../io/http.ts';
import { errorCode, errorText, errorWords, printable } from '../model/index.ts';
import type { LimitName, Text } from '../model/index.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';
import { ImageError } from './errors.ts';

/** What a daemon says of one image (`GET /images/{name}/json`). */
export interface InspectedImage {
  /** The image id; with the containerd image store the digest of manifest or index. */
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly size?: number;
  /** Digest of the manifest or index, from daemons that keep it. */
  readonly target?: string;
}

/** What a daemon says of itself (`GET /info`). */
export interface DaemonInfo {
  readonly driver: string;
  readonly root: string;
  /** True when images lie in the store of containerd, not in that of a graph driver. */
  readonly containerdStore: boolean;
}

/** The Engine API of one daemon, as far as reading images needs it. */
export interface DockerEngine {
  readonly endpoint: DockerEndpoint;
  /** Undefined when the daemon has no such image. */
  readonly inspect: (reference: string) => Promise<InspectedImage | undefined>;
  readonly info: () => Promise<DaemonInfo>;
  /** The archive of `docker save`, as it arrives. */
  readonly save: (id: string) => Promise<AsyncIterable<Uint8Array>>;
}

/** A daemon prepares the whole archive before its first byte: minutes for images of many gigabytes. */
const saveIdle = 10 * 60_000;

/**
 * Speaks to a daemon. Methods throw ImageError DAEMON_UNREACHABLE when none answers, DAEMON_FAILED
 * for its errors and for answers that break off.
 */
export function dockerEngine(
  endpoint: DockerEndpoint,
  http: Pick<HttpClient, 'request'>,
  signal: AbortSignal | undefined,
): DockerEngine {
  const ask = async (path: string, limit: LimitName, idle?: number): Promise<HttpResponse> => {
    try {
      return await http.request({
        url: endpoint.base + path,
        socketPath: endpoint.socketPath,
        tls: endpoint.tls,
        insecure: endpoint.insecure,
        signal,
        limit,
        retries: 1,
        ...(idle === undefined ? {} : { idle }),
      });
    } catch (error) {
      throw daemonFailure(endpoint, error);
    }
  };
  const askObject = async (
    path: string,
  ): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const response = await ask(path, 'config_bytes');
    if (response.status === 404) {
      response.discard();
      return undefined;
    }
    if (response.status !== 200) throw await refusal(endpoint, response);
    const bytes = await readAll(response.body, 'the answer of the daemon', 'config_bytes').catch(
      (error: unknown) => Promise.reject(daemonFailure(endpoint, error)),
    );
    return parseObject(endpoint, bytes);
  };
  return {
    endpoint,
    inspect: async (reference) => {
      const fields = await askObject(`/images/${encodedReference(reference)}/json`);
      return fields === undefined ? undefined : inspected(endpoint, fields);
    },
    info: async () => daemonInfo((await askObject('/info')) ?? {}),
    save: async (id) => {
      const response = await ask(`/images/${encodeURIComponent(id)}/get`, 'layer_bytes', saveIdle);
      if (response.status !== 200) throw await refusal(endpoint, response);
      return withDaemonErrors(endpoint, response.body);
    },
  };
}

async function* withDaemonErrors(
  endpoint: DockerEndpoint,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    throw daemonFailure(endpoint, error);
  }
}

/** Slashes stay, for the daemon's routes; all else that is no letter of a reference is escaped. */
function encodedReference(reference: string): string {
  const parts = reference.split('/');
  if (parts.every((part) => /^[\w.:@[\]-]+$/.test(part) && !/^\.+$/.test(part))) {
    return parts.map((part) => encodeURIComponent(part)).join('/');
  }
  throw new ImageError('IMAGE_NOT_AN_IMAGE', {
    en: `Cannot ask the daemon for "${printable(reference.slice(0, 200))}": expected the name or id of an image`,
    'zh-CN': `无法向守护进程查询“${printable(reference.slice(0, 200))}”：应为镜像的名称或 ID`,
  });
}

function inspected(
  endpoint: DockerEndpoint,
  fields: Readonly<Record<string, unknown>>,
): InspectedImage {
  const id = textOf(fields['Id']);
  if (id === undefined) throw malformed(endpoint);
  const variant = textOf(fields['Variant']);
  const target = textOf(objectOf(fields['Descriptor'])['digest']);
  const size = fields['Size'];
  return {
    id,
    tags: textsOf(fields['RepoTags']),
    digests: textsOf(fields['RepoDigests']),
    os: textOf(fields['Os']) ?? '',
    architecture: textOf(fields['Architecture']) ?? '',
    ...(variant === undefined ? {} : { variant }),
    ...(typeof size === 'number' && size >= 0 ? { size } : {}),
    ...(target === undefined ? {} : { target }),
  };
}

function daemonInfo(fields: Readonly<Record<string, unknown>>): DaemonInfo {
  const status = listOf(fields['DriverStatus']).map((row) => textsOf(row).join(' '));
  return {
    driver: textOf(fields['Driver']) ?? '',
    root: textOf(fields['DockerRootDir']) ?? '',
    containerdStore: status.some((row) => row.includes('io.containerd.snapshotter')),
  };
}

function parseObject(
  endpoint: DockerEndpoint,
  bytes: Uint8Array,
): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw malformed(endpoint);
  }
}

function malformed(endpoint: DockerEndpoint): ImageError {
  return new ImageError(
    'DAEMON_FAILED',
    `Cannot understand what answers at "${endpoint.name}": found something else, expected a docker daemon`,
  );
}

async function refusal(endpoint: DockerEndpoint, response: HttpResponse): Promise<ImageError> {
  const text = await readErrorText(response.body).catch(() => '');
  let said = '';
  try {
    said = textOf(objectOf(JSON.parse(text))['message']) ?? '';
  } catch {
    // An answer that is no JSON has nothing to quote.
  }
  const words = said === '' ? '' : `, "${printable(said.slice(0, 300))}"`;
  return new ImageError(
    'DAEMON_FAILED',
    `Cannot read from the daemon at "${endpoint.name}": status ${response.status}${words}, expected an answer`,
    { temporary: response.status >= 500 },
  );
}

/** Errors of the connection, told as what they mean for a daemon; others stay as they are. */
function daemonFailure(endpoint: DockerEndpoint, error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'HTTP_UNREACHABLE' || code === 'HTTP_TLS') {
    const { en, 'zh-CN': chinese } = reasonOf(error);
    return new ImageError(
      'DAEMON_UNREACHABLE',
      {
        en: `Cannot reach the docker daemon at "${endpoint.name}": ${en}, expected it to answer`,
        'zh-CN': `无法连接“${endpoint.name}”处的 Docker 守护进程：${chinese}`,
      },
      { cause: error, temporary: true },
    );
  }
  if (!code.startsWith('HTTP_')) return error;
  return new ImageError(
    'DAEMON_FAILED',
    `Cannot read from the daemon at "${endpoint.name}": ${errorText(error)}`,
    { cause: error, temporary: true },
  );
}

const reasons: ReadonlyMap<string, Text> = new Map([
  ['ENOENT', { en: 'there is no such socket', 'zh-CN': '没有该套接字' }],
  ['ECONNREFUSED', { en: 'nothing listens there', 'zh-CN': '没有程序在监听' }],
  ['EACCES', { en: 'permission is refused', 'zh-CN': '权限不足' }],
]);

function reasonOf(error: unknown): Text {
  const cause = error instanceof Error ? error.cause : undefined;
  const known =
    cause instanceof Error && 'code' in cause ? reasons.get(String(cause.code)) : undefined;
  return known ?? errorWords(cause ?? error);
}
