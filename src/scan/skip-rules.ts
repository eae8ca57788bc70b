import { posix } from 'node:path';

/** `--skip-dirs` and `--skip-files`: globs over paths inside the subject, `**` crosses folders. */
export interface SkipRules {
  readonly folder: (path: string) => boolean;
  readonly file: (path: string) => boolean;
}

/** What the user does not want to be looked at. */
export function skipRules({
  skipDirs,
  skipFiles,
}: {
  readonly skipDirs: readonly string[];
  readonly skipFiles: readonly string[];
}): SkipRules {
  const clean = (glob: string): string => glob.replace(/^\.?\/+/, '').replace(/(?<!\/)\/+$/, '');
  const dirs = skipDirs.map(clean);
  const files = skipFiles.map(clean);
  const below = dirs.map((glob) => `${glob}/**`);
  const matches = (path: string, globs: readonly string[]): boolean =>
    globs.some((glob) => path === glob || posix.matchesGlob(path, glob));
  return {
    folder: (path) => matches(path, dirs),
    file: (path) =>
      matches(path, files) ||
      matches(path, below) ||
      dirs.some((glob) => path.startsWith(`${glob}/`)),
  };
}
