import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { limits } from '../model/index.ts';
import { IoError } from './errors.ts';
import { readTextFile } from './text-file.ts';

/** What a machine's owner set down for one registry: authorities beside the usual ones, and who we are there. */
export interface HostCertificates {
  /** PEM texts. */
  readonly authorities: readonly string[];
  readonly clients: readonly { readonly cert: string; readonly key: string }[];
}

/** Answers for a host with its port, as an address has it. */
export type HostCertificatesOf = (url: URL) => HostCertificates | undefined;

/** Files of one folder that are looked at; real ones hold three. */
const most = 100;

/**
 * Folders in which docker and podman look for `<host>[:port]/`, the user's before the machine's
 * (containers-certs.d(5); docker: "Verify repository client with certificates").
 */
export function certificateFolders(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const { HOME: home = '', XDG_CONFIG_HOME: configured = '' } = environment;
  const own = configured !== '' ? configured : home === '' ? '' : join(home, '.config');
  const users = own === '' ? [] : [join(own, 'containers'), join(own, 'docker')];
  return [...users, '/etc/containers', '/etc/docker'].map((folder) => join(folder, 'certs.d'));
}

/**
 * Certificates for hosts from folders as docker keeps them: `*.crt` are authorities, `X.cert` with
 * `X.key` is a client's. The first folder that has the host answers; each host is read once.
 */
export function hostCertificates(folders: readonly string[]): HostCertificatesOf {
  const known = new Map<string, HostCertificates | undefined>();
  return ({ host, hostname }) => {
    if (known.has(host)) return known.get(host);
    const found = read(folders, namesOf(host, hostname));
    known.set(host, found);
    return found;
  };
}

/** An address leaves out port 443, a folder may name it. Nothing that could lead out of a folder is a name. */
function namesOf(host: string, hostname: string): readonly string[] {
  if (!/^[\w.:[\]-]+$/.test(host) || /^\.+$/.test(hostname)) return [];
  return host === hostname ? [host, `${host}:443`] : [host];
}

function read(folders: readonly string[], names: readonly string[]): HostCertificates | undefined {
  for (const folder of folders) {
    for (const name of names) {
      const files = filesOf(join(folder, name));
      if (files !== undefined) return certificatesIn(join(folder, name), files);
    }
  }
  return undefined;
}

function filesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort().slice(0, most);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new IoError('HTTP_TLS', `Cannot read the certificates in "${folder}"`, { cause });
  }
}

function certificatesIn(folder: string, files: readonly string[]): HostCertificates {
  const text = (file: string): string => {
    const found = readTextFile(join(folder, file), limits.config_bytes.value);
    if (found !== undefined) return found;
    throw new IoError('HTTP_TLS', `Cannot read "${join(folder, file)}": it is gone`);
  };
  const authorities = files.filter((file) => file.endsWith('.crt')).map(text);
  const clients = files
    .filter((file) => file.endsWith('.cert'))
    .map((file) => {
      const key = file.replace(/cert$/, 'key');
      if (files.includes(key)) return { cert: text(file), key: text(key) };
      // The commonest mistake: an authority under the name of a client's certificate.
      throw new IoError(
        'HTTP_TLS',
        `Cannot use "${join(folder, file)}": found no "${key}" beside it, wanted the client's key; an authority ends in .crt`,
      );
    });
  return { authorities, clients };
}

/** Puts them into the options of Node's https: authorities beside those that are trusted anyway, as docker does it. */
export function addCertificates(
  options: Record<string, unknown>,
  found: HostCertificates | undefined,
): void {
  if (found === undefined) return;
  const { authorities, clients } = found;
  if (authorities.length > 0) options['ca'] = [options['ca'] ?? [], ...authorities].flat();
  if (clients.length === 0) return;
  options['cert'] = clients.map(({ cert }) => cert);
  options['key'] = clients.map(({ key }) => key);
}
