import { gunzipBytes } from '../../formats/gunzip.ts';
import { TarReader } from '../../formats/tar.ts';
import { LimitError, limits } from '../../model/index.ts';
import type { FeedDocument } from './contract.ts';

/** One file of a repository that a feed publishes as a whole. */
export interface TreeFile {
  /** Path inside the repository. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Files of a feed that is a repository of one small file for each record: a `.tar.gz` as code hosts
 * serve it, whose topmost folder is not the repository's own, or a single file of a local copy.
 */
export function treeFiles(
  document: FeedDocument,
  wants: (path: string) => boolean,
): readonly TreeFile[] {
  if (!document.name.endsWith('.tar.gz'))
    return wants(document.name) ? [{ path: document.name, bytes: document.bytes }] : [];
  const what = `"${document.name}"`;
  const files: TreeFile[] = [];
  let current: { path: string; bytes: Buffer } | undefined;
  const reader = new TarReader({
    entry: (entry) => {
      const path = entry.path.slice(entry.path.indexOf('/') + 1);
      current = undefined;
      if (entry.type !== 'file' || !wants(path)) return false;
      // A sparse file announces more than the archive holds; a record is never one.
      if (entry.sparse || entry.size > limits.feed_record_bytes.value)
        throw new LimitError('feed_record_bytes', what, entry.size);
      current = { path, bytes: Buffer.alloc(entry.size) };
      return true;
    },
    data: (chunk, start, end, at) => {
      if (current !== undefined) chunk.copy(current.bytes, at, start, end);
    },
    end: () => {
      if (current !== undefined) files.push(current);
      current = undefined;
    },
  });
  reader.push(Buffer.from(gunzipBytes(document.bytes, what)));
  // A cut archive must not look like one with fewer files.
  reader.finish();
  return files;
}
