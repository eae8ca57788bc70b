import { join } from 'node:path';
import { contextContents } from '../check/context/contents.ts';
import type { ContextContents } from '../check/context/contents.ts';
import { CheckError } from '../check/errors.ts';
import { ignoreFileNames, readDockerignore } from '../formats/dockerignore.ts';
import type { IgnoreFile } from '../formats/dockerignore.ts';
import { listContained } from '../io/contained-folder.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits, problemOf } from '../model/index.ts';
import type { ReportError } from '../model/index.ts';

/** What a build of a folder would send. */
export interface ContextList extends ContextContents {
  readonly folder: string;
  /** The ignore file in force. */
  readonly ignoreFile: string | undefined;
  /** Folders that could not be listed: what is in them is not known. */
  readonly problems: readonly ReportError[];
}

/**
 * Lists what a build context sends, by the ignore file that a build with this Dockerfile uses.
 * Links are left out: a builder gets them as links, with nothing behind them.
 * @throws {CheckError} CONTEXT_IGNORE_REFUSED when builders refuse the ignore file.
 * @throws {IoError} when the folder cannot be read. @throws {LimitError} for an ignore file without end.
 */
export function listContext(folder: string, dockerfile?: string): ContextList {
  const { path, file } = ignoreFileOf(folder, dockerfile);
  const bad = file.patterns.find(({ fault }) => fault !== undefined);
  if (bad?.fault !== undefined) {
    throw new CheckError(
      'CONTEXT_IGNORE_REFUSED',
      `Cannot use "${path ?? ''}" (line ${bad.line}): found a pattern that builders refuse, ${bad.fault}`,
    );
  }
  const problems: ReportError[] = [];
  const files = listContained(folder, {
    most: limits.check_files.value,
    onProblem: (at, error) =>
      problems.push({ ...problemOf(error), location: { file: { path: at } } }),
  });
  const root = join(folder, '/');
  const relative = files.map((one) => ({
    ...one,
    path: one.path.startsWith(root) ? one.path.slice(root.length) : one.path,
  }));
  return { ...contextContents(relative, file.patterns), folder, ignoreFile: path, problems };
}

function ignoreFileOf(
  folder: string,
  dockerfile: string | undefined,
): { readonly path: string | undefined; readonly file: IgnoreFile } {
  const [own = '', rest = ''] = ignoreFileNames(dockerfile ?? join(folder, 'Dockerfile'));
  for (const path of [own, join(folder, rest)]) {
    const text = readTextFile(path, limits.text_bytes.value);
    if (text !== undefined) return { path, file: readDockerignore(text, `the file "${path}"`) };
  }
  return { path: undefined, file: { patterns: [] } };
}
