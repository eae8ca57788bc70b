import { TarReader } from '../formats/tar.ts';
import { openFile, readRange } from '../io/files.ts';
import { LimitError, type LimitName, limits } from '../model/index.ts';
import type { BlobBytes, BlobStore } from './blob-store.ts';
import { ImageError } from './errors.ts';
import { compressionOf } from './inflate.ts';
import { normalisePath } from './layer-path.ts';
import { followLinks } from './links.ts';
import { readPacked } from './packed.ts';

interface Member {
  readonly offset: number;
  readonly length: number;
}

/** The members of an archive, links of the archive resolved inside it. */
interface ArchiveIndex {
  readonly members: Map<string, Member>;
  readonly links: Map<string, string>;
  /** Documents read on the way; only for packed archives, where going back is dear. */
  readonly documents: Map<string, Buffer>;
}

/** Members of a saved image: some per layer. More is an attack on memory. */
const mostMembers = limits.layers.value * 64;
/** JSON documents kept while a packed archive streams by. */
const documentBytes = 32 * 1024 * 1024;

/**
 * Opens a tar archive as blob store without unpacking it. A plain one is indexed by jumping from
 * header to header. A compressed one is streamed once to index it, keeping its JSON documents, and
 * once more when its layers are walked; nothing is written to disk.
 * @throws {ImageError} IMAGE_NOT_AN_IMAGE when it is no tar archive.
 */
export async function openArchive(path: string, signal?: AbortSignal): Promise<BlobStore> {
  const head = Buffer.alloc(4);
  const file = openFile(path);
  let packed: boolean;
  try {
    packed = compressionOf(head.subarray(0, file.read(head, 0))) !== 'none';
  } finally {
    file.close();
  }
  const index = packed ? await streamIndex(path, signal) : seekIndex(path);
  const kind = packed ? 'packed' : 'file';
  const locate = (name: string): BlobBytes | undefined => {
    const real = followLinks(name, (at) => index.links.get(at), true);
    const member = real.kind === 'path' ? index.members.get(real.path) : undefined;
    return member === undefined ? undefined : { kind, path, ...member };
  };
  const read = async (name: string, limit: LimitName): Promise<Buffer | undefined> => {
    const place = locate(name);
    if (place === undefined) return undefined;
    if (place.length > limits[limit].value) {
      throw new LimitError(limit, `"${name}" of "${path}"`, place.length);
    }
    const kept = index.documents.get(name);
    if (kept !== undefined) return kept;
    return packed ? readPackedRange(place, signal) : readFileRange(place);
  };
  return { path, read, locate };
}

function readFileRange(place: BlobBytes): Buffer {
  const file = openFile(place.path);
  try {
    return readRange(file, place.offset, place.length);
  } finally {
    file.close();
  }
}

async function readPackedRange(place: BlobBytes, signal?: AbortSignal): Promise<Buffer> {
  const bytes = Buffer.alloc(place.length);
  await readPacked(
    place.path,
    (plain, length, before) => {
      // The part of this piece that lies in the range.
      const start = Math.max(0, place.offset - before);
      const end = Math.min(length, place.offset + place.length - before);
      if (start < end) plain.copy(bytes, before + start - place.offset, start, end);
      return before + length < place.offset + place.length;
    },
    signal,
  );
  return bytes;
}

function seekIndex(path: string): ArchiveIndex {
  const { index, reader } = indexer(path, false);
  const file = openFile(path);
  try {
    const buffer = Buffer.alloc(16_384);
    let at = 0;
    while (at < file.size) {
      const count = file.read(buffer, at);
      if (count === 0) break;
      push(reader, buffer, count, path);
      at += count;
      // A body that goes beyond the end is found when it is read.
      const jump = Math.min(reader.skippable, file.size - at);
      reader.skip(jump);
      at += jump;
    }
    finish(reader, path);
  } finally {
    file.close();
  }
  return index;
}

async function streamIndex(path: string, signal?: AbortSignal): Promise<ArchiveIndex> {
  const { index, reader } = indexer(path, true);
  await readPacked(
    path,
    (plain, length) => {
      push(reader, plain, length, path);
      return true;
    },
    signal,
  );
  finish(reader, path);
  return index;
}

function push(reader: TarReader, bytes: Buffer, length: number, path: string): void {
  try {
    reader.push(bytes, length);
  } catch (cause) {
    // What follows the end mark is nobody's; anything else is a damaged archive.
    if (reader.ended) return;
    if (reader.entries > 0) throw damaged(path, cause);
    throw notArchive(path, cause);
  }
}

function finish(reader: TarReader, path: string): void {
  try {
    reader.finish();
  } catch (cause) {
    throw reader.entries > 0 ? damaged(path, cause) : notArchive(path, cause);
  }
}

function notArchive(path: string, cause: unknown): ImageError {
  return new ImageError(
    'IMAGE_NOT_AN_IMAGE',
    {
      en: `Cannot open "${path}": found no tar archive, wanted an image saved as one`,
      'zh-CN': `无法打开“${path}”：它不是 tar 归档，应为保存成 tar 的镜像`,
    },
    { cause },
  );
}

function damaged(path: string, cause: unknown): ImageError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new ImageError('IMAGE_INVALID', `Cannot open image "${path}": ${found}`, { cause });
}

function indexer(path: string, keep: boolean): { index: ArchiveIndex; reader: TarReader } {
  const index: ArchiveIndex = { members: new Map(), links: new Map(), documents: new Map() };
  let current = '';
  let bytes = Buffer.alloc(0);
  let kept = 0;
  const reader: TarReader = new TarReader({
    entry(entry) {
      const name = normalisePath(entry.path);
      if (name === undefined || name === '') return false;
      if (index.members.size + index.links.size >= mostMembers) {
        throw new LimitError('layers', `members of "${path}"`);
      }
      if (entry.type === 'symlink') index.links.set(name, entry.linkPath);
      else if (entry.type === 'hardlink') index.links.set(name, `/${entry.linkPath}`);
      // A sparse member has no bytes of its own in one piece; no tool writes blobs so.
      if (entry.type !== 'file' || entry.sparse) return false;
      index.links.delete(name);
      index.documents.delete(name);
      index.members.set(name, { offset: reader.bodyOffset, length: entry.size });
      if (!keep || entry.size > limits.config_bytes.value) return false;
      current = name;
      bytes = Buffer.allocUnsafeSlow(entry.size);
      return true;
    },
    data(chunk, start, end, at) {
      chunk.copy(bytes, at, start, end);
    },
    end() {
      const json = bytes[0] === 0x7b || bytes[0] === 0x5b;
      if (json && kept + bytes.length <= documentBytes) {
        kept += bytes.length;
        index.documents.set(current, bytes);
      }
      bytes = Buffer.alloc(0);
    },
  });
  return { index, reader };
}
