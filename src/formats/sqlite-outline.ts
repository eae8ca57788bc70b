import { FormatError } from './errors.ts';
import { localSize, recordOf, varint } from './sqlite-table.ts';
import type { SqliteValue } from './sqlite-table.ts';
import { append } from '../model/append.ts';

/** One page of a table's tree: an inner one with its children from the left, or a leaf with its rows. */
export type SqliteTreePage =
  | { readonly children: readonly number[] }
  | { readonly rows: readonly SqliteOutlineRow[] };

/** A row of a leaf. Its columns are read on demand: undefined when a page that it goes on to is not here. */
export interface SqliteOutlineRow {
  readonly id: number;
  readonly columns: () => readonly SqliteValue[] | undefined;
}

/** Pages by number; a log holds some, a database all. */
export interface SqlitePages {
  readonly page: (number: number) => Buffer | undefined;
  /** Bytes of a page that hold content. */
  readonly usable: number;
}

/** A table's page, or undefined for a page that is not here or of another kind. */
export function treePage(number: number, pages: SqlitePages): SqliteTreePage | undefined {
  const bytes = pages.page(number);
  const header = number === 1 ? 100 : 0;
  const type = bytes?.[header];
  if (bytes === undefined || (type !== 0x05 && type !== 0x0d)) return undefined;
  const count = bytes.readUInt16BE(header + 3);
  const cells = header + (type === 0x05 ? 12 : 8);
  if (cells + count * 2 > pages.usable) return undefined;
  const offsets = Array.from({ length: count }, (_, at) => bytes.readUInt16BE(cells + at * 2));
  if (offsets.some((offset) => offset < cells + count * 2 || offset + 4 > pages.usable))
    return undefined;
  if (type === 0x05) {
    const children = offsets.map((offset) => bytes.readUInt32BE(offset));
    return { children: [...children, bytes.readUInt32BE(header + 8)] };
  }
  try {
    return { rows: offsets.map((offset) => rowAt(bytes, offset, pages)) };
  } catch (error) {
    // A page of a log may be anything that happens to begin like one of a table.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function rowAt(bytes: Buffer, offset: number, pages: SqlitePages): SqliteOutlineRow {
  const size = varint(bytes, offset, pages.usable);
  const id = varint(bytes, size.next, pages.usable);
  return {
    id: id.value,
    columns: () => {
      const payload = payloadAt(bytes, id.next, size.value, pages);
      return payload === undefined ? undefined : recordOf(payload);
    },
  };
}

/** The payload with its overflow pages; undefined when one of them is not here. */
function payloadAt(
  bytes: Buffer,
  at: number,
  size: number,
  pages: SqlitePages,
): Buffer | undefined {
  const local = localSize(size, pages.usable);
  if (at + local + (local < size ? 4 : 0) > pages.usable) return undefined;
  const parts = [bytes.subarray(at, at + local)];
  if (local === size) return parts[0];
  const seen = new Set<number>();
  let left = size - local;
  let next = bytes.readUInt32BE(at + local);
  while (left > 0) {
    const page = pages.page(next);
    if (page === undefined || seen.has(next)) return undefined;
    seen.add(next);
    const here = Math.min(left, pages.usable - 4);
    parts.push(page.subarray(4, 4 + here));
    left -= here;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** Pages of a database in memory; undefined when it is no SQLite database. */
export function databasePages(
  content: Uint8Array,
): (SqlitePages & { pageSize: number }) | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length < 512) return undefined;
  const stored = bytes.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  return {
    pageSize,
    usable: pageSize - (bytes[20] ?? 0),
    page: (number) => {
      const start = (number - 1) * pageSize;
      return number < 1 || start + pageSize > bytes.length
        ? undefined
        : bytes.subarray(start, start + pageSize);
    },
  };
}

/** Root page of a table, when the schema that names it is here; a schema of several pages is walked. */
export function rootOf(table: string, pages: SqlitePages): number | undefined {
  const open = [1];
  const seen = new Set<number>();
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (seen.has(number)) return undefined;
    seen.add(number);
    const page = treePage(number, pages);
    if (page === undefined) continue;
    if ('children' in page) append(open, page.children);
    else {
      for (const row of page.rows) {
        const [type, name, , root] = row.columns() ?? [];
        if (type === 'table' && name === table && typeof root === 'number') return root;
      }
    }
  }
  return undefined;
}
