import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { parseToml, tableSpans } from '../../../formats/toml.ts';
import type { Relationship } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { lookupByName } from './python-names.ts';

/** A package table, with the ids of what it needs for use and for development. */
interface Node {
  readonly table: JsonObject;
  readonly id: string;
  readonly runtime: readonly string[];
  readonly development: readonly string[];
}

function idOf(table: JsonObject): string {
  return `${textOf(table['name']) ?? ''}@${textOf(table['version']) ?? ''}`;
}

function nodesOf(tables: readonly JsonObject[]): ReadonlyMap<string, Node> {
  const known = new Set(tables.map((table) => idOf(table)));
  const lookup = lookupByName(tables.map((table) => [textOf(table['name']) ?? '', idOf(table)]));
  // uv repeats the version of a dependency only where the file holds several.
  const ids = (value: unknown): string[] =>
    listOf(value).flatMap((one) => {
      const wanted = objectOf(one);
      return known.has(idOf(wanted)) ? [idOf(wanted)] : lookup(textOf(wanted['name']) ?? '');
    });
  const groups = (value: unknown): string[] => Object.values(objectOf(value)).flatMap(ids);
  return new Map(
    tables.map((table) => {
      const id = idOf(table);
      const runtime = [...ids(table['dependencies']), ...groups(table['optional-dependencies'])];
      return [id, { table, id, runtime, development: groups(table['dev-dependencies']) }];
    }),
  );
}

/** How the project's own packages came in: the folder of the lockfile is the root, others are its workspace. */
function ownRole(table: JsonObject): Relationship | undefined {
  const source = objectOf(table['source']);
  const folder = textOf(source['editable']) ?? textOf(source['virtual']);
  if (folder === undefined) return undefined;
  return folder === '.' ? 'root' : 'workspace';
}

function reachable(
  nodes: ReadonlyMap<string, Node>,
  start: readonly string[],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [...start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const next of nodes.get(id)?.runtime ?? []) pending.push(next);
  }
  return seen;
}

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  const tables = listOf(parseToml(text, `"${file.path}"`)['package']).map((one) => objectOf(one));
  const spans = tableSpans(text, 'package', tables.length);
  const nodes = nodesOf(tables);
  const own = [...nodes.values()].filter(({ table }) => ownRole(table) !== undefined);
  const ownIds = own.map(({ id }) => id);
  const direct = new Set(own.flatMap(({ runtime, development }) => [...runtime, ...development]));
  const shipped = reachable(nodes, ownIds);
  const packages: FoundPackage[] = [];
  for (const [index, table] of tables.entries()) {
    const name = textOf(table['name']);
    if (name === undefined) continue;
    const node = nodes.get(idOf(table));
    const needs = new Set([...(node?.runtime ?? []), ...(node?.development ?? [])]);
    const lines = spans?.[index];
    const away = direct.has(idOf(table)) ? 'direct' : 'indirect';
    packages.push({
      name,
      version: textOf(table['version']) ?? '',
      type: 'pypi',
      ...(own.length === 0 ? {} : { relationship: ownRole(table) ?? away }),
      ...(own.length === 0 || shipped.has(idOf(table)) ? {} : { dev: true }),
      ...(needs.size === 0 ? {} : { dependsOn: [...needs] }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages: mergeSame(packages) };
}

/** uv's lockfile; https://docs.astral.sh/uv/concepts/projects/layout. */
export const uv: FileAnalyzer = {
  id: 'uv',
  version: 1,
  type: 'pypi',
  resultType: 'uv',
  finds: 'lockfile',
  files: ['**/uv.lock'],
  wants: (path) => hasBaseName(path, 'uv.lock'),
  read,
};
