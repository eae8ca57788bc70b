import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { Readable } from 'node:stream';

import { FormatError } from '../../formats/errors.ts';
import { TarReader } from '../../formats/tar.ts';
import { filePieces } from '../../io/artifact.ts';
import { errorText, LimitError, limits, PlimsollError } from '../../model/index.ts';

/** One file inside a tar archive. */
export interface ArchiveMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Files of a `.tar`, `.tar.gz` or `.tar.zst` that are wanted, one at a time, while the archive is
 * unpacked in a stream. A member longer than `feed_record_bytes` is a limit error.
 * @param named a name with the archive's ending, where the file itself has none.
 */
export async function* archiveMembers(
  path: string,
  wants: (member: string) => boolean,
  named: string = path,
): AsyncGenerator<ArchiveMember> {
  let ready: ArchiveMember[] = [];
  let current: { path: string; bytes: Buffer } | undefined;
  const reader = new TarReader({
    entry: (entry) => {
      const name = entry.path.replace(/^\.\//, '');
      current = undefined;
      if (entry.type !== 'file' || !wants(name)) return false;
      if (entry.size > limits.feed_record_bytes.value)
        throw new LimitError('feed_record_bytes', `"${path}"`, entry.size);
      current = { path: name, bytes: Buffer.alloc(entry.size) };
      return true;
    },
    data: (chunk, start, end, at) => {
      if (current !== undefined) chunk.copy(current.bytes, at, start, end);
    },
    end: () => {
      if (current !== undefined) ready.push(current);
      current = undefined;
    },
  });
  for await (const chunk of wholly(unpacked(path, named), path)) {
    reader.push(chunk);
    if (ready.length === 0) continue;
    const members = ready;
    ready = [];
    yield* members;
  }
  // A cut archive must not look like one with fewer files.
  reader.finish();
  yield* ready;
}

/** Names the archive in what zlib says about it. */
async function* wholly(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  path: string,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    const text = `Cannot read "${path}": ${errorText(error)}, expected a whole compressed archive`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}

/** The bytes of the archive without its compression, which its name tells. */
function unpacked(path: string, named: string): AsyncIterable<Buffer> | Iterable<Buffer> {
  const pieces = filePieces(path);
  if (named.endsWith('.zst')) {
    // Archives of many small records are made with windows of up to 128 MiB (`zstd --long=27`).
    const params = { [constants.ZSTD_d_windowLogMax]: 27 };
    return Readable.from(copies(pieces)).pipe(createZstdDecompress({ params, chunkSize: 1 << 18 }));
  }
  if (named.endsWith('.gz'))
    return Readable.from(copies(pieces)).pipe(createGunzip({ chunkSize: 1 << 18 }));
  return pieces;
}

/** Pieces are lent until the next one is read; a stream keeps several. */
function* copies(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}
