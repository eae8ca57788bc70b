import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { objectOf, textOf } from '../formats/json-values.ts';
import { kindOf } from '../io/files.ts';
import { homeFolder } from '../io/folders.ts';
import type { ClientTls } from '../io/http.ts';
import type { Environment } from '../io/http-agents.ts';
import { readTextFile } from '../io/text-file.ts';
import { printable } from '../model/index.ts';
import { readDockerConfig } from './docker-config.ts';
import { ImageError } from './errors.ts';

/** How to reach a docker daemon. */
export interface DockerEndpoint {
  /** `http://docker` over a socket, else the daemon's address. */
  readonly base: string;
  readonly socketPath?: string;
  readonly tls?: ClientTls;
  readonly insecure: boolean;
  /** In the words of the user, for messages: `unix:///var/run/docker.sock`. */
  readonly name: string;
}

const documentBytes = 1024 * 1024;
const defaultSocket = '/var/run/docker.sock';

/**
 * Finds the daemon as the docker client does: `DOCKER_HOST`, then `DOCKER_CONTEXT` or the current
 * context of config.json, then the socket of the system or, where there is none, of the user.
 * @throws {ImageError} DAEMON_ADDRESS, DOCKER_CONFIG_INVALID
 */
export function dockerEndpoint(environment: Environment): DockerEndpoint {
  const host = environment['DOCKER_HOST'] ?? '';
  if (host !== '') return endpointOf(host, () => environmentTls(environment, host));
  const named = environment['DOCKER_CONTEXT'] ?? '';
  const config = readDockerConfig(environment);
  const context = named === '' ? (config.currentContext ?? 'default') : named;
  if (context !== 'default') return contextEndpoint(context, config.folder);
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  const sockets = [
    defaultSocket,
    ...(runtime === '' ? [] : [join(runtime, 'docker.sock')]),
    join(homeFolder(environment), '.docker', 'run', 'docker.sock'),
  ];
  const socket = sockets.find((path) => kindOf(path) !== undefined) ?? defaultSocket;
  return socketEndpoint(socket);
}

function socketEndpoint(path: string): DockerEndpoint {
  return { base: 'http://docker', socketPath: path, insecure: false, name: `unix://${path}` };
}

function endpointOf(host: string, tls: () => Tls): DockerEndpoint {
  if (host.startsWith('unix://')) return socketEndpoint(host.slice('unix://'.length));
  const url = URL.canParse(host) ? new URL(host) : undefined;
  const scheme = url?.protocol ?? '';
  if (url === undefined || !/^(?:tcp|https?):$/.test(scheme) || url.hostname === '') {
    throw new ImageError('DAEMON_ADDRESS', {
      en: `Cannot speak to the daemon at "${printable(host.slice(0, 200))}": expected unix:// or tcp://`,
      'zh-CN': `无法使用守护进程地址“${printable(host.slice(0, 200))}”：应为 unix:// 或 tcp://`,
    });
  }
  const { files, insecure } = tls();
  const secure = scheme === 'https:' || files !== undefined;
  const port = url.port === '' ? `:${secure ? 2376 : 2375}` : `:${url.port}`;
  return {
    base: `${secure ? 'https' : 'http'}://${url.hostname}${scheme === 'tcp:' ? port : url.port && port}`,
    insecure,
    name: printable(`${scheme}//${url.host}`),
    ...(files === undefined ? {} : { tls: files }),
  };
}

interface Tls {
  readonly files: ClientTls | undefined;
  readonly insecure: boolean;
}

/** `DOCKER_TLS_VERIFY` turns TLS on and checks the daemon; `DOCKER_TLS` alone does not check it. */
function environmentTls(environment: Environment, host: string): Tls {
  const verify = (environment['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const wanted = verify || (environment['DOCKER_TLS'] ?? '') !== '' || host.startsWith('https:');
  if (!wanted) return { files: undefined, insecure: false };
  const configured = environment['DOCKER_CERT_PATH'] ?? '';
  const home = environment['DOCKER_CONFIG'] ?? join(homeFolder(environment), '.docker');
  return { files: tlsFiles(configured === '' ? home : configured), insecure: !verify };
}

function tlsFiles(folder: string): ClientTls {
  const ca = readTextFile(join(folder, 'ca.pem'), documentBytes);
  const cert = readTextFile(join(folder, 'cert.pem'), documentBytes);
  const key = readTextFile(join(folder, 'key.pem'), documentBytes);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Contexts lie in folders named by the SHA-256 of their name, which is the user's word and never a path. */
function contextEndpoint(name: string, configFolder: string): DockerEndpoint {
  const id = createHash('sha256').update(name).digest('hex');
  const path = join(configFolder, 'contexts', 'meta', id, 'meta.json');
  const text = readTextFile(path, documentBytes);
  let docker: Readonly<Record<string, unknown>> = {};
  try {
    docker = objectOf(objectOf(objectOf(JSON.parse(text ?? '{}'))['Endpoints'])['docker']);
  } catch {
    // Told below: without an endpoint the context is of no use, whatever is wrong with it.
  }
  const host = textOf(docker['Host']);
  if (host === undefined) {
    throw new ImageError(
      'DAEMON_ADDRESS',
      `Cannot use the docker context "${printable(name)}": found no endpoint in "${path}", expected one`,
    );
  }
  const files = tlsFiles(join(configFolder, 'contexts', 'tls', id, 'docker'));
  return endpointOf(host, () => ({
    files: Object.keys(files).length > 0 || host.startsWith('https:') ? files : undefined,
    insecure: docker['SkipTLSVerify'] === true,
  }));
}
