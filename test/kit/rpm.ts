import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Value of a tag: text, list of texts, number or list of numbers (32 bits), bytes. */
export type RpmTag = string | readonly string[] | number | readonly number[] | Uint8Array;

/** Numbers of `rpmtag.h` by the names used here. */
export const rpmTags = {
  md5: 261,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  arch: 1022,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  modularity: 5096,
} as const;

/** A header blob as rpm's databases hold it. */
export function rpmHeader(
  values: Readonly<Partial<Record<keyof typeof rpmTags, RpmTag>>>,
): Uint8Array {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let at = 0;
  for (const [name, value] of Object.entries(values)) {
    const { type, count, bytes, align } = encoded(value);
    const pad = Buffer.alloc((align - (at % align)) % align);
    at += pad.length;
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(rpmTags[name as keyof typeof rpmTags], 0);
    entry.writeUInt32BE(type, 4);
    entry.writeUInt32BE(at, 8);
    entry.writeUInt32BE(count, 12);
    index.push(entry);
    data.push(pad, bytes);
    at += bytes.length;
  }
  const head = Buffer.alloc(8);
  head.writeUInt32BE(index.length, 0);
  head.writeUInt32BE(at, 4);
  return Buffer.concat([head, ...index, ...data]);
}

function encoded(value: RpmTag): { type: number; count: number; bytes: Buffer; align: number } {
  if (typeof value === 'string') {
    return { type: 6, count: 1, bytes: Buffer.from(`${value}\0`), align: 1 };
  }
  if (value instanceof Uint8Array) {
    return { type: 7, count: value.length, bytes: Buffer.from(value), align: 1 };
  }
  const list: readonly (string | number)[] = typeof value === 'number' ? [value] : value;
  if (list.every((item) => typeof item === 'string')) {
    const bytes = Buffer.from(list.map((item) => `${item}\0`).join(''));
    return { type: 8, count: list.length, bytes, align: 1 };
  }
  const bytes = Buffer.alloc(list.length * 4);
  for (const [at, item] of list.entries()) bytes.writeUInt32BE(Number(item), at * 4);
  return { type: 4, count: list.length, bytes, align: 4 };
}

/** An ndb `Packages.db` with these blobs. */
export function ndbFile(blobs: readonly Uint8Array[]): Buffer {
  const slotPages = Math.ceil(((blobs.length + 2) * 16) / 4096) || 1;
  const slots = Buffer.alloc(slotPages * 4096);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at);
  slots.write('RpmP');
  slots.writeUInt32LE(slotPages, 12);
  const parts = [slots];
  let offset = slots.length;
  for (const [at, blob] of blobs.entries()) {
    const size = Math.ceil((16 + blob.length + 12) / 16) * 16;
    const block = Buffer.alloc(size);
    block.write('BlbS');
    block.writeUInt32LE(at + 1, 4);
    block.writeUInt32LE(blob.length, 12);
    block.set(blob, 16);
    block.writeUInt32LE(blob.length, size - 8);
    block.write('BlbE', size - 4);
    slots.writeUInt32LE(at + 1, 32 + at * 16 + 4);
    slots.writeUInt32LE(offset / 16, 32 + at * 16 + 8);
    slots.writeUInt32LE(size / 16, 32 + at * 16 + 12);
    parts.push(block);
    offset += size;
  }
  return Buffer.concat(parts);
}

/** Writes numbers in one byte order. */
interface Order {
  readonly u16: (page: Buffer, value: number, at: number) => void;
  readonly u32: (page: Buffer, value: number, at: number) => void;
}

const orders: Readonly<Record<'LE' | 'BE', Order>> = {
  LE: {
    u16: (page, value, at) => page.writeUInt16LE(value, at),
    u32: (page, value, at) => page.writeUInt32LE(value, at),
  },
  BE: {
    u16: (page, value, at) => page.writeUInt16BE(value, at),
    u32: (page, value, at) => page.writeUInt32BE(value, at),
  },
};

const bdbPage = 512;

/** A Berkeley DB hash `Packages` with these blobs on overflow pages, after rpm's counter under key 0. */
export function bdbFile(blobs: readonly Uint8Array[], order: 'LE' | 'BE' = 'LE'): Buffer {
  const { u16, u32 } = orders[order];
  const meta = Buffer.alloc(bdbPage);
  const pages: Buffer[] = [meta];
  let page: Buffer | undefined;
  let items = 0;
  let end = bdbPage;
  const pair = (key: number, value: Buffer): void => {
    if (page === undefined || end - 5 - value.length < 26 + (items + 2) * 2) {
      // Further pages of the only bucket hang on the one before.
      if (page !== undefined) u32(page, pages.length, 16);
      page = newPage(pages, 13, order);
      items = 0;
      end = bdbPage;
    }
    const keyItem = Buffer.from([1, 0, 0, 0, 0]);
    u32(keyItem, key, 1);
    for (const item of [keyItem, value]) {
      end -= item.length;
      page.set(item, end);
      u16(page, end, 26 + items * 2);
      items += 1;
    }
    u16(page, items, 20);
    u16(page, end, 22);
  };
  pair(0, Buffer.from([1, 9, 0, 0, 0]));
  for (const [at, blob] of blobs.entries()) {
    const reference = Buffer.alloc(12);
    reference[0] = 3;
    u32(reference, writeChain(pages, blob, order), 4);
    u32(reference, blob.length, 8);
    pair(at + 1, reference);
  }
  u32(meta, 0x00061561, 12);
  u32(meta, 9, 16);
  u32(meta, bdbPage, 20);
  meta[25] = 8;
  // One bucket (the highest is 0), which begins on page 1.
  u32(meta, 1, 96);
  u32(meta, pages.length - 1, 32);
  return Buffer.concat(pages);
}

function newPage(pages: Buffer[], type: number, order: 'LE' | 'BE'): Buffer {
  const page = Buffer.alloc(bdbPage);
  page[25] = type;
  orders[order].u32(page, pages.length, 8);
  pages.push(page);
  return page;
}

/** Writes a value on overflow pages and gives the number of the first. */
function writeChain(pages: Buffer[], blob: Uint8Array, order: 'LE' | 'BE'): number {
  const { u16, u32 } = orders[order];
  const room = bdbPage - 26;
  const first = pages.length;
  for (let from = 0; from < blob.length; from += room) {
    const page = newPage(pages, 7, order);
    const piece = blob.subarray(from, from + room);
    u32(page, from + room < blob.length ? pages.length : 0, 16);
    u16(page, piece.length, 22);
    page.set(piece, 26);
  }
  return first;
}

/** A `rpmdb.sqlite` with these blobs, written by SQLite itself. */
export function sqliteFile(blobs: readonly Uint8Array[], pageSize = 512): Buffer {
  return sqliteOf((database) => {
    database.exec(`PRAGMA page_size = ${pageSize}`);
    database.exec(
      'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)',
    );
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const blob of blobs) insert.run(blob);
  });
}

/** The file of a database that `fill` makes. */
export function sqliteOf(fill: (database: DatabaseSync) => void): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sqlite-'));
  try {
    const path = join(folder, 'db');
    const database = new DatabaseSync(path);
    fill(database);
    database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
