import { zstdDecompressSync } from 'node:zlib';

import { openImmutable } from '../../io/sqlite.ts';
import type { SqliteFile, SqliteValue } from '../../io/sqlite.ts';
import { errorText, PlimsollError } from '../../model/index.ts';
import type { DatabaseInfo, FeedState } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import type { AdvisoryDatabase, AdvisoryText, CveFacts, LifeCycle, MatchRow } from './database.ts';
import { cveNumber } from './ids.ts';
import { unpackRow, unpackSeverity } from './packed.ts';
import type { PackedRow } from './packed.ts';
import { applicationId, schemaNumber, textsPerBlock, unpackEpss } from './schema.ts';

/** Unpacked text is bounded although the file vouches for itself: a damaged block must not fill memory. */
const longestBlock = 256 * 2 ** 20;

/**
 * Opens an advisory database for reading. No locks are taken and nothing is written, so any number
 * of processes may have it open while an update puts a new file in its place.
 *
 * The content is trusted as far as its form goes: damage to the structure or to packed rows shows
 * as an error with its code when that part is read. Damage inside a name is told only by the
 * checksum, which costs a read of the whole file: `verifyDatabase`, that is `db status`.
 * @throws {IoError} IO_READ_FAILED, SQLITE_DAMAGED.
 * @throws {ScanError} DATABASE_FOREIGN, DATABASE_SCHEMA, DATABASE_DAMAGED.
 */
export function openDatabase(path: string): AdvisoryDatabase {
  const file = openImmutable(path);
  try {
    checkOrigin(file, path);
    return whole(path, () => databaseOf(file, path));
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Told by two numbers in the SQLite header; https://www.sqlite.org/fileformat2.html#application_id. */
function checkOrigin(file: SqliteFile, path: string): void {
  const found = file.prepare('PRAGMA application_id').get()?.['application_id'];
  if (found !== applicationId)
    throw new ScanError('DATABASE_FOREIGN', {
      en: `Cannot open "${path}": it is no advisory database`,
      'zh-CN': `无法打开“${path}”：它不是漏洞数据库`,
    });
  const schema = file.prepare('PRAGMA user_version').get()?.['user_version'];
  if (schema !== schemaNumber) {
    const text = `Cannot open "${path}": it was built by another version of Plimsoll (layout ${String(schema)}), wanted layout ${schemaNumber}: fetch or build it again`;
    throw new ScanError('DATABASE_SCHEMA', text);
  }
}

interface Opened {
  readonly file: SqliteFile;
  readonly path: string;
  readonly sources: readonly string[];
  readonly info: DatabaseInfo;
  readonly epssDate: string;
}

function databaseOf(file: SqliteFile, path: string): AdvisoryDatabase {
  const opened = readFacts(file, path);
  const ecosystems = numbersOf(file);
  const answering = Map.groupBy(
    opened.info.feeds.flatMap((feed) => feed.ecosystems.map((name) => ({ name, feed }))),
    (item) => item.name,
  );
  const rows = file.prepare(
    'SELECT rows FROM packages WHERE number = (SELECT package FROM names WHERE ecosystem = ? AND name = ?)',
  );
  const texts = textReader(opened);
  const facts = cveReader(opened);
  const cycles = file.prepare('SELECT body FROM life_cycles WHERE product = ?');
  return {
    info: opened.info,
    lookup: (ecosystem, name) =>
      whole(path, () => {
        const number = ecosystems.get(ecosystem);
        const found = number === undefined ? undefined : rows.get(number, name)?.['rows'];
        return found === undefined ? [] : readRows(opened, found, { ecosystem, name });
      }),
    text: (source, id) => whole(path, () => texts(source, id)),
    cve: (id) => whole(path, () => facts(id)),
    lifeCycles: (product) =>
      whole(
        path,
        () => jsonOf(opened, cycles.get(product)?.['body'] ?? '[]') as readonly LifeCycle[],
      ),
    feedsFor: (ecosystem) => (answering.get(ecosystem) ?? []).map((item) => item.feed),
    close: () => file.close(),
  };
}

function readFacts(file: SqliteFile, path: string): Opened {
  const meta = new Map<string, string>();
  for (const row of file.prepare('SELECT key, value FROM meta').rows())
    meta.set(String(row['key']), String(row['value']));
  const sources: string[] = [];
  const feeds: FeedState[] = [];
  const opened = { path };
  for (const row of file.prepare('SELECT id, state FROM feeds ORDER BY number').rows()) {
    sources.push(String(row['id']));
    if (typeof row['state'] === 'string') feeds.push(jsonOf(opened, row['state']) as FeedState);
  }
  const info: DatabaseInfo = {
    path,
    schema: schemaNumber,
    built: meta.get('built') ?? '',
    checksum: meta.get('checksum') ?? '',
    starter: false,
    feeds,
  };
  return { file, path, sources, info, epssDate: meta.get('epss_date') ?? '' };
}

function numbersOf(file: SqliteFile): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const row of file.prepare('SELECT number, name FROM ecosystems').rows())
    numbers.set(String(row['name']), Number(row['number']));
  return numbers;
}

function readRows(
  opened: Opened,
  packed: SqliteValue,
  key: { readonly ecosystem: string; readonly name: string },
): readonly MatchRow[] {
  const list = jsonOf(opened, packed);
  if (!Array.isArray(list)) throw damaged(opened.path, 'a package has no rows');
  return list.map((row) => unpackRow(row as PackedRow, key, opened.sources));
}

function textReader(opened: Opened): AdvisoryDatabase['text'] {
  const { file, sources } = opened;
  const ids = file.prepare('SELECT place FROM text_ids WHERE source = ? AND id = ?');
  const blocks = file.prepare('SELECT body FROM text_blocks WHERE number = ?');
  // Texts are read in the order of a report, where neighbours often share a block.
  let last: { readonly number: number; readonly lines: Buffer } | undefined;
  return (source, id): AdvisoryText | undefined => {
    const place = ids.get(sources.indexOf(source), id)?.['place'];
    if (place === undefined) return undefined;
    const number = Math.floor(Number(place) / textsPerBlock);
    if (last?.number !== number) {
      last = { number, lines: unpackBlock(opened, blocks.get(number)?.['body'] ?? null) };
    }
    const text = jsonOf(opened, lineOf(last.lines, Number(place) % textsPerBlock));
    if (!Array.isArray(text)) throw damaged(opened.path, 'a text is missing');
    const [title, description, references, cwes] = text as readonly unknown[];
    return {
      ...(typeof title === 'string' ? { title } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      references: Array.isArray(references) ? references.map(String) : [],
      cwes: Array.isArray(cwes) ? cwes.map(String) : [],
    };
  };
}

function unpackBlock(opened: Opened, body: SqliteValue): Buffer {
  try {
    if (!(body instanceof Uint8Array)) throw new TypeError('no block');
    return zstdDecompressSync(body, { maxOutputLength: longestBlock });
  } catch (error) {
    throw damaged(opened.path, errorText(error));
  }
}

/** One text of a block; its neighbours are stepped over, not parsed. */
function lineOf(lines: Buffer, number: number): string {
  let start = 0;
  for (let at = 0; at < number; at += 1) {
    const end = lines.indexOf(10, start);
    if (end === -1) return '';
    start = end + 1;
  }
  const end = lines.indexOf(10, start);
  return lines.toString('utf8', start, end === -1 ? lines.length : end);
}

function cveReader(opened: Opened): AdvisoryDatabase['cve'] {
  const { file, sources } = opened;
  const epss = file.prepare('SELECT score FROM epss WHERE cve = ?');
  const kev = file.prepare('SELECT body FROM kev WHERE cve = ?');
  const severities = file.prepare('SELECT body FROM severities WHERE cve = ?');
  return (id): CveFacts | undefined => {
    const number = cveNumber(id);
    if (number === undefined) return undefined;
    const score = epss.get(number)?.['score'];
    const exploited = kev.get(number)?.['body'];
    const statements = severities.get(number)?.['body'];
    if (score === undefined && exploited === undefined && statements === undefined)
      return undefined;
    const list = statements === undefined ? [] : (jsonOf(opened, statements) as unknown[]);
    return {
      ...(score === undefined
        ? {}
        : { epss: { ...unpackEpss(Number(score)), date: opened.epssDate } }),
      ...(exploited === undefined
        ? {}
        : { kev: jsonOf(opened, exploited) as NonNullable<CveFacts['kev']> }),
      severities: list.map((item) => unpackSeverity(item, sources)),
    };
  };
}

/** A database may be read before its checksum is known: what is not in its form is damage. */
function whole<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof PlimsollError ? error : damaged(path, errorText(error));
  }
}

function jsonOf(opened: Pick<Opened, 'path'>, value: SqliteValue): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch (error) {
    throw damaged(opened.path, errorText(error));
  }
}

function damaged(path: string, found: string): ScanError {
  return new ScanError('DATABASE_DAMAGED', `Cannot read "${path}": ${found}, expected whole data`);
}
