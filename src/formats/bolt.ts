import type { ByteSource } from './byte-source.ts';
import { FormatError } from './errors.ts';

/** One bucket of a bolt database: values and further buckets by key. */
export interface BoltBucket {
  /** The value of a key; undefined when there is none, or a bucket of that name. */
  readonly get: (key: string) => Uint8Array | undefined;
  /** The bucket of that name. */
  readonly bucket: (key: string) => BoltBucket | undefined;
  /** Names of the buckets in it, in their order. */
  readonly names: () => Generator<string>;
}

const magic = 0xed_0c_da_ed;
const flags = { branch: 0x01, leaf: 0x02, meta: 0x04 } as const;
const pageHeader = 16;
const metaBytes = 64;
/** A tree of the smallest pages that fills 2^64 bytes is not deeper. */
const deepest = 40;
/** Pages that one question may visit: a hostile file must not send us round in it. */
const mostPages = 100_000;
/** containerd's longest values are labels, below a megabyte. */
const longestPage = 16 * 2 ** 20;

interface Tree {
  readonly source: ByteSource;
  readonly pageSize: number;
  readonly visited: { count: number };
}

/** Where a bucket's first page lies: in the file, or inside the value that names the bucket. */
type Root = { readonly page: number } | { readonly inline: Buffer };

/**
 * Opens a bolt database (go.etcd.io/bbolt, file format version 2) for reading, at the newer of its
 * two states whose checksum holds. No lock is taken: whoever writes copies pages before changing
 * them, so a state that is read while two newer ones are written may break, and that is an error.
 * @throws {FormatError} BOLT_INVALID
 */
export function openBolt(source: ByteSource): BoltBucket {
  const metas = [metaAt(source, 0)];
  // The second state lies one page on, and how long a page is stands in the first, if that is whole.
  const sizes = metas[0] === undefined ? [4096, 8192, 16_384, 65_536] : [metas[0].pageSize];
  for (const size of sizes) metas.push(metaAt(source, size));
  const [newest] = metas
    .filter((meta) => meta !== undefined)
    .toSorted((a, b) => Number(b.transaction - a.transaction));
  if (newest === undefined) throw invalid('found no state whose checksum holds');
  const { pageSize, root } = newest;
  return bucketAt({ source, pageSize, visited: { count: 0 } }, { page: root });
}

interface Meta {
  readonly pageSize: number;
  readonly root: number;
  readonly transaction: bigint;
}

function metaAt(source: ByteSource, offset: number): Meta | undefined {
  if (offset + pageHeader + metaBytes > source.size) return undefined;
  const page = bufferOf(source.read(offset, pageHeader + metaBytes));
  const meta = page.subarray(pageHeader);
  if (meta.readUInt32LE(0) !== magic || meta.readUInt32LE(4) !== 2) return undefined;
  if (meta.readBigUInt64LE(56) !== fnv1a(meta.subarray(0, 56))) return undefined;
  const pageSize = meta.readUInt32LE(8);
  if (pageSize < 1024 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  return { pageSize, root: numberAt(meta, 16), transaction: meta.readBigUInt64LE(48) };
}

/** FNV-1a, 64 bits; the checksum of a state. */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n);
  return hash;
}

function bucketAt(tree: Tree, root: Root): BoltBucket {
  return {
    get: (key) => {
      const found = find(tree, root, Buffer.from(key));
      return found === undefined || found.isBucket ? undefined : found.value;
    },
    bucket: (key) => {
      const found = find(tree, root, Buffer.from(key));
      return found?.isBucket === true ? bucketAt(tree, rootOf(found.value)) : undefined;
    },
    *names() {
      for (const item of items(tree, root, 0)) if (item.isBucket) yield item.key.toString('utf8');
    },
  };
}

/** A bucket's value is the number of its first page; 0 stands for a page that follows in the value. */
function rootOf(value: Buffer): Root {
  if (value.length < 16) throw invalid('found a bucket of fewer than 16 bytes');
  const page = numberAt(value, 0);
  return page === 0 ? { inline: value.subarray(16) } : { page };
}

interface Item {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly isBucket: boolean;
}

/** Goes down from the root to the one leaf that may hold the key. */
function find(tree: Tree, root: Root, key: Buffer): Item | undefined {
  let next: Root | undefined = root;
  for (let depth = 0; next !== undefined; depth += 1) {
    const page = pageOf(tree, next, depth);
    if (page.kind === 'leaf') return page.items().find((item) => item.key.equals(key));
    next = undefined;
    for (const child of page.children()) {
      // Children stand in the order of their first keys.
      if (next !== undefined && child.key.compare(key) > 0) break;
      next = { page: child.page };
    }
  }
  return undefined;
}

function* items(tree: Tree, root: Root, depth: number): Generator<Item> {
  const page = pageOf(tree, root, depth);
  if (page.kind === 'leaf') yield* page.items();
  else for (const child of page.children()) yield* items(tree, { page: child.page }, depth + 1);
}

type Page =
  | { readonly kind: 'leaf'; readonly items: () => Item[] }
  | { readonly kind: 'branch'; readonly children: () => { key: Buffer; page: number }[] };

/** A page as a stranger wrote it: every offset in it is compared with its length before use. */
function pageOf(tree: Tree, root: Root, depth: number): Page {
  tree.visited.count += 1;
  if (depth > deepest || tree.visited.count > mostPages) throw invalid('its pages go in a circle');
  const bytes = 'inline' in root ? root.inline : pageBytes(tree, root.page);
  if (bytes.length < pageHeader) throw invalid('found a page without its header');
  const kind = bytes.readUInt16LE(8);
  const count = bytes.readUInt16LE(10);
  if ((kind & flags.leaf) !== 0) {
    return { kind: 'leaf', items: () => elements(bytes, count, leafItem) };
  }
  if ((kind & flags.branch) !== 0 && 'page' in root) {
    return { kind: 'branch', children: () => elements(bytes, count, branchChild) };
  }
  throw invalid(`found a page of kind ${kind}, wanted a branch or a leaf`);
}

function pageBytes({ source, pageSize }: Tree, page: number): Buffer {
  const start = page * pageSize;
  if (start + pageHeader > source.size) throw invalid(`page ${page} lies beyond the end`);
  // A page that does not fit goes on in those that follow; their number is in the header.
  const overflow = bufferOf(source.read(start, pageHeader)).readUInt32LE(12);
  const length = (overflow + 1) * pageSize;
  if (length > longestPage || start + length > source.size) {
    throw invalid(`page ${page} goes on beyond the end`);
  }
  return bufferOf(source.read(start, length));
}

const elementBytes = 16;

function elements<T>(bytes: Buffer, count: number, read: (bytes: Buffer, at: number) => T): T[] {
  if (pageHeader + count * elementBytes > bytes.length) throw invalid('a page lists too much');
  return Array.from({ length: count }, (_, at) => read(bytes, pageHeader + at * elementBytes));
}

function leafItem(bytes: Buffer, at: number): Item {
  const start = at + bytes.readUInt32LE(at + 4);
  const middle = start + bytes.readUInt32LE(at + 8);
  const end = middle + bytes.readUInt32LE(at + 12);
  if (end > bytes.length) throw invalid('a value lies beyond its page');
  const isBucket = (bytes.readUInt32LE(at) & 1) !== 0;
  return { key: bytes.subarray(start, middle), value: bytes.subarray(middle, end), isBucket };
}

function branchChild(bytes: Buffer, at: number): { key: Buffer; page: number } {
  const start = at + bytes.readUInt32LE(at);
  const end = start + bytes.readUInt32LE(at + 4);
  if (end > bytes.length) throw invalid('a key lies beyond its page');
  return { key: bytes.subarray(start, end), page: numberAt(bytes, at + 8) };
}

function numberAt(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > 2 ** 40) throw invalid(`found page number ${value}`);
  return Number(value);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function invalid(state: string): FormatError {
  return new FormatError(
    'BOLT_INVALID',
    `Cannot read the bolt database: ${state}, expected a whole one`,
  );
}
