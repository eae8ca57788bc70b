import { FormatError } from '../../formats/errors.ts';
import { parseJsonBytes } from '../../formats/json-members.ts';
import { visitObjects } from '../../formats/json-spans.ts';
import type { LineSpan } from '../../formats/json-spans.ts';
import { objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { LimitError, limits } from '../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from './contract.ts';
import { mergeSame } from './merge.ts';
import { npmLicenses } from './package-json.ts';
import { hasBaseName, isBelow } from './paths.ts';

type Problem = NonNullable<AnalyzerResult['problems']>[number];

const marker = 'node_modules/';

function read(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', `"${file.path}"`, file.bytes.length);
  const lock = parseJsonBytes(file.bytes, `"${file.path}"`);
  if (typeof lock !== 'object' || lock === null || Array.isArray(lock)) {
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${file.path}": found no JSON object`);
  }
  const document = objectOf(lock);
  return Object.hasOwn(document, 'packages')
    ? readPackages(objectOf(document['packages']), spansOf(file.bytes, 'packages'))
    : readDependencies(objectOf(document['dependencies']), spansOf(file.bytes, 'dependencies'));
}

/** Lines of the entries below a member, by the names that lead to them, joined by line feeds. */
function spansOf(
  bytes: Uint8Array,
  top: 'packages' | 'dependencies',
): ReadonlyMap<string, LineSpan> {
  const spans = new Map<string, LineSpan>();
  visitObjects(bytes, (names, span) => {
    // Version 1 nests `dependencies` in `dependencies`, so every second name is that word.
    const depth = names.length;
    if (names[depth - 2] !== top || depth % 2 === 1) return;
    if (names[0] === top && (depth === 2 || top === 'dependencies'))
      spans.set(names.join('\n'), span);
  });
  return spans;
}

/** Entries of lockfile version 2 and 3 by their folder; https://docs.npmjs.com/cli/configuring-npm/package-lock-json. */
function readPackages(packages: JsonObject, spans: ReadonlyMap<string, LineSpan>): AnalyzerResult {
  const entries = new Map(Object.entries(packages).map(([path, entry]) => [path, objectOf(entry)]));
  const { linked, problems } = followLinks(entries);
  const direct = directFolders(entries);
  const found: FoundPackage[] = [];
  for (const [path, entry] of entries) {
    // '' is the project itself, a link stands for the folder it leads to.
    if (path === '' || entry['link'] === true) continue;
    const inside = path.lastIndexOf(marker);
    const folder = inside === -1;
    const linkName = linked.get(path);
    const plainName = folder
      ? path.slice(path.lastIndexOf('/') + 1)
      : path.slice(inside + marker.length);
    if (folder && linkName === undefined && isLinkedElsewhere(entries, entry, plainName)) continue;
    const span = spans.get(`packages\n${path}`);
    const dependsOn = neededBy(entries, path, entry);
    const licenses = npmLicenses(entry);
    found.push({
      ...identity(textOf(entry['name']) ?? linkName ?? plainName, textOf(entry['version']) ?? ''),
      type: 'npm',
      relationship: folder ? 'workspace' : direct.has(path) ? 'direct' : 'indirect',
      ...flags(entry),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(licenses.length === 0 ? {} : { licenses }),
      ...(span === undefined ? {} : { lines: span }),
    });
  }
  return { packages: mergeSame(found), ...(problems.length === 0 ? {} : { problems }) };
}

/** Name under which each linked folder is installed, and links that lead nowhere. */
function followLinks(entries: ReadonlyMap<string, JsonObject>): {
  linked: ReadonlyMap<string, string>;
  problems: readonly Problem[];
} {
  const linked = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, entry] of entries) {
    if (entry['link'] !== true) continue;
    const target = textOf(entry['resolved']) ?? '';
    const name = path.slice(path.lastIndexOf(marker) + marker.length);
    if (target !== '' && entries.has(target)) linked.set(target, name);
    else if (!target.startsWith('..')) {
      const text = `Cannot follow the link "${path}": found no folder "${target}" in the lockfile`;
      problems.push({ code: 'LOCKFILE_INVALID', text });
    }
  }
  return { linked, problems };
}

/** A folder whose name is linked, but not to it: what is installed under that name is not known. */
function isLinkedElsewhere(
  entries: ReadonlyMap<string, JsonObject>,
  entry: JsonObject,
  plainName: string,
): boolean {
  const name = textOf(entry['name']) ?? plainName;
  return entries.get(`${marker}${name}`)?.['link'] === true;
}

/** Folders that the dependencies of the project itself lead to. */
function directFolders(entries: ReadonlyMap<string, JsonObject>): ReadonlySet<string> {
  const root = entries.get('') ?? {};
  const folders = new Set<string>();
  for (const name of [
    ...dependencyNames(root),
    ...Object.keys(objectOf(root['devDependencies'])),
  ]) {
    const folder = resolve(entries, '', name);
    if (folder !== undefined) folders.add(folder);
  }
  return folders;
}

function dependencyNames(entry: JsonObject): string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) =>
    Object.keys(objectOf(entry[key])),
  );
}

/** Where Node finds a name from a folder: in its own `node_modules`, then in those above. */
function resolve(
  entries: ReadonlyMap<string, JsonObject>,
  from: string,
  name: string,
): string | undefined {
  let folder = from;
  for (;;) {
    const path = folder === '' ? `${marker}${name}` : `${folder}/${marker}${name}`;
    if (entries.has(path)) return path;
    if (folder === '') return undefined;
    const up = folder.lastIndexOf(`/${marker}`);
    const above = up === -1 ? folder.lastIndexOf('/') : up;
    folder = above === -1 ? '' : folder.slice(0, above);
  }
}

function neededBy(
  entries: ReadonlyMap<string, JsonObject>,
  path: string,
  entry: JsonObject,
): string[] {
  const needs = new Set<string>();
  for (const name of dependencyNames(entry)) {
    const folder = resolve(entries, path, name);
    if (folder === undefined) continue;
    const at = entries.get(folder) ?? {};
    const target = at['link'] === true ? (entries.get(textOf(at['resolved']) ?? '') ?? {}) : at;
    needs.add(`${textOf(target['name']) ?? name}@${textOf(target['version']) ?? ''}`);
  }
  return [...needs];
}

/** Entries of lockfile version 1: a tree that nests what could not be hoisted. */
function readDependencies(top: JsonObject, spans: ReadonlyMap<string, LineSpan>): AnalyzerResult {
  const found: FoundPackage[] = [];
  const pending: { tree: JsonObject; scopes: readonly JsonObject[]; names: string }[] = [
    { tree: top, scopes: [top], names: 'dependencies' },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [key, value] of Object.entries(next.tree)) {
      const entry = objectOf(value);
      const names = `${next.names}\n${key}`;
      const own = objectOf(entry['dependencies']);
      const scopes = [own, ...next.scopes];
      const span = spans.get(names);
      const dependsOn = requiredBy(entry, scopes);
      // Some writers name packages by their folder here too.
      const name = key.slice(
        key.lastIndexOf(marker) === -1 ? 0 : key.lastIndexOf(marker) + marker.length,
      );
      found.push({
        ...identity(name, textOf(entry['version']) ?? ''),
        type: 'npm',
        ...flags(entry),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
        ...(span === undefined ? {} : { lines: span }),
      });
      pending.push({ tree: own, scopes, names: `${names}\ndependencies` });
    }
    if (found.length > limits.packages.value) throw new LimitError('packages', 'npm lockfile');
  }
  return { packages: mergeSame(found) };
}

/** `requires` resolved in the nearest scope that holds the name. */
function requiredBy(entry: JsonObject, scopes: readonly JsonObject[]): string[] {
  const needs: string[] = [];
  for (const name of Object.keys(objectOf(entry['requires']))) {
    const scope = scopes.find((tree) => Object.hasOwn(tree, name));
    if (scope === undefined) continue;
    const { name: found, version } = identity(name, textOf(objectOf(scope[name])['version']) ?? '');
    needs.push(`${found}@${version}`);
  }
  return needs;
}

/**
 * Name and version of an entry. `npm:name@1.2.3` is an alias for another package; a git address, a
 * tarball's URL or a `file:` path in the place of a version is what was asked for, not a version.
 */
function identity(
  name: string,
  version: string,
): { name: string; version: string; requirement?: string } {
  if (version.startsWith('npm:')) {
    const at = version.lastIndexOf('@');
    if (at > 4) return { name: version.slice(4, at), version: version.slice(at + 1) };
  }
  if (version.includes(':') || version.includes('/')) {
    return { name, version: '', requirement: version };
  }
  return { name, version };
}

function flags(entry: JsonObject): { dev?: true; optional?: true } {
  return {
    ...(entry['dev'] === true ? { dev: true as const } : {}),
    ...(entry['optional'] === true || entry['devOptional'] === true
      ? { optional: true as const }
      : {}),
  };
}

/** npm's lockfiles, versions 1 to 3. Those that packages ship below `node_modules` decide nothing. */
export const npmLock: FileAnalyzer = {
  id: 'npm-lock',
  version: 1,
  type: 'npm',
  resultType: 'npm',
  finds: 'lockfile',
  files: ['**/package-lock.json', '**/npm-shrinkwrap.json'],
  wants: (path) =>
    (hasBaseName(path, 'package-lock.json') || hasBaseName(path, 'npm-shrinkwrap.json')) &&
    !isBelow(path, 'node_modules'),
  read,
};
