import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { readYaml } from '../formats/yaml.ts';
import { errorText } from '../model/index.ts';
import type { FindingKind } from '../model/index.ts';
import { PolicyError } from './errors.ts';
import { idsIn } from './benchmark-ids.ts';
import { pathPattern } from './glob.ts';
import { isKubescapeExceptions, kubescapeEntries } from './kubescape-exceptions.ts';
import type { IgnoreEntry, IgnoreFile } from './ignore-entry.ts';
import { purlPattern } from './purl-pattern.ts';

/** Sections of `.trivyignore.yaml` and the kinds of finding they speak of. */
const sections: ReadonlyMap<string, readonly FindingKind[] | undefined> = new Map([
  ['vulnerabilities', ['vulnerability', 'malware', 'end-of-life']],
  ['misconfigurations', ['misconfiguration']],
  ['secrets', ['secret']],
  ['licenses', ['licence']],
  ['ignore', undefined],
]);

/**
 * Reads what users of several tools keep: `.plimsollignore`, `.trivyignore` (an id a line, `exp:2026-01-31`, `#` comments) and
 * `.trivyignore.yaml` (`id`, `paths`, `purls`, `expired_at`, `statement`); in YAML `packages`,
 * `reason` and `expires` are understood too, and a plain list of entries for every kind.
 * @throws {PolicyError} IGNORE_FILE_INVALID naming the line, when any entry cannot be understood.
 */
export function parseIgnoreFile(path: string, text: string): IgnoreFile {
  const entries = isYaml(path, text) ? yamlEntries(path, text) : lineEntries(path, text);
  return { path, entries };
}

/** By name, or, where the name does not say, by the first line that is no comment. */
function isYaml(path: string, text: string): boolean {
  if (/\.ya?ml$/i.test(path)) return true;
  const first = text.split('\n').find((line) => /^\s*[^\s#]/.test(line)) ?? '';
  return /^(?:---|-\s|\[|\{|[a-z_]+:(?:\s|$))/.test(first);
}

function lineEntries(path: string, text: string): readonly IgnoreEntry[] {
  const entries: IgnoreEntry[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const at = raw.search(/(?:^|\s)#/);
    const [body, comment] = at === -1 ? [raw, ''] : [raw.slice(0, at), raw.slice(at)];
    const [id, ...rest] = body.trim().split(/\s+/);
    if (id === undefined || id === '') continue;
    const line = index + 1;
    const ids = idsIn(id);
    const expires = rest.find((word) => word.startsWith('exp:'))?.slice(4);
    const reason = comment.replace(/^[\s#]+/, '').trim();
    entries.push({
      ...named(ids),
      line,
      packages: [],
      paths: [],
      purls: [],
      ...(reason !== '' && { reason }),
      ...(expires !== undefined && { expires: date(expires, path, line) }),
    });
  }
  return entries;
}

function yamlEntries(path: string, text: string): readonly IgnoreEntry[] {
  const { value, lineOf } = yamlOf(path, text);
  if (value === null || value === undefined) return [];
  if (isKubescapeExceptions(value)) {
    const lineAt = (way: readonly (string | number)[]): number => lineOf(way) ?? 1;
    const entries = kubescapeEntries(value, lineAt, (line, found) => {
      throw wrong(path, line, found);
    });
    for (const { expires, line } of entries) if (expires !== undefined) date(expires, path, line);
    return entries;
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => yamlEntry(item, path, lineOf([at]) ?? 1));
  }
  if (typeof value !== 'object') throw wrong(path, 1, 'a single value, wanted a list of entries');
  const unknown = Object.keys(value).find((key) => !sections.has(key));
  if (unknown !== undefined) {
    const wanted = [...sections.keys()].join(', ');
    throw wrong(path, lineOf([unknown]) ?? 1, `section "${unknown}", wanted one of ${wanted}`);
  }
  return [...sections].flatMap(([section, kinds]) =>
    listOf(objectOf(value)[section]).map((item, at) => {
      const entry = yamlEntry(item, path, lineOf([section, at]) ?? 1);
      return kinds === undefined ? entry : { ...entry, kinds };
    }),
  );
}

function yamlOf(path: string, text: string): ReturnType<typeof readYaml> {
  try {
    return readYaml(text, `"${path}"`);
  } catch (cause) {
    throw new PolicyError('IGNORE_FILE_INVALID', errorText(cause), { cause });
  }
}

function yamlEntry(value: unknown, path: string, line: number): IgnoreEntry {
  // `- CVE-2024-1` alone is an entry too.
  const row: JsonObject = typeof value === 'string' ? { id: value } : objectOf(value);
  const id = textOf(row['id']);
  const packages = [...textsOf(row['packages']), ...(textOf(row['package']) ?? '').split(/\s+/)];
  const scope = {
    packages: packages.filter((name) => name !== ''),
    paths: textsOf(row['paths']).map(
      (pattern) => pathPattern(pattern) ?? fail(path, line, `path pattern "${pattern}"`),
    ),
    purls: textsOf(row['purls']).map(
      (purl) => purlPattern(purl) ?? fail(path, line, `package URL "${purl}"`),
    ),
  };
  const subjects = textsOf(row['subjects']).map(
    (pattern) => pathPattern(pattern) ?? fail(path, line, `subject pattern "${pattern}"`),
  );
  if (id === undefined && [...Object.values(scope), subjects].every((list) => list.length === 0)) {
    throw wrong(path, line, 'an entry without id and scope, wanted at least one of them');
  }
  const reason = textOf(row['statement']) ?? textOf(row['reason']);
  const expires = textOf(row['expired_at']) ?? textOf(row['expires']);
  return {
    ...scope,
    line,
    ...(subjects.length > 0 && { subjects }),
    ...(id !== undefined && named(idsIn(id.trim()))),
    ...(reason !== undefined && { reason }),
    ...(expires !== undefined && { expires: date(expires, path, line) }),
  };
}

function named([id, ...others]: readonly string[]): Pick<IgnoreEntry, 'id' | 'others'> {
  return { ...(id !== undefined && { id }), ...(others.length > 0 && { others }) };
}

/** A date or RFC 3339 time; a wrong one is an error, because an entry that never ends was not meant. */
function date(text: string, path: string, line: number): string {
  const form = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
  if (!form.test(text) || Number.isNaN(Date.parse(text))) {
    throw wrong(path, line, `expiry "${text}", wanted a date such as 2026-01-31`);
  }
  return text;
}

function fail(path: string, line: number, what: string): never {
  throw wrong(path, line, `${what}, which cannot be read`);
}

function wrong(path: string, line: number, found: string): PolicyError {
  return new PolicyError(
    'IGNORE_FILE_INVALID',
    `Cannot use ignore file "${path}": line ${line} has ${found}`,
  );
}
