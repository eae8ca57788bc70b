import { FormatError } from './errors.ts';

const magics = { little: 0x377f0682, big: 0x377f0683 } as const;
const version = 3_007_000;

/** What a write-ahead log brings to its database. */
export interface SqliteLog {
  readonly pageSize: number;
  /** The newest committed content of each page that it holds, by page number. */
  readonly pages: ReadonlyMap<number, Buffer>;
  /** Pages that the database has after the last commit; pages above are gone. */
  readonly size: number;
}

/**
 * Committed pages of a SQLite write-ahead log. Frames count while their salts are those of the
 * header and the checksum, which runs over all frames before, is right; what comes after the last
 * commit among them was never committed, or is left over from before the log was begun anew. A log
 * without a commit has no pages. https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 * @throws {FormatError} RPMDB_INVALID when it is no log.
 */
export function readSqliteLog(content: Uint8Array): SqliteLog {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const magic = bytes.length < 32 ? 0 : bytes.readUInt32BE(0);
  if (magic !== magics.little && magic !== magics.big) throw invalid('no such log');
  const pageSize = bytes.readUInt32BE(8);
  if (bytes.readUInt32BE(4) !== version || pageSize < 512 || pageSize > 65_536)
    throw invalid(`version ${bytes.readUInt32BE(4)} and pages of ${pageSize} bytes`);
  if ((pageSize & (pageSize - 1)) !== 0) throw invalid(`pages of ${pageSize} bytes`);
  const sum = new Checksum(magic === magics.big);
  sum.add(bytes.subarray(0, 24));
  if (!sum.is(bytes, 24)) throw invalid('a header whose checksum is wrong');
  const pages = new Map<number, Buffer>();
  let open = new Map<number, Buffer>();
  let size = 0;
  for (let at = 32; at + 24 + pageSize <= bytes.length; at += 24 + pageSize) {
    if (bytes.compare(bytes, 16, 24, at + 8, at + 16) !== 0) break;
    const page = bytes.subarray(at + 24, at + 24 + pageSize);
    sum.add(bytes.subarray(at, at + 8));
    sum.add(page);
    const number = bytes.readUInt32BE(at);
    if (!sum.is(bytes, at + 16) || number === 0) break;
    open.set(number, page);
    const committed = bytes.readUInt32BE(at + 4);
    if (committed === 0) continue;
    for (const [key, value] of open) pages.set(key, value);
    open = new Map();
    size = committed;
  }
  for (const number of pages.keys()) if (number > size) pages.delete(number);
  return { pageSize, pages, size };
}

/** SQLite's checksum over pairs of 32-bit words, in the byte order that the magic number tells. */
class Checksum {
  readonly #big: boolean;
  #first = 0;
  #second = 0;

  constructor(big: boolean) {
    this.#big = big;
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += 8) {
      this.#first = (this.#first + this.#word(bytes, at) + this.#second) >>> 0;
      this.#second = (this.#second + this.#word(bytes, at + 4) + this.#first) >>> 0;
    }
  }

  is(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#first && bytes.readUInt32BE(at + 4) === this.#second;
  }

  #word(bytes: Buffer, at: number): number {
    return this.#big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }
}

function invalid(found: string): FormatError {
  const text = `Cannot read the log of the RPM database: found ${found}, wanted a SQLite log`;
  return new FormatError('RPMDB_INVALID', text);
}
