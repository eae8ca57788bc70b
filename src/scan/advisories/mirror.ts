import { join } from 'node:path';

import { openSeekable } from '../../io/folder-files.ts';
import { LimitError, limits } from '../../model/index.ts';
import { archiveMembers } from './archive-members.ts';
import type { Feed, FeedDocument, FeedPart } from './contract.ts';
import { globPattern } from './glob.ts';

/** A file of a mirror that holds a part of a feed, or, for an archive, some of its members do. */
export interface MirrorFile {
  readonly path: string;
  /** Glob over the members of the archive. */
  readonly members?: RegExp;
}

/** Files of a mirror folder that hold a feed, best source first; of the files of one glob the last name, which has the newest date. */
export function mirrorFiles(feed: Feed, paths: readonly string[]): MirrorFile[] {
  return feed.mirror.flatMap((glob) => {
    const [file = '', members] = glob.split('!', 2);
    const pattern = globPattern(file);
    return paths
      .filter((path) => pattern.test(path))
      .reverse()
      .map((path) => (members === undefined ? { path } : { path, members: globPattern(members) }));
  });
}

/**
 * Documents of a feed in a mirror folder, one at a time. Of several files that hold the same part
 * only the first is read, so a fresh download laid beside an archive wins over it.
 */
export async function* mirrorDocuments(
  feed: Feed,
  root: string,
  paths: readonly string[],
): AsyncGenerator<FeedDocument> {
  const partOf = feed.partOf ?? ((path: string) => path);
  const seen = new Set<string>();
  const isNew = (path: string): boolean => {
    const part = partOf(path);
    if (seen.has(part)) return false;
    seen.add(part);
    return true;
  };
  for (const { path, members } of mirrorFiles(feed, paths)) {
    if (members !== undefined) {
      const wants = (member: string): boolean => members.test(member) && isNew(member);
      for await (const member of archiveMembers(join(root, path), wants))
        yield { name: partOf(member.path), bytes: member.bytes };
    } else if (isNew(path)) {
      const file = openSeekable(join(root, path));
      try {
        yield fileDocument(partOf(path), path, file);
      } finally {
        file.close();
      }
    }
  }
}

/** Documents of a part that was fetched: the file itself, or the wanted members of the archive that it is. */
export async function* partDocuments(
  feed: Feed,
  part: Pick<FeedPart, 'name' | 'members'>,
  path: string,
): AsyncGenerator<FeedDocument> {
  if (part.members === undefined) {
    const file = openSeekable(path);
    try {
      yield fileDocument(part.name, path, file);
    } finally {
      file.close();
    }
    return;
  }
  const pattern = globPattern(part.members);
  const partOf = feed.partOf ?? ((member: string) => member);
  for await (const member of archiveMembers(path, (name) => pattern.test(name), part.name))
    yield { name: partOf(member.path), bytes: member.bytes };
}

/** A document over a file: parsers of large archives take pieces, the others ask for the bytes. */
export function fileDocument(
  name: string,
  path: string,
  file: ReturnType<typeof openSeekable>,
): FeedDocument {
  return {
    name,
    pieces: file,
    get bytes(): Uint8Array {
      if (file.size > limits.http_body_bytes.value)
        throw new LimitError('http_body_bytes', `"${path}"`, file.size);
      return file.read(0, file.size);
    },
  };
}
