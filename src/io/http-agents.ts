import { readFileSync } from 'node:fs';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

import { IoError } from './errors.ts';
import { nodeHttp, nodeHttps } from './http-modules.ts';

/** Environment variables, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Connections kept open between requests. Proxies come from the environment; sockets never use one. */
export interface HttpAgents {
  readonly of: (url: URL, socketPath?: string) => HttpAgent | HttpsAgent;
  /** Authorities to trust, or undefined for Node's own. */
  readonly authorities: () => string[] | undefined;
  readonly close: () => void;
}

const connections = {
  keepAlive: true,
  maxSockets: 16,
  maxFreeSockets: 8,
  scheduling: 'lifo',
} as const;

/** Makes the agents; nothing is opened or read until the first request needs it. */
export function httpAgents(environment: Environment): HttpAgents {
  const proxies = (): Record<string, string> => proxyVariables(environment);
  let plain: HttpAgent | undefined;
  let secure: HttpsAgent | undefined;
  let local: HttpAgent | undefined;
  let authorities: string[] | undefined;
  return {
    of: (url, socketPath) => {
      if (socketPath !== undefined) return (local ??= new (nodeHttp().Agent)(connections));
      if (url.protocol === 'https:') {
        return (secure ??= new (nodeHttps().Agent)({ ...connections, proxyEnv: proxies() }));
      }
      return (plain ??= new (nodeHttp().Agent)({ ...connections, proxyEnv: proxies() }));
    },
    authorities: () => (authorities ??= trustedAuthorities(environment['SSL_CERT_FILE'])),
    close: () => {
      plain?.destroy();
      secure?.destroy();
      local?.destroy();
    },
  };
}

/**
 * The variables the agents look at, in the form they take. Node ignores a value that it cannot
 * parse, and connecting directly is not what its owner wanted: such a value is refused here.
 */
function proxyVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) {
    const value = environment[name]?.trim() ?? '';
    if (value !== '') found[name] = proxyUrl(name, value);
  }
  for (const name of ['NO_PROXY', 'no_proxy']) {
    const value = environment[name] ?? '';
    if (value !== '') found[name] = value;
  }
  return found;
}

/** `host:port` alone is an http proxy, as curl and the docker client take it. */
function proxyUrl(name: string, value: string): string {
  const text = value.includes('://') ? value : `http://${value}`;
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return text;
  // The value may hold a password: it is not repeated.
  throw new IoError('HTTP_PROXY', `Cannot use ${name}: found no http or https URL, expected one`);
}

/** `SSL_CERT_FILE` replaces the authorities, as in OpenSSL; otherwise Node's and the machine's are trusted. */
function trustedAuthorities(certificateFile: string | undefined): string[] {
  if (certificateFile === undefined || certificateFile === '') {
    return [
      ...new Set([
        ...process.getBuiltinModule('node:tls').getCACertificates('default'),
        ...process.getBuiltinModule('node:tls').getCACertificates('system'),
      ]),
    ];
  }
  try {
    return [readFileSync(certificateFile, 'utf8')];
  } catch (cause) {
    throw new IoError('HTTP_TLS', `Cannot read the file of SSL_CERT_FILE "${certificateFile}"`, {
      cause,
    });
  }
}
