import { FormatError } from './errors.ts';

const magic = 0x00061561;
/** Generic page header of Berkeley DB; items or data follow. */
const pageHeader = 26;
const pageTypes = { unsortedHash: 2, overflow: 7, hash: 13 } as const;
const itemTypes = { inline: 1, offPage: 3 } as const;

interface Database {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Pages of the file, which may be fewer than the database claims. */
  readonly pages: number;
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  /** Overflow pages met so far: no two values share one. */
  readonly used: Set<number>;
}

/** True for a Berkeley DB hash of either byte order. */
export function isBdbHash(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.readUInt32LE(12) === magic || view.readUInt32BE(12) === magic;
}

/**
 * Header blobs of rpm's `Packages` in Berkeley DB's hash format (rpm before 4.16): each value lies
 * on its page or, nearly always, on a chain of overflow pages. Pages are taken in file order. A
 * fault is thrown where it is met, after the blobs before it.
 * @throws {FormatError} RPMDB_INVALID
 */
export function* bdbBlobs(content: Uint8Array): Generator<Uint8Array> {
  const database = openDatabase(content);
  const last = database.u32(32);
  if (last >= database.pages) {
    throw invalid(`found ${database.pages} pages, wanted ${last + 1}`);
  }
  for (let page = 1; page <= last; page += 1) {
    const type = database.bytes[page * database.pageSize + 25];
    if (type === pageTypes.hash || type === pageTypes.unsortedHash) {
      yield* valuesOn(page, database);
    }
  }
}

function openDatabase(content: Uint8Array): Database {
  if (!isBdbHash(content)) throw invalid('found no hash database, wanted its magic number');
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const little = bytes.readUInt32LE(12) === magic;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const pageSize = u32(20);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) {
    throw invalid(`found pages of ${pageSize} bytes, wanted a power of two from 512 to 65536`);
  }
  // Encryption and checksums shift what follows the page header; rpm never used either.
  if (bytes[24] !== 0 || ((bytes[26] ?? 0) & 1) !== 0) {
    throw invalid('found encryption or checksums, wanted a database without');
  }
  const pages = Math.floor(bytes.length / pageSize);
  return { bytes, pageSize, pages, u16, u32, used: new Set() };
}

/** Items of a hash page alternate: key, value. */
function* valuesOn(page: number, database: Database): Generator<Uint8Array> {
  const { bytes, pageSize, u16, u32 } = database;
  const start = page * pageSize;
  const count = u16(start + 20);
  if (count % 2 !== 0 || pageHeader + count * 2 > pageSize) {
    throw invalid(`found ${count} items on page ${page}, wanted an even number that fits`);
  }
  for (let index = 1; index < count; index += 2) {
    const offset = u16(start + pageHeader + index * 2);
    // Items grow from the end of the page, so each ends where the one before it begins.
    const end = u16(start + pageHeader + (index - 1) * 2);
    if (offset < pageHeader + count * 2 || offset >= end || end > pageSize) {
      throw invalid(`found item ${index} of page ${page} at ${offset}, wanted it on the page`);
    }
    const type = bytes[start + offset];
    if (type === itemTypes.offPage) {
      if (end - offset < 12) throw invalid(`found a cut reference on page ${page}`);
      yield chain(u32(start + offset + 4), u32(start + offset + 8), database);
    } else if (type !== itemTypes.inline) {
      throw invalid(`found an item of type ${type} on page ${page}, wanted 1 or 3`);
    } else if (end - offset > 5) {
      // Four bytes are the counter of packages under key 0.
      yield bytes.subarray(start + offset + 1, start + end);
    }
  }
}

/** A value of `length` bytes on overflow pages from `first` on. */
function chain(first: number, length: number, database: Database): Uint8Array {
  const { bytes, pageSize, pages, u16, u32, used } = database;
  const parts: Uint8Array[] = [];
  let left = length;
  for (let page = first; left > 0;) {
    if (page === 0 || page >= pages || used.has(page)) {
      throw invalid(`found overflow page ${page} missing or used twice, wanted ${left} more bytes`);
    }
    used.add(page);
    const start = page * pageSize;
    const here = u16(start + 22);
    if (bytes[start + 25] !== pageTypes.overflow || here === 0 || here > pageSize - pageHeader) {
      throw invalid(`found page ${page} with ${here} bytes, wanted an overflow page`);
    }
    parts.push(bytes.subarray(start + pageHeader, start + pageHeader + Math.min(here, left)));
    left -= Math.min(here, left);
    page = u32(start + 16);
  }
  return Buffer.concat(parts);
}

function invalid(what: string): FormatError {
  return new FormatError('RPMDB_INVALID', `Cannot read the RPM database (Berkeley DB): ${what}`);
}
