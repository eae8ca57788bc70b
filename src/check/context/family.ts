import { posix } from 'node:path';
import { parseDockerfile } from '../../formats/dockerfile/parse.ts';
import { ignoreFileNames, ignoreMatcher, readDockerignore } from '../../formats/dockerignore.ts';
import { problemOf } from '../../model/index.ts';
import { commentIgnores } from '../comments.ts';
import type {
  CheckFamily,
  InlineIgnore,
  ListedFile,
  Opened,
  SourceFile,
  Surroundings,
  Unread,
} from '../contract.ts';
import { rules } from './rules/index.ts';
import { copiesOf } from './view.ts';
import type { ContextDockerfile, ContextView, IgnoreSource } from './view.ts';

/** Build contexts: one view for each folder and the ignore file that is in force in it. */
export const context: CheckFamily<ContextView> = {
  id: 'context',
  examplePath: 'Dockerfile',
  rules,
  open: openContexts,
};

/** A folder is the context of the Dockerfiles in it, since that is what is built where nothing else is said. */
export function openContexts(
  files: readonly SourceFile[],
  around: Surroundings,
): Opened<ContextView> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const unread: Unread[] = [];
  const tell = (path: string, error: unknown): void => {
    const location = { file: { path } };
    unread.push({ subject: path, ...problemOf(error), location });
  };
  const read = (path: string): string | undefined => {
    try {
      return texts.get(path) ?? around.read(path);
    } catch (error) {
      tell(path, error);
      return undefined;
    }
  };
  const list = (folder: string): readonly ListedFile[] => {
    try {
      return around.list(folder);
    } catch (error) {
      tell(folder, error);
      return [];
    }
  };
  const sources = new Map<string, IgnoreSource | undefined>();
  const ignoreAt = (path: string): IgnoreSource | undefined => {
    if (!sources.has(path)) sources.set(path, ignoreSource(path, read(path), tell));
    return sources.get(path);
  };
  const readable = files.flatMap((file) => copiesIn(file, tell) ?? []);
  const groups = grouped(files, readable, ignoreAt);
  return {
    views: groups.map((group) => viewOf(group, { read, list })),
    unread,
    ignores: [...sources.values()].flatMap((one) => (one === undefined ? [] : ignoresOf(one))),
  };
}

function ignoreSource(
  path: string,
  text: string | undefined,
  tell: (path: string, error: unknown) => void,
): IgnoreSource | undefined {
  if (text === undefined) return undefined;
  try {
    return { path, text, file: readDockerignore(text, `the file "${path}"`) };
  } catch (error) {
    tell(path, error);
    return undefined;
  }
}

/** What a Dockerfile copies; undefined of another file, and of one that cannot be read. */
function copiesIn(
  { path, text }: SourceFile,
  tell: (path: string, error: unknown) => void,
): ContextDockerfile | undefined {
  if (path.endsWith('.dockerignore')) return undefined;
  try {
    return { path, copies: copiesOf(path, parseDockerfile(text).instructions) };
  } catch (error) {
    tell(path, error);
    return undefined;
  }
}

interface Group {
  readonly folder: string;
  readonly ignore: IgnoreSource | undefined;
  readonly dockerfiles: ContextDockerfile[];
}

/** Dockerfiles of one folder and one ignore file together; an ignore file alone is a context too. */
function grouped(
  files: readonly SourceFile[],
  dockerfiles: readonly ContextDockerfile[],
  ignoreAt: (path: string) => IgnoreSource | undefined,
): readonly Group[] {
  const groups = new Map<string, Group>();
  const group = (folder: string, ignore: IgnoreSource | undefined): Group => {
    const key = `${folder}\0${ignore?.path ?? ''}`;
    const known = groups.get(key) ?? { folder, ignore, dockerfiles: [] };
    groups.set(key, known);
    return known;
  };
  for (const { path, copies } of dockerfiles) {
    const folder = posix.dirname(path);
    const names = ignoreFileNames(posix.basename(path)).map((name) => posix.join(folder, name));
    const ignore = names.map(ignoreAt).find((one) => one !== undefined);
    group(folder, ignore).dockerfiles.push({ path, copies });
  }
  const used = new Set([...groups.values()].map(({ ignore }) => ignore?.path));
  for (const { path } of files) {
    if (!path.endsWith('.dockerignore') || used.has(path)) continue;
    const ignore = ignoreAt(path);
    if (ignore !== undefined) group(posix.dirname(path), ignore);
  }
  return [...groups.values()];
}

function viewOf(
  { folder, ignore, dockerfiles }: Group,
  around: {
    readonly read: (path: string) => string | undefined;
    readonly list: (folder: string) => readonly ListedFile[];
  },
): ContextView {
  let files: readonly ListedFile[] | undefined;
  const inside = (path: string): string => (folder === '.' ? path : path.slice(folder.length + 1));
  return {
    subject: ignore === undefined ? `${folder} (context)` : ignore.path,
    folder,
    ignore,
    dockerfiles,
    files: () =>
      (files ??= around.list(folder).map((file) => ({ ...file, path: inside(file.path) }))),
    has: (path) => around.read(posix.join(folder, path)) !== undefined,
    decide: ignoreMatcher(ignore?.file.patterns ?? []),
  };
}

function ignoresOf({ path, text }: IgnoreSource): readonly InlineIgnore[] {
  const lines = text.split('\n');
  const comments = lines.flatMap((line, at) =>
    line.startsWith('#')
      ? [{ line: at + 1, text: line.replace(/^#+/, '').trim(), trailing: false }]
      : [],
  );
  const next = (line: number): { first: number; last: number } | undefined => {
    const found = lines.findIndex(
      (one, at) => at + 1 >= line && one.trim() !== '' && !one.startsWith('#'),
    );
    return found < 0 ? undefined : { first: found + 1, last: found + 1 };
  };
  return commentIgnores(path, comments, { next });
}
