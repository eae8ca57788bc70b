import { pathPattern } from './glob.ts';
import type { IgnoreEntry, IgnoreFile } from './ignore-entry.ts';
import { parseIgnoreFile } from './ignore-file.ts';

/** The file in which dockle's users keep the checkpoints that they live with. */
export const dockleFile = '.dockleignore';

/** What dockle's users decided. */
export interface DockleSettings {
  /** Text of `.dockleignore`; undefined when there is none. */
  readonly file: string | undefined;
  /** The variables that dockle reads: lists parted by commas. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * dockle's decisions as ignore files: `.dockleignore` and `DOCKLE_IGNORES` name checkpoints,
 * `DOCKLE_ACCEPT_KEYS` variables, `DOCKLE_ACCEPT_FILES` and `DOCKLE_ACCEPT_FILE_EXTENSIONS` files
 * that hold no credential. The line of an entry of a variable is its place in the list.
 * @throws {PolicyError} IGNORE_FILE_INVALID
 */
export function dockleIgnores(settings: DockleSettings): readonly IgnoreFile[] {
  const { file, environment } = settings;
  const listed = (
    name: string,
    entry: (word: string) => Partial<IgnoreEntry> | undefined,
  ): IgnoreFile => ({
    path: name,
    entries: (environment[name] ?? '').split(',').flatMap((text, at) => {
      const word = text.trim();
      const made = word === '' ? undefined : entry(word);
      const none = { packages: [], paths: [], purls: [] };
      return made === undefined ? [] : [{ ...none, line: at + 1, ...made }];
    }),
  });
  const paths = (glob: string): Partial<IgnoreEntry> | undefined => {
    const pattern = pathPattern(glob);
    return pattern === undefined ? undefined : { id: 'IMG-SECRET-FILE', paths: [pattern] };
  };
  return [
    ...(file === undefined ? [] : [parseIgnoreFile(dockleFile, file)]),
    listed('DOCKLE_IGNORES', (word) => ({ id: word.toUpperCase() })),
    // The variable is the `name` of the finding, by which entries name packages.
    listed('DOCKLE_ACCEPT_KEYS', (word) => ({ id: 'IMG-SECRET-ENV', packages: [word] })),
    listed('DOCKLE_ACCEPT_FILES', (word) => paths(word.includes('/') ? word : `**/${word}`)),
    listed('DOCKLE_ACCEPT_FILE_EXTENSIONS', (word) => paths(`**/*.${word.replace(/^\.+/, '')}`)),
  ].filter(({ entries }) => entries.length > 0);
}
