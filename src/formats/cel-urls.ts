import type { AddFunction, AddType } from './cel-library.ts';

/** An address as `url.ParseRequestURI` of Go reads it: absolute, or a path; nothing is changed. */
class Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(parts: { scheme: string; host: string; path: string; query: string }) {
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.path = parts.path;
    this.query = parts.query;
  }
}

function urlIn(text: string): Url | undefined {
  if (text.length > 65_536 || /[\u0000-\u0020\u007f]/.test(text)) return undefined;
  const mark = text.indexOf('?');
  const whole = mark < 0 ? text : text.slice(0, mark);
  const query = mark < 0 ? '' : text.slice(mark + 1);
  if (whole.startsWith('/') && !whole.startsWith('//'))
    return new Url({ scheme: '', host: '', path: whole, query });
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/]*)(\/.*)?$/.exec(whole);
  if (found === null) return undefined;
  const [, scheme = '', authority = '', path = ''] = found;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const well = /^(?:\[[0-9A-Fa-f:.]+(?:%25[\w.~-]+)?\]|[^[\]:<>"\\^`{|}]*)(?::\d*)?$/.test(host);
  const escapes = /%(?![0-9A-Fa-f]{2})/.test(path + host);
  return well && !escapes
    ? new Url({ scheme: scheme.toLowerCase(), host, path, query })
    : undefined;
}

function urlOf(text: string): Url {
  const url = urlIn(text);
  if (url === undefined) throw new Error(`"${text.slice(0, 200)}" is no URL`);
  return url;
}

/** Values by name, as Go's `ParseQuery` gives them; what does not decode is left out. */
function queryOf({ query }: Url): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    try {
      const [name, value] = [
        equals < 0 ? pair : pair.slice(0, equals),
        equals < 0 ? '' : pair.slice(equals + 1),
      ].map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
      values.set(name ?? '', [...(values.get(name ?? '') ?? []), value ?? '']);
    } catch {
      // An escape that is none.
    }
  }
  return values;
}

/** Kubernetes' library of URLs. */
export function registerUrls(add: AddFunction, addType: AddType): void {
  const type = 'kubernetes.URL';
  addType(type, Url);
  add('isURL(string): bool', (text: string) => urlIn(text) !== undefined);
  add(`url(string): ${type}`, urlOf);
  add(`${type}.getScheme(): string`, ({ scheme }: Url) => scheme);
  add(`${type}.getHost(): string`, ({ host }: Url) => host);
  add(`${type}.getHostname(): string`, ({ host }: Url) =>
    host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'),
  );
  add(`${type}.getPort(): string`, ({ host }: Url) => /:(\d*)$/.exec(host)?.[1] ?? '');
  add(`${type}.getEscapedPath(): string`, ({ path }: Url) => path);
  add(`${type}.getQuery(): map<string, list<string>>`, queryOf);
}
