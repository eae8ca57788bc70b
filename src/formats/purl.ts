import { isAllowed, normalised, splitName } from './purl-types.ts';

/** Parts of a package URL, decoded. https://github.com/package-url/purl-spec */
export interface Purl {
  /** In lower case. */
  readonly type: string;
  /** Segments joined by `/`: `@angular`, `github.com/gorilla`, `debian`. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** Keys in lower case; empty values are left out. */
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** All parts, the absent ones empty. */
type Parts = Required<Purl>;

/** Longest package URL that is read; those with a download address reach some hundred characters. */
const maxLength = 8192;
const typePattern = /^[A-Za-z][A-Za-z0-9.-]*$/;
/** Keys start in lower case; capitals further on are folded, as purl-spec's own suite has it. */
const keyPattern = /^[a-z][A-Za-z0-9._-]*$/;

/**
 * Reads a package URL, canonical or not, and applies the rules of its type (`pkg:PYPI/Django_X` is
 * `pypi`, `django-x`). Undefined when it is none.
 */
export function parsePurl(text: string): Purl | undefined {
  if (text.length > maxLength || text.slice(0, 4).toLowerCase() !== 'pkg:') return undefined;
  try {
    const parts = readParts(text.slice(4));
    return parts === undefined ? undefined : withoutEmpty(parts);
  } catch (error) {
    // A stray `%` in what a stranger wrote.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Canonical package URL of the parts, or undefined when they do not make one. */
export function buildPurl(purl: Purl): string | undefined {
  const { type, namespace = '', name, version = '', qualifiers = {}, subpath = '' } = purl;
  const parts = accepted({ type, namespace, name, version, qualifiers, subpath });
  return parts === undefined ? undefined : written(parts);
}

/**
 * Package URL of a package we found, its name written as its ecosystem does: `@scope/name`,
 * `group:artifact`, `vendor/package`. Always gives a URL: what a lockfile calls a package is not ours
 * to refuse, so the rules of the type are applied but not enforced.
 */
export function purlOf(purl: Purl): string {
  const [owner, name] =
    purl.namespace === undefined ? splitName(purl.type, purl.name) : [purl.namespace, purl.name];
  const parts: Parts = {
    type: purl.type,
    namespace: owner,
    name,
    version: purl.version ?? '',
    qualifiers: purl.qualifiers ?? {},
    subpath: purl.subpath ?? '',
  };
  return written(normalised(parts));
}

function readParts(text: string): Parts | undefined {
  const [beforeSubpath, subpath] = cut(text, text.indexOf('#'));
  const [path, query] = cut(beforeSubpath, beforeSubpath.indexOf('?'));
  const trimmed = trimSlashes(path);
  const [type, rest] = cut(trimmed, trimmed.indexOf('/'));
  // Only an `@` in the last segment starts the version: the first one of `@babel/core@7.0.0` does not.
  const lastSlash = rest.lastIndexOf('/');
  const at = rest.lastIndexOf('@');
  const [names, version] = cut(rest, at > lastSlash ? at : -1);
  const qualifiers = readQualifiers(query);
  if (qualifiers === undefined) return undefined;
  return accepted({
    type,
    namespace: decodeSegments(names.slice(0, Math.max(0, lastSlash))),
    name: decodeURIComponent(names.slice(lastSlash + 1)),
    version: decodeURIComponent(version),
    qualifiers,
    subpath: decodeSegments(subpath),
  });
}

/** Both sides of the character at `at`; all on the left when it is -1. */
function cut(text: string, at: number): readonly [string, string] {
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (text.charAt(start) === '/') start += 1;
  while (end > start && text.charAt(end - 1) === '/') end -= 1;
  return text.slice(start, end);
}

/** An encoded slash parts segments like a plain one, so that `%2F..` is left out like `/..`. */
function decodeSegments(text: string): string {
  return segmentsOf(decodeURIComponent(text).split('/')).join('/');
}

function segmentsOf(segments: readonly string[]): readonly string[] {
  return segments.filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function readQualifiers(query: string): Record<string, string> | undefined {
  const qualifiers = Object.create(null) as Record<string, string>;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [key, value] = cut(pair, pair.indexOf('='));
    const folded = key.toLowerCase();
    if (!keyPattern.test(key) || folded in qualifiers) return undefined;
    if (value !== '') qualifiers[folded] = decodeURIComponent(value);
  }
  return qualifiers;
}

/** The parts in the form of their type; undefined when a part is missing or not allowed. */
function accepted(parts: Parts): Parts | undefined {
  if (typeof parts.type !== 'string' || !typePattern.test(parts.type)) return undefined;
  if (typeof parts.name !== 'string' || trimSlashes(parts.name) === '') return undefined;
  if (!Object.keys(parts.qualifiers).every((key) => keyPattern.test(key))) return undefined;
  const found = normalised({ ...parts, type: parts.type.toLowerCase() });
  return isAllowed(found) ? found : undefined;
}

function withoutEmpty({ type, namespace, name, version, qualifiers, subpath }: Parts): Purl {
  return {
    type,
    ...(namespace === '' ? {} : { namespace }),
    name,
    ...(version === '' ? {} : { version }),
    ...(Object.keys(qualifiers).length === 0 ? {} : { qualifiers }),
    ...(subpath === '' ? {} : { subpath }),
  };
}

function written({ type, namespace, name, version, qualifiers, subpath }: Parts): string {
  const path = [type, ...segmentsOf(namespace.split('/')).map(encode), encode(name)].join('/');
  const pairs = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key.toLowerCase()}=${encode(value)}`);
  const tail = segmentsOf(subpath.split('/')).map(encode).join('/');
  return [
    `pkg:${path}`,
    version === '' ? '' : `@${encode(version)}`,
    pairs.length === 0 ? '' : `?${pairs.join('&')}`,
    tail === '' ? '' : `#${tail}`,
  ].join('');
}

/** Percent-encodes all but letters, digits, `-._~` and the colon. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
