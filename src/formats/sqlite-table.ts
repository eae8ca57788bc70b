import { FormatError } from './errors.ts';

/** A column's value; numbers above 2^53 lose digits, fractions and NULL are undefined. */
export type SqliteValue = number | string | Uint8Array | undefined;

const signature = 'SQLite format 3\0';
const pageTypes = { interior: 0x05, leaf: 0x0d } as const;
/** SQLite's own bound on the depth of a tree. */
const deepest = 20;

interface Database {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
  readonly pages: number;
  /** Pages met so far in this walk; a page belongs to one place only. */
  readonly used: Set<number>;
}

/** True for a SQLite 3 database. */
export function isSqlite(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, signature.length)).toString('latin1') === signature;
}

/**
 * Rows of one table of a SQLite database in memory, in the order of their row ids; a column that is
 * an alias of the row id is undefined. The freelist, indexes and a write-ahead log are not looked
 * at. A fault is thrown where it is met, after the rows before it.
 * https://www.sqlite.org/fileformat2.html
 * @throws {FormatError} RPMDB_INVALID, also when there is no such table.
 */
export function* sqliteRows(content: Uint8Array, table: string): Generator<SqliteValue[]> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length < 512 || !isSqlite(bytes)) throw invalid('found no SQLite database');
  const stored = bytes.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  const usable = pageSize - (bytes[20] ?? 0);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) {
    throw invalid(`found pages of ${pageSize} bytes, wanted a power of two from 512 to 65536`);
  }
  const encoding = bytes.readUInt32BE(56);
  if (encoding > 1) throw invalid(`found text encoding ${encoding}, wanted UTF-8`);
  const pages = Math.floor(bytes.length / pageSize);
  const database = { bytes, pageSize, usable, pages, used: new Set<number>() };
  let root: number | undefined;
  for (const [type, name, , page] of rowsOf(1, database)) {
    if (type === 'table' && name === table && typeof page === 'number') root = page;
  }
  if (root === undefined) throw invalid(`found no table "${table}"`);
  yield* rowsOf(root, { ...database, used: new Set<number>() });
}

/** Walks a table's tree from the left with a stack of its own: a hostile one cannot exhaust ours. */
function* rowsOf(root: number, database: Database): Generator<SqliteValue[]> {
  const open: { readonly page: number; readonly depth: number }[] = [{ page: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { page, depth } = next;
    const start = take(page, database);
    const header = page === 1 ? start + 100 : start;
    const type = database.bytes[header];
    const count = database.bytes.readUInt16BE(header + 3);
    const cells = header + (type === pageTypes.interior ? 12 : 8);
    if (type !== pageTypes.interior && type !== pageTypes.leaf) {
      throw invalid(`found type ${type} on page ${page}, wanted a page of a table`);
    }
    if (depth > deepest || cells + count * 2 > start + database.usable) {
      throw invalid(`found ${count} cells at depth ${depth} on page ${page}, wanted fewer`);
    }
    const offsets = Array.from({ length: count }, (_, index) =>
      database.bytes.readUInt16BE(cells + index * 2),
    );
    const wrong = offsets.find(
      (offset) => start + offset < cells + count * 2 || offset + 4 > database.usable,
    );
    if (wrong !== undefined) throw invalid(`found a cell at ${wrong} of page ${page}, outside it`);
    if (type === pageTypes.leaf) {
      for (const offset of offsets) yield rowAt(start + offset, start, database);
      continue;
    }
    const children = offsets.map((offset) => database.bytes.readUInt32BE(start + offset));
    children.push(database.bytes.readUInt32BE(header + 8));
    for (const child of children.toReversed()) open.push({ page: child, depth: depth + 1 });
  }
}

/** First byte of a page, which must exist and be new. */
function take(page: number, { pages, pageSize, used }: Database): number {
  if (page < 1 || page > pages || used.has(page)) {
    throw invalid(`found page ${page} missing or used twice, wanted one of ${pages}`);
  }
  used.add(page);
  return (page - 1) * pageSize;
}

/** The row of a leaf cell: payload size, row id, payload, and where the rest of it is. */
function rowAt(at: number, start: number, database: Database): SqliteValue[] {
  const end = start + database.usable;
  const size = varint(database.bytes, at, end);
  const rowId = varint(database.bytes, size.next, end);
  return recordOf(payloadAt(rowId.next, size.value, start, database));
}

/** The payload of a cell, joined from its overflow pages when it does not fit on the page. */
function payloadAt(at: number, size: number, start: number, database: Database): Buffer {
  const { bytes, usable } = database;
  if (size > bytes.length) throw invalid(`found a row of ${size} bytes in a smaller file`);
  const local = localSize(size, usable);
  if (at + local + (local < size ? 4 : 0) > start + usable) {
    throw invalid(`found a row of ${size} bytes that leaves its page`);
  }
  if (local === size) return bytes.subarray(at, at + size);
  const parts = [bytes.subarray(at, at + local)];
  let left = size - local;
  let page = bytes.readUInt32BE(at + local);
  while (left > 0) {
    const from = take(page, database);
    const here = Math.min(left, usable - 4);
    parts.push(bytes.subarray(from + 4, from + 4 + here));
    left -= here;
    page = bytes.readUInt32BE(from);
  }
  return Buffer.concat(parts, size);
}

/** Bytes of a payload that lie on the leaf itself; section 1.6 of the file format. */
export function localSize(size: number, usable: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wish = least + ((size - least) % (usable - 4));
  return wish <= most ? wish : least;
}

/** Columns of a record: a header of serial types, then the values; section 2.1 of the file format. */
export function recordOf(payload: Buffer): SqliteValue[] {
  const head = varint(payload, 0, payload.length);
  if (head.value > payload.length) throw invalid('found a record whose header is cut short');
  const values: SqliteValue[] = [];
  let at = head.next;
  let from = head.value;
  while (at < head.value) {
    const type = varint(payload, at, head.value);
    const size = sizeOf(type.value);
    if (from + size > payload.length) throw invalid('found a record that is cut short');
    values.push(valueOf(type.value, payload.subarray(from, from + size)));
    at = type.next;
    from += size;
  }
  return values;
}

const fixedSizes: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOf(type: number): number {
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return fixed;
  if (type < 12) throw invalid(`found a value of reserved type ${type}`);
  return Math.floor((type - 12) / 2);
}

function valueOf(type: number, bytes: Buffer): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  if (type === 8 || type === 9) return type - 8;
  if (type === 0 || type === 7) return undefined;
  return bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length);
}

/** A number of 1 to 9 bytes, seven bits in each but the ninth. Those beyond 2^53 are no sizes here. */
export function varint(bytes: Buffer, at: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    if (at + index >= end) throw invalid('found a number that is cut short');
    const byte = bytes[at + index] ?? 0;
    if (index === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw invalid('found a number of more than nine bytes');
}

function invalid(what: string): FormatError {
  return new FormatError('RPMDB_INVALID', `Cannot read the RPM database (SQLite): ${what}`);
}
