import { FormatError } from '../../../formats/errors.ts';
import { readRpmHeader } from '../../../formats/rpm-header.ts';
import { readSqliteLog } from '../../../formats/sqlite-log.ts';
import { databasePages, rootOf, treePage } from '../../../formats/sqlite-outline.ts';
import type { SqliteOutlineRow, SqlitePages } from '../../../formats/sqlite-outline.ts';
import { limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage, Join, OwnedPaths } from '../contract.ts';
import { packageOf } from './rpm-package.ts';
import { neighbourJoin } from '../neighbours.ts';
import type { Facts, Neighbours } from '../neighbours.ts';
import { append } from '../../../model/append.ts';

/**
 * The tree of the table of packages as its file tells it, plain values that cross threads and the
 * layer cache, so that a log is merged with a database of another layer.
 */
export interface Outline {
  readonly pageSize: number;
  readonly root?: number;
  /** Pages after the last commit; of a log. */
  readonly size?: number;
  /** Page number, then the numbers of its children, or of its rows. */
  readonly inner: readonly (readonly [number, readonly number[]])[];
  readonly leaves: readonly (readonly [number, readonly number[]])[];
  /** Row, and the place of its package in the list; -1 for a key, which is no package. */
  readonly rows: readonly (readonly [number, number])[];
}

/** A package with what it owns. */
export interface Installed {
  readonly package: FoundPackage;
  readonly paths: readonly string[];
}

/** The outline of a database, given the place of each row's package in the order of its rows. */
export function outlineOf(bytes: Uint8Array, places: readonly number[]): Outline | undefined {
  const pages = databasePages(bytes);
  const root = pages === undefined ? undefined : rootOf('Packages', pages);
  if (pages === undefined || root === undefined) return undefined;
  const inner: [number, readonly number[]][] = [];
  const leaves: [number, readonly number[]][] = [];
  const rows: [number, number][] = [];
  const open = [root];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const page = treePage(number, pages);
    if (page === undefined || inner.length + leaves.length > limits.packages.value)
      return undefined;
    if ('children' in page) {
      inner.push([number, page.children]);
      append(open, page.children.toReversed());
      continue;
    }
    leaves.push([number, page.rows.map(({ id }) => id)]);
    for (const { id } of page.rows) rows.push([id, places[rows.length] ?? -1]);
  }
  return rows.length === places.length
    ? { pageSize: pages.pageSize, root, inner, leaves, rows }
    : undefined;
}

/** What a log says of the table: pages of its tree, and the packages of the rows that it holds whole. */
function readLog(bytes: Uint8Array, found: (blob: Uint8Array) => Installed | undefined): Facts {
  const { pageSize, pages, size } = readSqliteLog(bytes);
  // Bytes that pages keep free at their end are told on the first page only; rpm leaves none.
  const usable = pageSize - (pages.get(1)?.[20] ?? 0);
  const source: SqlitePages = { usable, page: (number) => pages.get(number) };
  const root = rootOf('Packages', source);
  const inner: [number, readonly number[]][] = [];
  const leaves: [number, readonly number[]][] = [];
  const rows: [number, number][] = [];
  const installed: Installed[] = [];
  for (const number of pages.keys()) {
    const page = treePage(number, source);
    if (page === undefined) continue;
    if ('children' in page) inner.push([number, page.children]);
    else {
      leaves.push([number, page.rows.map(({ id }) => id)]);
      for (const row of page.rows) {
        const one = installedBy(row, found);
        if (one === undefined) continue;
        rows.push([row.id, one === 'key' ? -1 : installed.push(one) - 1]);
      }
    }
  }
  const outline: Outline = {
    pageSize,
    size,
    inner,
    leaves,
    rows,
    ...(root === undefined ? {} : { root }),
  };
  return { outline, installed };
}

/** The package of a row; `key` for what is none; undefined when the row is not here as a whole, or no header. */
function installedBy(
  row: SqliteOutlineRow,
  found: (blob: Uint8Array) => Installed | undefined,
): Installed | 'key' | undefined {
  try {
    const [, blob] = row.columns() ?? [];
    return blob instanceof Uint8Array ? (found(blob) ?? 'key') : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const files: readonly string[] = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'].map(
  (folder) => `${folder}rpmdb.sqlite-wal`,
);
const logs: ReadonlySet<string> = new Set(files);

function unmerged(size: number, path: string): NonNullable<AnalyzerResult['problems']> {
  const text = `Cannot tell whether the list of RPM packages is complete: found ${size} bytes of changes in "${path}" that do not fit the database beside it, wanted them merged`;
  return [{ code: 'RPMDB_LOG', text }];
}

/** The write-ahead log of rpm's database; `rpmLogJoin` puts the two together. */
export const rpmLog: FileAnalyzer = {
  id: 'rpm-log',
  version: 2,
  type: 'rpm',
  finds: 'installed',
  files,
  wants: (path, { size }) => size > 0 && path.endsWith('-wal') && logs.has(path),
  read: ({ bytes, path, stat }) => {
    const problems = unmerged(stat.size, path);
    let room = limits.file_bytes.value;
    try {
      const facts = readLog(bytes, (blob) => {
        const header = readRpmHeader(blob, room);
        for (const owned of header.paths) room -= owned.length;
        const one = packageOf(header);
        return one === undefined ? undefined : { package: one, paths: header.paths };
      });
      // Nothing was committed: the database beside it is as it is.
      return outlineIn(facts)?.size === 0 ? {} : { facts, problems };
    } catch (error) {
      if (error instanceof FormatError) return { problems };
      throw error;
    }
  },
};

/** The packages of a database with its log; undefined when the two do not fit together. */
function merged(database: AnalyzerResult, log: Facts): AnalyzerResult | undefined {
  const rows = rowsOf(outlineIn(database.facts), log['outline'] as Outline);
  if (rows === undefined) return undefined;
  const installed = log['installed'] as readonly Installed[];
  const packages: FoundPackage[] = [];
  const owned: OwnedPaths[] = [];
  const ownedBefore = new Map((database.owned ?? []).map((one) => [ownerKey(one), one]));
  for (const { place, fresh } of rows) {
    const one = fresh ? installed[place] : undefined;
    const pkg = one?.package ?? (fresh ? undefined : database.packages?.[place]);
    if (pkg === undefined) return undefined;
    packages.push(pkg);
    const owner = { package: pkg.name, ...(pkg.arch === undefined ? {} : { arch: pkg.arch }) };
    const before = one === undefined ? ownedBefore.get(ownerKey(owner)) : undefined;
    if (before !== undefined) owned.push(before);
    else if (one !== undefined && one.paths.length > 0) owned.push({ ...owner, paths: one.paths });
  }
  const { problems } = database;
  return { packages, owned, ...(problems === undefined ? {} : { problems }) };
}

function outlineIn(facts: Facts | undefined): Outline | undefined {
  return facts?.['outline'] as Outline | undefined;
}

function ownerKey({ package: name, arch = '' }: Omit<OwnedPaths, 'paths'>): string {
  return `${name}\0${arch}`;
}

/** A row of the merged table: the place of its package in the list of the log, or of the database. */
interface MergedRow {
  readonly place: number;
  readonly fresh: boolean;
}

/** Rows of the merged table that are packages; undefined when a page or a row is missing in both. */
function rowsOf(old: Outline | undefined, log: Outline): readonly MergedRow[] | undefined {
  const ids = old?.pageSize === log.pageSize ? rowIds(old, log) : undefined;
  if (ids === undefined) return undefined;
  const before = new Map(old?.rows);
  const now = new Map(log.rows);
  const rows = ids.map((id) => ({ place: now.get(id) ?? before.get(id), fresh: now.has(id) }));
  const known = rows.flatMap(({ place, fresh }) => (place === undefined ? [] : [{ place, fresh }]));
  return known.length < rows.length ? undefined : known.filter(({ place }) => place >= 0);
}

/** Row ids in the order of the merged tree, in which a page of the log takes the place of the database's. */
function rowIds(old: Outline, log: Outline): readonly number[] | undefined {
  const inner = new Map([...old.inner, ...log.inner]);
  const leaves = new Map([...old.leaves, ...log.leaves]);
  // A page that was a leaf may have become an inner one, or the other way round.
  for (const [number] of log.inner) leaves.delete(number);
  for (const [number] of log.leaves) inner.delete(number);
  const ids: number[] = [];
  const seen = new Set<number>();
  const open = [log.root ?? old.root ?? 0];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const children = inner.get(number);
    const rows = leaves.get(number);
    if (seen.has(number) || number > (log.size ?? 0)) return undefined;
    seen.add(number);
    if (children !== undefined) append(open, children.toReversed());
    else if (rows !== undefined) for (const id of rows) ids.push(id);
    else return undefined;
  }
  return ids;
}

function withLog(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  const log = beside('rpm-log');
  const whole = log === undefined ? undefined : merged(result, log);
  return whole ?? result;
}

/** The log tells its problem only where it could not be merged. */
function withDatabase(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  if (result.facts === undefined) return result;
  const rows = rowsOf(outlineIn(beside('rpm')), result.facts['outline'] as Outline);
  return rows === undefined ? { problems: result.problems ?? [] } : {};
}

/** rpm's database and its write-ahead log of one folder. */
export const rpmLogJoin: Join = neighbourJoin(
  'rpm-log',
  new Map([
    ['rpm', withLog],
    ['rpm-log', withDatabase],
  ]),
);
