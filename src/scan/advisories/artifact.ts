import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';

import { filePieces, overwriteBytes } from '../../io/artifact.ts';
import { createSqlite } from '../../io/sqlite.ts';
import type { SqliteFile, SqliteRow } from '../../io/sqlite.ts';
import type { FeedState } from '../../model/index.ts';
import { noChecksum, schemaSql, textBlockBytes, textsPerBlock } from './schema.ts';
import { append } from '../../model/append.ts';

/** What the artifact says about itself. */
export interface ArtifactFacts {
  /** RFC 3339 time of the build. */
  readonly built: string;
  /** Feed ids by number, those without records too: rows name their source by number. */
  readonly sources: readonly string[];
  /** Number of the feed that a feed is secondary to. */
  readonly primaryOf: ReadonlyMap<number, number>;
  readonly states: readonly FeedState[];
  /** Date of the EPSS scores. */
  readonly epssDate: string;
}

/** Writes the sorted artifact from a sealed staging file and returns its checksum. */
export function writeArtifactFile(path: string, staged: SqliteFile, facts: ArtifactFacts): string {
  const file = createSqlite(path, (fresh) => {
    fresh.execute(schemaSql);
    fresh.execute('BEGIN');
  });
  try {
    writeFacts(file, facts);
    writePackages(file, staged, facts.primaryOf);
    writeTexts(file, staged);
    writeCves(file, staged);
    writeLifeCycles(file, staged);
    file.execute('COMMIT');
  } finally {
    file.close();
  }
  return sealChecksum(path);
}

function writeFacts(file: SqliteFile, facts: ArtifactFacts): void {
  const meta = file.prepare('INSERT INTO meta VALUES (?, ?)');
  meta.run('built', facts.built);
  meta.run('checksum', noChecksum);
  meta.run('epss_date', facts.epssDate);
  const feed = file.prepare('INSERT INTO feeds VALUES (?, ?, ?)');
  facts.sources.forEach((id, number) => {
    const state = facts.states.find((item) => item.id === id);
    feed.run(number, id, state === undefined ? null : JSON.stringify(state));
  });
}

interface Group {
  readonly ecosystem: string;
  readonly name: string;
  readonly rows: { readonly feed: number; readonly id: string; readonly row: string }[];
}

function writePackages(
  file: SqliteFile,
  staged: SqliteFile,
  primaryOf: ReadonlyMap<number, number>,
): void {
  const insert = file.prepare('INSERT INTO packages VALUES (?, ?)');
  const ecosystems = new Map<string, number>();
  const names: [number, string, number][] = [];
  for (const group of groups(staged)) {
    const ecosystem = ecosystems.get(group.ecosystem) ?? ecosystems.size;
    ecosystems.set(group.ecosystem, ecosystem);
    const rows = withoutSecondary(group.rows, primaryOf);
    insert.run(names.length, `[${rows.join(',')}]`);
    names.push([ecosystem, group.name, names.length]);
  }
  // In a second pass, so that the pages of the small table lie together.
  const name = file.prepare('INSERT INTO names VALUES (?, ?, ?)');
  for (const [ecosystem, text, number] of names) name.run(ecosystem, text, number);
  const insertEcosystem = file.prepare('INSERT INTO ecosystems VALUES (?, ?)');
  for (const [text, number] of ecosystems) insertEcosystem.run(number, text);
}

function* groups(staged: SqliteFile): Generator<Group> {
  const sorted = staged.prepare(
    'SELECT ecosystem, name, feed, id, row FROM rows ORDER BY ecosystem, name, feed, id, rowid',
  );
  let group: Group | undefined;
  for (const row of sorted.rows()) {
    const ecosystem = String(row['ecosystem']);
    const name = String(row['name']);
    if (group === undefined || group.name !== name || group.ecosystem !== ecosystem) {
      if (group !== undefined) yield group;
      group = { ecosystem, name, rows: [] };
    }
    const item = { feed: Number(row['feed']), id: String(row['id']), row: String(row['row']) };
    // The same statement from two parts of a feed (AlmaLinux repeats errata under each release).
    if (group.rows.at(-1)?.row !== item.row) group.rows.push(item);
  }
  if (group !== undefined) yield group;
}

/** Packed rows of a package; where the primary feed has the same id, the secondary one only adds its vendor ids. */
function withoutSecondary(rows: Group['rows'], primaryOf: ReadonlyMap<number, number>): string[] {
  const key = (feed: number, id: string): string => `${feed} ${id}`;
  if (!rows.some((row) => primaryOf.has(row.feed))) return rows.map((row) => row.row);
  const known = new Set(rows.map((row) => key(row.feed, row.id)));
  const vendorIds = new Map<string, string[]>();
  const kept = rows.filter((row) => {
    const primary = primaryOf.get(row.feed);
    if (primary === undefined || !known.has(key(primary, row.id))) return true;
    const ids = restOf(row.row)['i'];
    const list = vendorIds.get(key(primary, row.id)) ?? [];
    if (Array.isArray(ids)) append(list, ids.map(String));
    vendorIds.set(key(primary, row.id), list);
    return false;
  });
  return kept.map((row) => {
    const added = vendorIds.get(key(row.feed, row.id));
    return added === undefined || added.length === 0 ? row.row : withVendorIds(row.row, added);
  });
}

function restOf(row: string): Readonly<Record<string, unknown>> {
  const rest: unknown = (JSON.parse(row) as unknown[])[6];
  return typeof rest === 'object' && rest !== null ? (rest as Record<string, unknown>) : {};
}

function withVendorIds(row: string, ids: readonly string[]): string {
  const list = JSON.parse(row) as unknown[];
  while (list.length < 6) list.push(0);
  list[6] = { ...restOf(row), i: [...new Set(ids)].sort() };
  return JSON.stringify(list);
}

function writeTexts(file: SqliteFile, staged: SqliteFile): void {
  const insertBlock = file.prepare('INSERT INTO text_blocks VALUES (?, ?)');
  const ids: [number, string, number][] = [];
  let block: string[] = [];
  let bytes = 0;
  let number = 0;
  const flush = (): void => {
    if (block.length > 0) insertBlock.run(number, compressed(block.join('\n')));
    number += 1;
    block = [];
    bytes = 0;
  };
  let last: SqliteRow | undefined;
  for (const row of staged
    .prepare('SELECT feed, id, body FROM texts ORDER BY feed, id, rowid')
    .rows()) {
    if (last?.['id'] === row['id'] && last?.['feed'] === row['feed']) continue;
    last = row;
    const body = String(row['body']);
    ids.push([Number(row['feed']), String(row['id']), number * textsPerBlock + block.length]);
    block.push(body);
    bytes += body.length;
    if (bytes >= textBlockBytes || block.length === textsPerBlock) flush();
  }
  flush();
  const insertId = file.prepare('INSERT INTO text_ids VALUES (?, ?, ?)');
  for (const [feed, id, place] of ids) insertId.run(feed, id, place);
}

function compressed(text: string): Uint8Array {
  return zstdCompressSync(Buffer.from(text), {
    params: { [constants.ZSTD_c_compressionLevel]: 9 },
  });
}

function writeCves(file: SqliteFile, staged: SqliteFile): void {
  for (const table of ['epss', 'kev'] as const) {
    const column = table === 'epss' ? 'score' : 'body';
    const insert = file.prepare(`INSERT INTO ${table} VALUES (?, ?)`);
    for (const row of staged
      .prepare(`SELECT cve, ${column} AS value FROM ${table} ORDER BY cve`)
      .rows())
      insert.run(row['cve'] ?? null, row['value'] ?? null);
  }
  const insert = file.prepare('INSERT INTO severities VALUES (?, ?)');
  let cve: number | undefined;
  let bodies: string[] = [];
  const flush = (): void => {
    if (cve !== undefined) insert.run(cve, `[${[...new Set(bodies)].join(',')}]`);
    bodies = [];
  };
  for (const row of staged.prepare('SELECT cve, body FROM severities ORDER BY cve, rowid').rows()) {
    if (row['cve'] !== cve) {
      flush();
      cve = Number(row['cve']);
    }
    bodies.push(String(row['body']));
  }
  flush();
}

/** Release lines of each product; of two feeds that tell the same line the first one counts. */
function writeLifeCycles(file: SqliteFile, staged: SqliteFile): void {
  const insert = file.prepare('INSERT INTO life_cycles VALUES (?, ?)');
  let product: string | undefined;
  let cycles = new Map<string, string>();
  const flush = (): void => {
    if (product !== undefined) insert.run(product, `[${[...cycles.values()].join(',')}]`);
    cycles = new Map();
  };
  const sorted = staged.prepare(
    'SELECT product, cycle, body FROM life_cycles ORDER BY product, feed, rowid',
  );
  for (const row of sorted.rows()) {
    if (row['product'] !== product) {
      flush();
      product = String(row['product']);
    }
    const cycle = String(row['cycle']);
    if (!cycles.has(cycle)) cycles.set(cycle, String(row['body']));
  }
  flush();
}

/** SHA-256 over the file with zeros in place of its checksum, written into that place. */
function sealChecksum(path: string): string {
  const found = hashOf(path, noChecksum);
  overwriteBytes(path, found.offset, Buffer.from(found.checksum));
  return found.checksum;
}

/**
 * The checksum of an artifact whose `stated` checksum stands somewhere in it, and where. The text
 * is shorter than a page and pages never straddle the pieces read, so it is whole in one piece.
 */
export function hashOf(path: string, stated: string): FoundChecksum {
  const steps = hashSteps(path, stated);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** A checksum, and where in the file it stands; -1 when it does not. */
export interface FoundChecksum {
  readonly checksum: string;
  readonly offset: number;
}

/** The same, a piece of the file with each step. */
export function* hashSteps(path: string, stated: string): Generator<void, FoundChecksum, void> {
  const hash = createHash('sha256');
  const needle = Buffer.from(stated);
  let offset = -1;
  let at = 0;
  for (const piece of filePieces(path)) {
    const place = offset === -1 ? piece.indexOf(needle) : -1;
    if (place !== -1) {
      offset = at + place;
      piece.write(noChecksum, place, 'latin1');
    }
    hash.update(piece);
    at += piece.length;
    yield;
  }
  return { checksum: `sha256:${hash.digest('hex')}`, offset };
}
