import type { SpanTree } from '../../../formats/json-spans.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import {
  dependencyNames,
  flagsOf,
  identityOf,
  idOf,
  isOverlong,
  modules,
  overlong,
  withoutFolder,
} from './npm-entries.ts';
import { npmLicenses } from './package-json.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** Folders above one another that a name is looked for in; real trees nest below twenty. */
const levels = 64;

type Entries = ReadonlyMap<string, JsonObject>;
/** Folder to the packages in its own `node_modules`, by name. */
type Installed = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Entries of lockfile version 2 and 3 by their folder; https://docs.npmjs.com/cli/configuring-npm/package-lock-json. */
export function readFolders(packages: JsonObject, spans: SpanTree | undefined): AnalyzerResult {
  const problems: Problem[] = [];
  const entries = new Map<string, JsonObject>();
  for (const [path, value] of Object.entries(packages)) {
    if (isOverlong(path, objectOf(value))) problems.push(overlong(path));
    else entries.set(path, objectOf(value));
  }
  const linked = followLinks(entries, problems);
  const ids = identify(entries, linked);
  const installed = byFolder(entries);
  const root = entries.get('') ?? {};
  const own = [...dependencyNames(root), ...Object.keys(objectOf(root['devDependencies']))];
  const direct = new Set(foldersOf(installed, '', own));
  const found: FoundPackage[] = [];
  for (const [path, identity] of ids) {
    const entry = entries.get(path) ?? {};
    const lines = spans?.members.get(path)?.span;
    const licenses = npmLicenses(entry);
    const needs = new Set<string>();
    for (const folder of foldersOf(installed, path, dependencyNames(entry))) {
      const met = ids.get(targetOf(entries, folder));
      if (met !== undefined) needs.add(met.id);
    }
    found.push({
      ...identity.found,
      type: 'npm',
      relationship: identity.folder ? 'workspace' : direct.has(path) ? 'direct' : 'indirect',
      ...flagsOf(entry),
      ...(needs.size === 0 ? {} : { dependsOn: [...needs] }),
      ...(licenses.length === 0 ? {} : { licenses }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages: mergeSame(found), ...problemsOf(problems) };
}

/** Where a link leads, or the folder itself. */
function targetOf(entries: Entries, path: string): string {
  const entry = entries.get(path);
  return entry?.['link'] === true ? (textOf(entry['resolved']) ?? '') : path;
}

/** Name under which each linked folder is installed; links that lead nowhere become problems. */
function followLinks(entries: Entries, problems: Problem[]): ReadonlyMap<string, string> {
  const linked = new Map<string, string>();
  for (const [path, entry] of entries) {
    if (entry['link'] !== true) continue;
    const target = textOf(entry['resolved']) ?? '';
    if (target !== '' && entries.has(target)) linked.set(target, withoutFolder(path));
    else if (!target.startsWith('..')) {
      const text = `Cannot follow the link "${path}": found no folder "${target}" in the lockfile`;
      problems.push({ code: 'LOCKFILE_INVALID', text });
    }
  }
  return linked;
}

/** The packages among the entries: not the project itself (`''`), not links, which stand for the folder they lead to. */
function identify(entries: Entries, linked: ReadonlyMap<string, string>) {
  const ids = new Map<
    string,
    { id: string; folder: boolean; found: ReturnType<typeof identityOf> }
  >();
  for (const [path, entry] of entries) {
    if (path === '' || entry['link'] === true) continue;
    const folder = !path.includes(modules);
    const plain = folder ? path.slice(path.lastIndexOf('/') + 1) : withoutFolder(path);
    const name = textOf(entry['name']) ?? linked.get(path) ?? plain;
    // A folder whose name is linked, but not to it: what is installed under that name is not known.
    const elsewhere = entries.get(`${modules}${name}`)?.['link'] === true && !linked.has(path);
    if (folder && elsewhere) continue;
    const found = identityOf(name, entry);
    ids.set(path, { id: idOf(found), folder, found });
  }
  return ids;
}

function byFolder(entries: Entries): Installed {
  const installed = new Map<string, Map<string, string>>();
  for (const path of entries.keys()) {
    const at = path.lastIndexOf(modules);
    if (at === -1) continue;
    const folder = at === 0 ? '' : path.slice(0, at - 1);
    const names = installed.get(folder) ?? new Map<string, string>();
    installed.set(folder, names.set(path.slice(at + modules.length), path));
  }
  return installed;
}

/** Where Node finds names from a folder: in its own `node_modules`, then in those above. */
function foldersOf(installed: Installed, from: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const scopes: ReadonlyMap<string, string>[] = [];
  let folder = from;
  for (let level = 0; level < levels; level += 1) {
    const scope = installed.get(folder);
    if (scope !== undefined) scopes.push(scope);
    if (folder === '') break;
    const up = folder.lastIndexOf(`/${modules}`);
    const above = up === -1 ? folder.lastIndexOf('/') : up;
    folder = above === -1 ? '' : folder.slice(0, above);
  }
  const found: string[] = [];
  for (const name of names) {
    const path = scopes.find((scope) => scope.has(name))?.get(name);
    if (path !== undefined) found.push(path);
  }
  return found;
}
