import { LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** What an RPM database says of one package. Absent tags are undefined. */
export interface RpmHeader {
  readonly name: string;
  readonly epoch: number | undefined;
  readonly version: string;
  readonly release: string;
  readonly arch: string | undefined;
  readonly vendor: string | undefined;
  readonly license: string | undefined;
  /** File name of the source package: `openssl-3.0.7-24.el9.src.rpm`. */
  readonly sourceRpm: string | undefined;
  /** Module stream it belongs to: `nodejs:18:8080020:abc`. */
  readonly modularity: string | undefined;
  /** MD5 of header and payload as signed, in hexadecimal. */
  readonly md5: string | undefined;
  /** Files it installed, relative to the root, without leading slash. */
  readonly paths: readonly string[];
}

/** Tags of `rpmtag.h` that are read here. */
const tags = {
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

const wanted: ReadonlySet<number> = new Set(Object.values(tags));

/** Types of `rpmtag.h`: 32-bit numbers, text, bytes, list of texts, text in several languages. */
const types = { int32: 4, string: 6, bin: 7, strings: 8, i18n: 9 } as const;

/** rpm itself refuses headers with more (`HEADER_TAGS_MAX`). */
const mostTags = 0xffff;

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** Tag directory and data of a header. */
interface Store {
  readonly entries: ReadonlyMap<number, Entry>;
  readonly data: Buffer;
}

/**
 * Reads a header blob as rpm keeps it in its database: two big-endian counts, an index of 16-byte
 * entries (tag, type, offset, count) and the data. Every offset and count is checked.
 * @param room how many characters its file names may unfold to.
 * @throws {FormatError} RPMDB_INVALID when the blob contradicts itself.
 * @throws {LimitError} `file_bytes` when its file names unfold beyond `room`.
 */
export function readRpmHeader(blob: Uint8Array, room: number = limits.file_bytes.value): RpmHeader {
  const store = openStore(blob);
  const numbers = int32s(store, tags.epoch);
  return {
    name: text(store, tags.name) ?? '',
    epoch: numbers?.[0],
    version: text(store, tags.version) ?? '',
    release: text(store, tags.release) ?? '',
    arch: text(store, tags.arch),
    vendor: text(store, tags.vendor),
    license: text(store, tags.license),
    sourceRpm: text(store, tags.sourceRpm),
    modularity: text(store, tags.modularity),
    md5: digest(store),
    paths: paths(store, room),
  };
}

function openStore(blob: Uint8Array): Store {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 8) throw invalid(`found ${bytes.length} bytes, wanted 8 or more`);
  const count = bytes.readUInt32BE(0);
  const length = bytes.readUInt32BE(4);
  const start = 8 + count * 16;
  if (count === 0 || count > mostTags || start + length > bytes.length) {
    const found = `found ${count} tags and ${length} bytes of data in ${bytes.length} bytes`;
    throw invalid(`${found}, wanted both to fit`);
  }
  const entries = new Map<number, Entry>();
  for (let at = 8; at < start; at += 16) {
    const tag = bytes.readUInt32BE(at);
    // What rpm added after installation follows the signed region and replaces what is in there.
    if (wanted.has(tag)) {
      entries.set(tag, {
        type: bytes.readUInt32BE(at + 4),
        offset: bytes.readUInt32BE(at + 8),
        count: bytes.readUInt32BE(at + 12),
      });
    }
  }
  return { entries, data: bytes.subarray(start, start + length) };
}

/** The entry of a tag when it has one of the types; a tag of another type is a contradiction. */
function entryOf(store: Store, tag: number, allowed: readonly number[]): Entry | undefined {
  const entry = store.entries.get(tag);
  if (entry === undefined) return undefined;
  if (!allowed.includes(entry.type)) {
    throw invalid(`found tag ${tag} with type ${entry.type}, wanted ${allowed.join(' or ')}`);
  }
  if (entry.offset > store.data.length || entry.count > store.data.length) {
    throw invalid(`found tag ${tag} outside the data, wanted it inside`);
  }
  return entry;
}

function text(store: Store, tag: number): string | undefined {
  const entry = entryOf(store, tag, [types.string, types.i18n, types.strings]);
  return entry === undefined || entry.count === 0 ? undefined : texts(store, tag, entry, 1)[0];
}

function texts({ data }: Store, tag: number, entry: Entry, most: number): string[] {
  const found: string[] = [];
  let at = entry.offset;
  while (found.length < Math.min(entry.count, most)) {
    const end = data.indexOf(0, at);
    if (end === -1) throw invalid(`found no end of text ${found.length} of tag ${tag}`);
    found.push(data.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}

function list(store: Store, tag: number): string[] | undefined {
  const entry = entryOf(store, tag, [types.strings, types.string]);
  return entry && texts(store, tag, entry, entry.count);
}

function int32s(store: Store, tag: number): number[] | undefined {
  const entry = entryOf(store, tag, [types.int32]);
  if (entry === undefined) return undefined;
  const { offset, count } = entry;
  if (offset + count * 4 > store.data.length) {
    throw invalid(`found ${count} numbers of tag ${tag}, wanted them inside the data`);
  }
  return Array.from({ length: count }, (_, index) => store.data.readUInt32BE(offset + index * 4));
}

function digest(store: Store): string | undefined {
  const entry = entryOf(store, tags.md5, [types.bin]);
  if (entry?.count !== 16 || entry.offset + 16 > store.data.length) return undefined;
  return store.data.toString('hex', entry.offset, entry.offset + 16);
}

/** Joins folder and base names; two short lists can unfold into very many bytes, so they are counted. */
function paths(store: Store, room: number): string[] {
  const bases = list(store, tags.baseNames) ?? [];
  if (bases.length === 0) return [];
  const folders = list(store, tags.dirNames) ?? [];
  const indexes = int32s(store, tags.dirIndexes) ?? [];
  let total = 0;
  return bases.map((base, at) => {
    const folder = folders[indexes[at] ?? -1];
    if (folder === undefined) throw invalid(`found no folder for file ${at}`);
    total += folder.length + base.length;
    if (total > room) throw new LimitError('file_bytes', 'the file names of RPM packages');
    return (folder.startsWith('/') ? folder.slice(1) : folder) + base;
  });
}

function invalid(what: string): FormatError {
  return new FormatError('RPMDB_INVALID', `Cannot read an RPM header: ${what}`);
}
