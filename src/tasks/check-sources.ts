import { basename, dirname, join, relative } from 'node:path';
import type { Surroundings } from '../check/contract.ts';
import { isBelowHere, kindOfPath, listContained, readContained } from '../io/contained-folder.ts';
import type { ContainedFile } from '../io/contained-folder.ts';
import { IoError } from '../io/errors.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits, problemOf } from '../model/index.ts';
import type { ReportError } from '../model/index.ts';
import { pathPattern } from '../policy/glob.ts';
import { skipRules } from '../scan/skip-rules.ts';

/** A text that may be judged, not yet read. */
export interface CheckSource {
  readonly path: string;
  /** True when the user named this very file. */
  readonly named: boolean;
  /** Id of the family that reads it; it is what a program rendered, and no file. */
  readonly as?: string;
  /** @throws {IoError} when it cannot be read, or is larger than a text may be. */
  readonly read: () => string;
}

/** What lies under the paths that the user named. */
export interface CheckSources {
  readonly sources: readonly CheckSource[];
  readonly errors: readonly ReportError[];
  readonly around: Surroundings;
  /** Folder that the paths begin in; absent: the current one. */
  readonly root?: string;
}

/** Folders that hold what others wrote: a project's configuration is not in them. */
const foreignFolders: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

/**
 * Lists the files of folders and takes named files as they are; `-` is standard input. What a text
 * refers to is looked up in the current folder when the paths lie in it, else beside the texts.
 */
export function checkSources(
  paths: readonly string[],
  how: { readonly skipDirs?: readonly string[]; readonly skipFiles?: readonly string[] },
): CheckSources {
  const sources: CheckSource[] = [];
  const errors: ReportError[] = [];
  const folders = new Set<string>();
  const skipped = patterns(how.skipDirs);
  const unwanted = patterns(how.skipFiles);
  const enter = (path: string): boolean =>
    !foreignFolders.has(basename(path)) && !skipped.some((one) => one(path));
  for (const path of paths) {
    const read = (file: string) => (): string => textOf(file);
    if (path === '-') {
      sources.push({ path: 'stdin', named: true, read: read('/dev/stdin') });
      continue;
    }
    try {
      const kind = kindOfPath(path);
      if (kind === undefined) throw missing(path);
      folders.add(isBelowHere(path) ? '.' : kind === 'folder' ? path : dirname(path));
      if (kind === 'file') {
        sources.push({ path, named: true, read: read(path) });
        continue;
      }
      const most = limits.check_files.value;
      for (const file of listContained(path, { enter, most, onProblem: problem(errors) })) {
        if (unwanted.some((one) => one(file.path))) continue;
        sources.push({ path: file.path, named: false, read: read(file.path) });
      }
    } catch (error) {
      errors.push({ ...problemOf(error), location: { file: { path } } });
    }
  }
  return { sources, errors, around: surroundingsIn([...folders], enter) };
}

/** A source tree, or one file of it. */
export interface TreePlace {
  /** A folder. */
  readonly path: string;
  /** Name of the file, when only one is meant. */
  readonly file?: string;
}

/** Lists a tree as scans do: paths begin in its folder, and nothing outside it is shown. */
export function treeSources(
  { path: root, file }: TreePlace,
  skips: Parameters<typeof skipRules>[0],
): CheckSources {
  const errors: ReportError[] = [];
  const skip = skipRules(skips);
  const own = (path: string): string => relative(root, path);
  const how = {
    enter: (path: string) =>
      file === undefined && !foreignFolders.has(basename(path)) && !skip.folder(own(path)),
    most: limits.check_files.value,
  };
  const listed = (folder: string, onProblem?: ReturnType<typeof problem>): ContainedFile[] =>
    listContained(join(root, folder), { ...how, ...(onProblem === undefined ? {} : { onProblem }) })
      .map((one) => ({ ...one, path: own(one.path) }))
      .filter(({ path }) => !skip.file(path) && (file === undefined || path === file));
  const sources = listed('.', problem(errors)).map(({ path }) => ({
    path,
    named: false,
    read: () => textOf(join(root, path)),
  }));
  const around: Surroundings = {
    read: (path) => readContained(join(root, path), [root], limits.text_bytes.value),
    list: (folder) => (kindOfPath(join(root, folder)) === 'folder' ? listed(folder) : []),
  };
  return { sources, errors, around, root };
}

/** A view of the disk that ends at the folders. */
export function surroundingsIn(
  folders: readonly string[],
  enter: (path: string) => boolean = () => true,
): Surroundings {
  return {
    read: (path) => readContained(path, folders, limits.text_bytes.value),
    list: (folder) =>
      kindOfPath(folder) === 'folder'
        ? listContained(join(folder), { enter, most: limits.check_files.value })
        : [],
  };
}

function patterns(texts: readonly string[] | undefined): readonly ((path: string) => boolean)[] {
  return (texts ?? []).flatMap((text) => pathPattern(text) ?? []);
}

function textOf(path: string): string {
  const text = readTextFile(path, limits.text_bytes.value);
  if (text === undefined) throw missing(path);
  return text;
}

function missing(path: string): IoError {
  return new IoError('IO_READ_FAILED', {
    en: `Cannot check "${path}": there is no such file or folder`,
    'zh-CN': `无法检查“${path}”：文件或目录不存在`,
  });
}

function problem(errors: ReportError[]) {
  return (path: string, error: IoError): void => {
    errors.push({ ...problemOf(error), location: { file: { path } } });
  };
}
