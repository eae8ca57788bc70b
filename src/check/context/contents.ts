import { ignoreMatcher } from '../../formats/dockerignore.ts';
import type { IgnorePattern } from '../../formats/dockerignore.ts';
import { secretFile } from '../../secrets/index.ts';
import type { Text } from '../../model/index.ts';
import type { ListedFile } from '../contract.ts';

/** A file of a context that a build would get. */
export interface SentFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The line that took it back; absent when no line excludes it. */
  readonly admittedBy?: { readonly line: number; readonly pattern: string };
  /** What it is, when its name says that it holds credentials. */
  readonly secret?: Text;
}

/** What becomes of the files of a folder. */
export interface ContextContents {
  /** Files whose names speak of credentials first, then the largest. */
  readonly sent: readonly SentFile[];
  readonly sentBytes: number;
  readonly excluded: number;
  readonly excludedBytes: number;
}

/** Parts the files of a folder by its ignore file. */
export function contextContents(
  files: readonly ListedFile[],
  patterns: readonly IgnorePattern[],
): ContextContents {
  const decide = ignoreMatcher(patterns);
  const sent: SentFile[] = [];
  let sentBytes = 0;
  let excluded = 0;
  let excludedBytes = 0;
  for (const { path, size } of files) {
    const verdict = decide(path);
    if (verdict.excluded) {
      excluded += 1;
      excludedBytes += size;
      continue;
    }
    sentBytes += size;
    const { by } = verdict;
    const secret = secretFile(path)?.title;
    sent.push({
      path,
      size,
      ...(by !== undefined && { admittedBy: { line: by.line, pattern: by.written } }),
      ...(secret !== undefined && { secret }),
    });
  }
  const rank = ({ secret }: SentFile): number => (secret === undefined ? 1 : 0);
  sent.sort(
    (one, other) =>
      rank(one) - rank(other) || other.size - one.size || (one.path < other.path ? -1 : 1),
  );
  return { sent, sentBytes, excluded, excludedBytes };
}
