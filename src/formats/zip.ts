import { crc32, inflateRawSync } from 'node:zlib';

import { errorText, LimitError, limits } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import type { ByteSource } from './byte-source.ts';
import { FormatError } from './errors.ts';

/** One file of a zip archive. Folders are left out. */
export interface ZipEntry {
  /** Name as stored, with `/` between folders. It is a stranger's text: never a path to write to. */
  readonly name: string;
  /** Unpacked length in bytes that the archive claims; `read` holds it to that. */
  readonly size: number;
  /** Unpacks the entry and checks its length and CRC-32. */
  readonly read: () => Uint8Array;
}

/** How much of one entry is acceptable, and what to call the archive in errors. */
export interface ZipOptions {
  readonly what: string;
  /** The limit on the unpacked length of one entry; default `feed_record_bytes`. */
  readonly entryLimit?: LimitName;
}

interface Directory {
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
  /** Bytes before the archive: a script that starts it, which the offsets in it do not count. */
  readonly before: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const utf8 = new TextDecoder('utf-8');

/**
 * Entries of one archive that may fail to inflate; further ones are refused unread. zlib holds the
 * buffers of a failed call until the next turn of the event loop, some 20 KiB, and an archive of
 * 300,000 damaged records is read in one turn.
 */
const mostDamaged = 1000;

/**
 * Files of a zip archive in the order of its central directory, one at a time, so that an archive
 * of a million records costs the memory of one. Form: PKWARE APPNOTE 6.3.10, stored and deflated
 * entries, zip64.
 *
 * Every number in an archive is its author's claim: offsets are held inside the file, entries to
 * the `zip_entries` limit, unpacked lengths to the entry limit and `zip_ratio`. Entries that share
 * compressed bytes (the way to make a small archive unpack without end) are refused: together the
 * entries may not hold more compressed bytes than the file.
 * @throws {FormatError} ZIP_INVALID, from the iteration or from `read`.
 * @throws {LimitError} `zip_entries`, `zip_ratio` or the entry limit.
 */
export function* zipEntries(source: ByteSource, options: ZipOptions): Generator<ZipEntry> {
  const directory = findDirectory(source, options.what);
  if (directory.entries > limits.zip_entries.value)
    throw new LimitError('zip_entries', options.what, directory.entries);
  const bytes = exactly(source, directory.offset, directory.size, options.what);
  const view = viewOf(bytes);
  const damaged = { count: 0 };
  let at = 0;
  let compressed = 0;
  for (let index = 0; index < directory.entries; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== centralSignature)
      throw invalid(options.what, `entry ${index + 1} is missing from its directory`);
    const header = centralHeader(view, at, options.what);
    at = header.end;
    compressed += header.compressedSize;
    if (compressed > source.size)
      throw invalid(options.what, 'its entries hold more bytes than the file, they overlap');
    if (header.name.endsWith('/')) continue;
    const place = { ...header, offset: header.offset + directory.before };
    yield entryOf(source, place, { ...options, damaged });
  }
}

interface CentralHeader {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
  readonly end: number;
}

function centralHeader(view: DataView, at: number, what: string): CentralHeader {
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const extraAt = at + 46 + nameLength;
  const end = extraAt + extraLength + view.getUint16(at + 32, true);
  if (end > view.byteLength) throw invalid(what, 'its directory is cut short');
  const wide = wideNumbers(view, at, { at: extraAt, end: extraAt + extraLength }, what);
  return {
    name: utf8.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    ...wide,
    end,
  };
}

/** Sizes and offset of an entry: 32-bit fields, or the zip64 extra field (id 1) where those are all ones. */
function wideNumbers(
  view: DataView,
  at: number,
  extra: { at: number; end: number },
  what: string,
): { size: number; compressedSize: number; offset: number } {
  const narrow = [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ];
  let next = narrow.includes(0xffffffff) ? extraField(view, extra, 1) : undefined;
  const [size, compressedSize, offset] = narrow.map((value) => {
    if (value !== 0xffffffff) return value;
    if (next === undefined || next.at + 8 > next.end)
      throw invalid(what, 'a 64-bit size is missing');
    const number = Number(view.getBigUint64(next.at, true));
    next = { at: next.at + 8, end: next.end };
    return number;
  });
  return { size: size ?? 0, compressedSize: compressedSize ?? 0, offset: offset ?? 0 };
}

function extraField(
  view: DataView,
  extra: { at: number; end: number },
  id: number,
): { at: number; end: number } | undefined {
  let at = extra.at;
  while (at + 4 <= extra.end) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.end) return undefined;
    if (view.getUint16(at, true) === id) return { at: at + 4, end };
    at = end;
  }
  return undefined;
}

/** What the entries of one archive share. */
interface Reading extends ZipOptions {
  readonly damaged: { count: number };
}

function entryOf(source: ByteSource, header: CentralHeader, options: Reading): ZipEntry {
  return {
    name: header.name,
    size: header.size,
    read: () => unpack(source, header, options),
  };
}

function unpack(source: ByteSource, header: CentralHeader, options: Reading): Uint8Array {
  const { what } = options;
  const limit = options.entryLimit ?? 'feed_record_bytes';
  if (header.size > limits[limit].value) throw new LimitError(limit, what, header.size);
  if (header.size > limits.zip_ratio.value * Math.max(header.compressedSize, 1))
    throw new LimitError('zip_ratio', what, header.size);
  if ((header.flags & 1) !== 0) throw invalid(what, 'an entry is encrypted');
  const local = viewOf(exactly(source, header.offset, 30, what));
  if (local.getUint32(0, true) !== localSignature)
    throw invalid(what, 'an entry is not where the directory says');
  const start = header.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = exactly(source, start, header.compressedSize, what);
  const bytes = expand(packed, header, options);
  if (bytes.length !== header.size || crc32(bytes) !== header.crc)
    throw invalid(what, 'an entry does not have the length or checksum it should have');
  return bytes;
}

function expand(packed: Uint8Array, header: CentralHeader, { what, damaged }: Reading): Uint8Array {
  if (header.method === 0) return packed;
  if (header.method !== 8) throw invalid(what, `an entry uses compression method ${header.method}`);
  if (damaged.count >= mostDamaged) throw invalid(what, `${mostDamaged} entries do not inflate`);
  try {
    // One byte more than claimed, so that a longer entry is told from one of the right length.
    return inflateRawSync(packed, { maxOutputLength: header.size + 1 });
  } catch (error) {
    damaged.count += 1;
    throw new FormatError(
      'ZIP_INVALID',
      `Cannot read ${what}: an entry does not inflate (${errorText(error)}), expected deflate data`,
      { cause: error },
    );
  }
}

/** Finds the end record, which stands before a comment of at most 65,535 bytes at the end of the file. */
function findDirectory(source: ByteSource, what: string): Directory {
  const length = Math.min(source.size, 22 + 0xffff);
  const base = source.size - length;
  const tail = source.read(base, length);
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + 22 + view.getUint16(at + 20, true) > tail.length) continue;
    return (
      directory64(source, base + at, what) ?? placed(source, directory32(view, at), base + at, what)
    );
  }
  throw invalid(what, 'no end record');
}

/** The directory where it really is: where the archive says, or right before the end record. */
function placed(
  source: ByteSource,
  claimed: Omit<Directory, 'before'>,
  end: number,
  what: string,
): Directory {
  const { offset, size } = claimed;
  if (offset + size > end) throw invalid(what, 'its directory is cut short');
  const there = source.read(offset, 4);
  if (there.length === 4 && viewOf(there).getUint32(0, true) === centralSignature)
    return { ...claimed, before: 0 };
  return { ...claimed, offset: end - size, before: end - size - offset };
}

function directory32(view: DataView, at: number): Omit<Directory, 'before'> {
  return {
    entries: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
}

function directory64(source: ByteSource, endAt: number, what: string): Directory | undefined {
  if (endAt < 20) return undefined;
  const locator = viewOf(exactly(source, endAt - 20, 20, what));
  if (locator.getUint32(0, true) !== locator64Signature) return undefined;
  const record = viewOf(exactly(source, Number(locator.getBigUint64(8, true)), 56, what));
  if (record.getUint32(0, true) !== end64Signature) throw invalid(what, 'no zip64 end record');
  return {
    entries: Number(record.getBigUint64(32, true)),
    size: Number(record.getBigUint64(40, true)),
    offset: Number(record.getBigUint64(48, true)),
    before: 0,
  };
}

function exactly(source: ByteSource, offset: number, length: number, what: string): Uint8Array {
  if (offset + length > source.size) throw invalid(what, 'it is cut short');
  const bytes = source.read(offset, length);
  if (bytes.length !== length) throw invalid(what, 'it is cut short');
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function invalid(what: string, found: string): FormatError {
  return new FormatError('ZIP_INVALID', `Cannot read ${what}: ${found}, expected a zip archive`);
}
