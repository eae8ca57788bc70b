import { printable } from '../model/index.ts';
import { isDigest } from './digest.ts';
import { FormatError } from './errors.ts';

/** A name of an image, normalised as the docker client does it. */
export interface ImageReference {
  /** Host and port: `docker.io`, `localhost:5000`, `[2001:db8::1]:5000`. */
  readonly registry: string;
  /** Path within the registry: `library/alpine`. */
  readonly repository: string;
  /** `latest` when the reference has neither tag nor digest. */
  readonly tag?: string;
  /** What the manifest must hash to. Wins over `tag`. */
  readonly digest?: string;
}

/** Name of the registry that is meant when a reference names none. */
export const defaultRegistry = 'docker.io';

const domainName = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
/** The distribution project bounds the repository path, not the host. */
const longestRepository = 255;
const longestReference = 1024;

/**
 * Reads `[host[:port]/]path[:tag][@digest]` by the grammar of the distribution project
 * (distribution/reference), with its defaults: docker.io, `library/`, `latest`.
 * @throws {FormatError} IMAGE_REFERENCE_INVALID, saying which part is wrong.
 */
export function parseImageReference(text: string): ImageReference {
  if (text.length > longestReference) throw invalid(text, 'it is longer than 1024 characters');
  if (/^[0-9a-f]{64}$/.test(text))
    throw invalid(text, 'it is an image id, which no registry knows');
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    throw invalid(text, 'its digest is not sha256:<64> or sha512:<128 hexadecimal digits>');
  }
  // A colon after the last slash starts the tag; one before it belongs to a port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagForm.test(tag)) {
    throw invalid(text, 'its tag is not 1 to 128 letters, digits, "_", "." and "-"');
  }
  const reference = { ...splitName(text, name), ...(digest === undefined ? {} : { digest }) };
  if (tag !== undefined) return { ...reference, tag };
  return digest === undefined ? { ...reference, tag: 'latest' } : reference;
}

function splitName(text: string, name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  // `team/app` is a path; a dot, a port, capitals or the word localhost make a host of the first part.
  const isHost = /[.:A-Z]/.test(first) || first === 'localhost';
  const registry = isHost ? first : defaultRegistry;
  const path = isHost ? name.slice(slash + 1) : name;
  if (isHost && !isRegistryHost(registry)) throw invalid(text, 'its registry is not host[:port]');
  if (path.length > longestRepository)
    throw invalid(text, 'its path is longer than 255 characters');
  for (const part of path.split('/')) {
    if (part !== part.toLowerCase()) throw invalid(text, 'its path has capital letters');
    if (!pathPart.test(part)) {
      throw invalid(
        text,
        'a part of its path is not lower-case letters and digits joined by ".", "_", "__" or "-"',
      );
    }
  }
  const hub = registry === defaultRegistry || registry === 'index.docker.io';
  if (!hub) return { registry, repository: path };
  return { registry: defaultRegistry, repository: path.includes('/') ? path : `library/${path}` };
}

/** True for `host`, `host:port`, an IPv4 address, or an IPv6 address in brackets. */
export function isRegistryHost(text: string): boolean {
  const [, six, host = '', port = ''] =
    /^(?:(\[[0-9A-Fa-f:.]{2,45}\])|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (port !== '' && (Number(port) === 0 || Number(port) > 65_535)) return false;
  if (six !== undefined) return URL.canParse(`http://${six}/`);
  return host.split('.').every((part) => domainName.test(part));
}

/** The full form, every default written out: `docker.io/library/alpine:latest`. */
export function formatImageReference(reference: ImageReference): string {
  const { registry, repository, tag, digest } = reference;
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The short form that people type and `docker images` shows: `alpine:latest`, `team/app@sha256:…`. */
export function familiarImageReference(reference: ImageReference): string {
  const full = formatImageReference(reference);
  const prefix = `${defaultRegistry}/`;
  if (!full.startsWith(prefix)) return full;
  const path = full.slice(prefix.length);
  // `docker.io/library/a/b` must keep its first part: `library/` is implied for one part only.
  return /^library\/[^/]+$/.test(path) ? path.slice('library/'.length) : path;
}

function invalid(text: string, state: string): FormatError {
  return new FormatError(
    'IMAGE_REFERENCE_INVALID',
    `Cannot read image reference "${printable(text.slice(0, 200))}": ${state}, expected [host[:port]/]path[:tag][@digest]`,
  );
}
