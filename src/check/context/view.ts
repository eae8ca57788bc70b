import { cleanPath, ignoreMatcher, ignorePattern } from '../../formats/dockerignore.ts';
import type { IgnoreFile, IgnoreVerdict } from '../../formats/dockerignore.ts';
import type { Instruction } from '../../formats/dockerfile/syntax.ts';
import type { Location } from '../../model/index.ts';
import type { CheckRule, ListedFile, View } from '../contract.ts';

/** A folder that is sent to a builder, the ignore file that trims it, and the Dockerfiles that use it. */
export interface ContextView extends View {
  /** As the files in it begin; `.` is the current one. */
  readonly folder: string;
  readonly ignore: IgnoreSource | undefined;
  readonly dockerfiles: readonly ContextDockerfile[];
  /** Files of the folder, paths within it. Folders of version control and of packages are not entered. */
  readonly files: () => readonly ListedFile[];
  /** Whether the folder has this file. */
  readonly has: (path: string) => boolean;
  /** What the ignore file does with a path of the context. */
  readonly decide: (path: string) => IgnoreVerdict;
}

export interface IgnoreSource {
  readonly path: string;
  readonly text: string;
  readonly file: IgnoreFile;
}

export interface ContextDockerfile {
  readonly path: string;
  readonly copies: readonly Copy[];
}

/** One source of COPY or ADD that is taken from the context. */
export interface Copy {
  /** As written. */
  readonly source: string;
  /** True when it stands for everything in the context. */
  readonly whole: boolean;
  /** Whether a path of the context is copied by it. */
  readonly takes: (path: string) => boolean;
  readonly at: Location;
}

/** A rule about build contexts. */
export type ContextRule = CheckRule<ContextView>;

/** The page about contexts of Docker's documentation. */
export const contextPage: string = 'https://docs.docker.com/build/concepts/context/';

/** Sources of COPY and ADD in the order of the file; those of other stages, URLs and here-documents are none. */
export function copiesOf(path: string, instructions: readonly Instruction[]): readonly Copy[] {
  return instructions.flatMap((instruction) => {
    const { keyword, flags, words, startLine, endLine } = instruction;
    if (keyword !== 'COPY' && keyword !== 'ADD') return [];
    if (flags.some(({ name }) => name === 'from')) return [];
    const excludes = flags.filter(({ name }) => name === 'exclude').map(({ value = '' }) => value);
    const at = { file: { path, startLine, endLine } };
    return words.slice(0, -1).flatMap(({ text }) => {
      if (text.startsWith('<<') || /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(text)) return [];
      return [copyOf(text, excludes, at)];
    });
  });
}

function copyOf(source: string, excludes: readonly string[], at: Location): Copy {
  const clean = cleanPath(source).replace(/^\/+/, '');
  const whole = clean === '.' || clean === '' || clean === '*';
  const included = ignoreMatcher([ignorePattern(clean)]);
  const left = excludes.length === 0 ? undefined : ignoreMatcher(excludes.map(ignorePattern));
  // A source with a variable may be anything; it takes nothing that we could name.
  const named = !clean.includes('$');
  return {
    source,
    whole,
    at,
    takes: (path) =>
      (whole || (named && included(path).excluded)) && left?.(path).excluded !== true,
  };
}

/** The first COPY or ADD that takes everything. */
export function wholeCopy({ dockerfiles }: ContextView): Copy | undefined {
  return dockerfiles.flatMap(({ copies }) => copies).find(({ whole }) => whole);
}

/** The first COPY or ADD that takes a path. */
export function copyTaking({ dockerfiles }: ContextView, path: string): Copy | undefined {
  return dockerfiles.flatMap(({ copies }) => copies).find(({ takes }) => takes(path));
}

/** A line of the ignore file. */
export function ignoreLine({ path }: IgnoreSource, line: number): Location {
  return { file: { path, startLine: line, endLine: line } };
}
