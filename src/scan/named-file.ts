import { resolve } from 'node:path';

import { headBytes } from '../image/layer-facts.ts';
import type { FileAnalyzer, FileStat } from './analyzers/contract.ts';
import { compileDispatcher } from './analyzers/dispatch.ts';
import { embeddedSbom } from './analyzers/infrastructure/sbom.ts';
import { baseName } from './analyzers/paths.ts';
import { analyzersOf } from './layer-analysis.ts';
import { likeness } from './likeness.ts';

/** A file that somebody named, as far as it tells who reads it. */
export interface NamedFile {
  readonly path: string;
  /** Its first 64 KiB, or all of it. */
  readonly head: Uint8Array;
  readonly size: number;
}

/** Who reads a named file: the analyzers of a profile, as if the file had this path inside a subject. */
export interface NamedReading {
  readonly profile: (typeof profiles)[number] | 'sbom';
  readonly as: string;
  /** True when the file is called so, and nobody had to say or guess it. */
  readonly byName: boolean;
}

/** Folders above a file that may tell what it is: `var/lib/dpkg/status.d/base` has four. */
const mostParts = 12;
/** Globs by which an analyzer only asks to look: anything may be called so. */
const untelling = /^\*\*\/\*\.(?:ya?ml|[cm]?[jt]sx?|json)$/;
/** The end of a glob that tells of a kind of file, wherever it lies. */
const tellingEnd = /\/\*\.(?:gemspec|reg)$/;

const profiles = ['lockfile', 'installed'] as const;
type Readers = (path: string, stat: FileStat) => readonly FileAnalyzer[];
const readers: Readonly<Record<(typeof profiles)[number], Readers>> = {
  lockfile: compileDispatcher(packageReaders('lockfile')),
  installed: compileDispatcher(packageReaders('installed')),
};

/** Marks for rules say nothing of packages: they do not make a file known. */
function packageReaders(profile: (typeof profiles)[number]): readonly FileAnalyzer[] {
  return analyzersOf(profile).filter(({ finds }) => finds !== 'content');
}

/**
 * Who reads a file that is named by itself: told by its name and the folders it lies in, else by what
 * is in it (a lockfile saved under another name), else by where files of its name usually lie.
 * Undefined when nothing tells. `as` is the caller's word: a name or a path inside a system.
 */
export function readingOf(file: NamedFile, as?: string): NamedReading | undefined {
  if (as !== undefined) {
    const said = firstWanted([as.replace(/^\/+/, '')], file);
    return said && { profile: said.profile, as: said.as, byName: false };
  }
  const own = resolve(file.path);
  const named = firstWanted(tailsOf(own), file);
  if (named?.telling === true) return { profile: named.profile, as: named.as, byName: true };
  const like = likeness(file.head);
  if (like === 'sbom') return { profile: 'sbom', as: baseName(own), byName: true };
  const guessed = firstWanted(like === undefined ? usualPlaces(baseName(own)) : [like], file);
  if (guessed !== undefined) return { profile: guessed.profile, as: guessed.as, byName: false };
  return named && { profile: named.profile, as: named.as, byName: true };
}

/** Texts that may be a lockfile of a kind that is not known here, or of a tool that named it otherwise. */
const data = /\.(?:json|ya?ml|toml|xml|txt|lock|csv|log)$/;
const searched = compileDispatcher(analyzersOf('text'));

/** Whether a file is one that names no packages, and is only searched for credentials: `.env`, `main.py`. */
export function isOnlySearched(path: string, size: number): boolean {
  const name = baseName(path);
  return !data.test(name) && searched(name, { size, mode: 0o644 }).length > 0;
}

interface Wanted extends Pick<NamedReading, 'profile' | 'as'> {
  /** False when only those want it who want anything with its ending. */
  readonly telling: boolean;
}

/** The first name under which somebody wants the file. */
function firstWanted(names: readonly string[], { head, size }: NamedFile): Wanted | undefined {
  // Whoever names a file wants it looked at, whether or not somebody may run it.
  const stat: FileStat = { size, mode: 0o755 };
  const start = head.subarray(0, headBytes);
  for (const name of names) {
    for (const profile of profiles) {
      const wantedAs = (as: string): readonly FileAnalyzer[] =>
        readers[profile](as, stat).filter(({ wantsHead }) => wantsHead?.(start, as, stat) ?? true);
      const wanting = wantedAs(name);
      if (wanting.length === 0) continue;
      // In an image it is one witness among others; named alone it is the whole answer.
      const bill = wanting.every(({ id }) => id === embeddedSbom.id);
      const telling = wanting.some(({ files }) => !files.some((glob) => untelling.test(glob)));
      const ids = String(wanting.map(idOf));
      const same = (as: string): boolean => String(wantedAs(as).map(idOf)) === ids;
      const as = names.findLast((shorter) => name.endsWith(`/${shorter}`) && same(shorter)) ?? name;
      return { profile: bill ? 'sbom' : profile, as, telling };
    }
  }
  return undefined;
}

function idOf({ id }: FileAnalyzer): string {
  return id;
}

/** `tmp/var/lib/dpkg/status`, `var/lib/dpkg/status` … `status`. */
function tailsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  const most = Math.min(parts.length, mostParts);
  return Array.from({ length: most }, (_, at) => parts.slice(at - most).join('/'));
}

/** Where analyzers look for files of a name: `etc/alpine-release` for `alpine-release`. */
function usualPlaces(name: string): readonly string[] {
  const globs = profiles.flatMap((profile) =>
    packageReaders(profile).flatMap(({ files }) => files),
  );
  return globs.flatMap((glob) => {
    const same = baseName(glob) === name;
    const alike = tellingEnd.test(glob) && name.endsWith(baseName(glob).slice(1));
    if (!same && !alike) return [];
    const folder = glob.slice(0, glob.length - baseName(glob).length).replaceAll('**/', '');
    // A folder with any name may be the package's: it cannot be made up.
    return folder.includes('*') ? [] : [folder + name];
  });
}
