/** The parts of a package URL that a pattern can ask for, decoded. */
interface Parts {
  /** Type, namespace and name. */
  readonly path: string;
  readonly version?: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/**
 * Whether a package URL is meant by another one: same type, namespace and name, and the same
 * version and qualifiers where the pattern has them. Undefined when the pattern is no package URL.
 */
export function purlPattern(pattern: string): ((purl: string) => boolean) | undefined {
  const wanted = partsOf(pattern);
  if (wanted === undefined) return undefined;
  return (purl) => {
    const found = partsOf(purl);
    if (found?.path !== wanted.path) return false;
    if (wanted.version !== undefined && wanted.version !== found.version) return false;
    return [...wanted.qualifiers].every(([key, value]) => found.qualifiers.get(key) === value);
  };
}

function partsOf(purl: string): Parts | undefined {
  const body = /^pkg:\/*([^#]{1,4096})/.exec(purl)?.[1];
  if (body === undefined) return undefined;
  const [head, query = ''] = cut(body, body.indexOf('?'));
  const slash = head.lastIndexOf('/');
  if (slash < 1) return undefined;
  // The version is after the last `@` of the last part; npm scopes are encoded, or stand before it.
  const at = head.indexOf('@', slash + 2);
  const [path, version] = cut(head, at);
  const pairs = query.split('&').flatMap((pair) => {
    const [key, value = ''] = cut(pair, pair.indexOf('='));
    return key === '' ? [] : [[key.toLowerCase(), decode(value)] as const];
  });
  const type = path.slice(0, path.indexOf('/')).toLowerCase();
  return {
    path: type + decode(path.slice(path.indexOf('/'))),
    ...(version !== undefined && { version: decode(version) }),
    qualifiers: new Map(pairs),
  };
}

/** Both sides of a separator, the second only where it is there. */
function cut(text: string, at: number): readonly [string, string?] {
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Percent-decoding that leaves what is no valid encoding as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
