import { FormatError } from './errors.ts';
import { lines } from './text.ts';

/** What a Python distribution says of itself; https://packaging.python.org/specifications/core-metadata. */
export interface CoreMetadata {
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly string[];
  /** `Requires-Dist` values, PEP 508. */
  readonly requires: readonly string[];
  readonly author?: string;
}

const wanted: ReadonlySet<string> = new Set([
  'name',
  'version',
  'license',
  'license-expression',
  'classifier',
  'requires-dist',
  'author',
  'author-email',
]);

/**
 * Headers of METADATA, PKG-INFO or an egg-info file. Real files break RFC 822 (descriptions that
 * are not indented), so a line that is no header is skipped; of Name and Version given twice the
 * first counts, as for importlib.metadata.
 * @throws {FormatError} METADATA_INVALID without a name or a version.
 */
export function parseCoreMetadata(text: string, what: string): CoreMetadata {
  const headers = readHeaders(text);
  const name = headers.get('name')?.[0] ?? '';
  const version = headers.get('version')?.[0] ?? '';
  if (name === '' || version === '') {
    const lacks = name === '' ? 'Name' : 'Version';
    throw new FormatError('METADATA_INVALID', `Cannot read ${what}: found no ${lacks} header`);
  }
  const author = headers.get('author')?.[0] ?? headers.get('author-email')?.[0];
  return {
    name,
    version,
    licenses: licensesOf(headers),
    requires: headers.get('requires-dist') ?? [],
    ...(author === undefined || author === 'UNKNOWN' ? {} : { author }),
  };
}

function readHeaders(text: string): ReadonlyMap<string, string[]> {
  const headers = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const { text: line } of lines(text)) {
    // A blank line ends the headers; the description follows.
    if (line === '') break;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      const value = last?.pop();
      // Only joined, never trimmed again: a header of a million lines stays linear.
      if (value !== undefined) last?.push(value === '' ? line.trim() : `${value} ${line.trim()}`);
      continue;
    }
    last = undefined;
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trimEnd().toLowerCase();
    if (!wanted.has(name)) continue;
    last = headers.get(name) ?? [];
    headers.set(name, last);
    last.push(line.slice(colon + 1).trim());
  }
  return headers;
}

/** The licence expression, else the classifiers, else the free text when it is a name and not a whole licence. */
function licensesOf(headers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const expression = headers.get('license-expression')?.[0];
  if (expression !== undefined && expression !== '') return [expression];
  const classified = (headers.get('classifier') ?? [])
    .filter((value) => value.startsWith('License :: '))
    .map((value) => value.slice(value.lastIndexOf('::') + 2).trim())
    .filter((value) => value !== 'OSI Approved');
  if (classified.length > 0) return classified;
  const free = headers.get('license')?.[0] ?? '';
  return free === '' || free === 'UNKNOWN' || free.length > 100 ? [] : [free];
}
