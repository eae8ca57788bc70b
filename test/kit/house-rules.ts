import { posix } from 'node:path';
import type { SourceFacts } from './source-tree.ts';

/** The tables of ARCHITECTURE.md: who may import which room, package, built-in and ambient name. */
export interface ImportTable {
  /** Room -> rooms it may import (itself is understood). */
  readonly rooms: ReadonlyMap<string, ReadonlySet<string>>;
  /** npm package, `node:` module or ambient name -> rooms that may use it; `every room` is `*`. */
  readonly outside: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the rows of every table in `markdown` whose header starts with `wanted`. */
export function tableRows(markdown: string, wanted: string): string[][] {
  const rows: string[][] = [];
  let inside = false;
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) {
      inside = false;
      continue;
    }
    const cells = line.split('|').slice(1, -1);
    const first = (cells[0] ?? '').trim();
    if (first === wanted) inside = true;
    else if (inside && !first.startsWith('---')) rows.push(cells.map((cell) => cell.trim()));
  }
  return rows;
}

const named = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** The tables of ARCHITECTURE.md. Only names in backquotes count; the rest of a cell is for people. */
export function parseImportTable(markdown: string): ImportTable {
  const rooms = new Map<string, ReadonlySet<string>>();
  for (const [left, right] of tableRows(markdown, 'room'))
    for (const room of named(left)) rooms.set(room, new Set(named(right)));
  const outside = new Map<string, ReadonlySet<string>>();
  for (const [left, right] of tableRows(markdown, 'from outside')) {
    const users = right === 'every room' ? ['*'] : named(right);
    for (const name of named(left)) outside.set(name, new Set(users));
  }
  return { rooms, outside };
}

/** Room of a file under src; the public entry is a room of its own. Undefined outside src. */
export function roomOf(path: string): string | undefined {
  if (path === 'src/index.ts') return 'index.ts';
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.includes('/testdata/');

/** Where a relative reference leads, relative to the project. */
export const targetOf = (from: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(from), specifier));

/** Every import of `files` that breaks the table, one sentence each. */
export function importViolations(files: readonly SourceFacts[], table: ImportTable): string[] {
  const found: string[] = [];
  for (const file of files) {
    const room = roomOf(file.path);
    if (room === undefined) continue;
    if (!table.rooms.has(room)) {
      found.push(`${file.path}: room "${room}" has no row in ARCHITECTURE.md`);
      continue;
    }
    for (const reference of file.references) {
      const fault = faultOf(file, room, reference.specifier, table);
      if (fault !== undefined)
        found.push(`${file.path}:${reference.line}: ${fault} (${reference.how})`);
    }
    if (isTest(file.path)) continue;
    for (const { name, line } of file.globals) {
      const users = table.outside.get(name);
      const allowed = users?.has('*') === true || users?.has(room) === true;
      if (users !== undefined && !allowed && !users.has(file.path))
        found.push(`${file.path}:${line}: "${name}" may be used by ${[...users].join(', ')} only`);
    }
  }
  return found;
}

function faultOf(
  file: SourceFacts,
  room: string,
  specifier: string | undefined,
  table: ImportTable,
): string | undefined {
  if (specifier === undefined) return 'a computed import cannot be checked';
  if (!specifier.startsWith('.')) return outsideFault(file, room, specifier, table);
  const target = targetOf(file.path, specifier);
  if (target.startsWith('test/kit/') && isTest(file.path)) return undefined;
  const wanted = roomOf(target);
  if (wanted === undefined) return `"${target}" lies outside src`;
  if (!isTest(file.path) && isTest(target)) return `product code imports the test "${target}"`;
  if (wanted === room || table.rooms.get(room)?.has(wanted) === true) return undefined;
  return `room "${room}" may not import "${wanted}"`;
}

function outsideFault(
  file: SourceFacts,
  room: string,
  specifier: string,
  table: ImportTable,
): string | undefined {
  const builtin = specifier.startsWith('node:');
  if (builtin && isTest(file.path)) return undefined;
  const name = builtin ? specifier : packageName(specifier);
  const users = table.outside.get(name);
  if (users === undefined) return `"${name}" has no row in ARCHITECTURE.md`;
  if (users.has('*') || users.has(room)) return undefined;
  if (users.has('tests') && isTest(file.path)) return undefined;
  return `"${name}" may be imported by ${[...users].join(', ')} only`;
}

/** `@scope/name/deep` -> `@scope/name`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Import cycles, type imports included: each a list of files that reach one another. */
export function cycles(files: readonly SourceFacts[]): string[][] {
  const edges = new Map<string, string[]>();
  for (const file of files) {
    const targets = file.references
      .filter(({ specifier }) => specifier?.startsWith('.') === true)
      .map(({ specifier }) => targetOf(file.path, specifier ?? ''));
    edges.set(file.path, targets);
  }
  return components(edges).filter(
    (group) => group.length > 1 || edges.get(group[0] ?? '')?.includes(group[0] ?? '') === true,
  );
}

/** Tarjan's strongly connected components. */
function components(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node) ?? 0);
    stack.push(node);
    onStack.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (onStack.has(next))
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0, order.get(next) ?? 0));
    }
    if (low.get(node) !== order.get(node)) return;
    const group: string[] = [];
    let member: string | undefined;
    do {
      member = stack.pop();
      if (member === undefined) break;
      onStack.delete(member);
      group.push(member);
    } while (member !== node);
    groups.push(group.toSorted());
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return groups;
}

const forbidden = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'misc']);

/** Names that say nothing, folders too deep, names that are not kebab-case, `index.ts` that is no registry. */
export function nameViolations(
  files: readonly SourceFacts[],
  publicEntries: readonly string[],
): string[] {
  const found: string[] = [];
  for (const file of files) {
    const parts = file.path.split('/');
    const base = parts.at(-1) ?? '';
    for (const part of parts) {
      const [stem = ''] = part.split('.');
      if (forbidden.has(stem)) found.push(`${file.path}: "${stem}" says nothing, name its purpose`);
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)) found.push(`${file.path}: not kebab-case`);
    }
    if (parts[0] === 'src' && parts.length - 2 > 3)
      found.push(`${file.path}: more than 3 folders below src`);
    if (base !== 'index.ts' || publicEntries.includes(file.path)) continue;
    if (!file.hasArray)
      found.push(`${file.path}: index.ts is for registries and the public entry only`);
    if (file.reExportsAll) found.push(`${file.path}: a registry re-exports no other file whole`);
  }
  return found;
}

/** The value below which `share` of the numbers lie; 0 for none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
