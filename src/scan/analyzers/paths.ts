import type { FileStat } from './contract.ts';

const slash = 0x2f;

/** Whether the last part of a path is `name`. */
export function hasBaseName(path: string, name: string): boolean {
  const before = path.length - name.length - 1;
  return path.endsWith(name) && (before === -1 || path.charCodeAt(before) === slash);
}

/** Whether a folder called `folder` is above the file, anywhere. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.includes(`/${folder}/`);
}

const executable: FileStat = { size: 1_000_000, mode: 0o755 };
const plain: FileStat = { size: 1_000_000, mode: 0o644 };

/**
 * Whether a file may be a program, by what is known before it is read: somebody may run it, or it is
 * named like a program of Windows. Nothing smaller than a few KiB is one.
 */
export function mayBeProgram(path: string, { size, mode }: FileStat): boolean {
  return size >= 4096 && ((mode & 0o111) !== 0 || /\.(?:exe|dll)$/i.test(path));
}

/** In a folder of programs, named like one, or below a folder of libraries and without a dot from there on. */
function looksExecutable(path: string): boolean {
  const undotted = `/${path}`.slice(`/${path}`.lastIndexOf('.') + 1);
  return (
    /^(?:s?bin|libexec|games)$/.test(baseName(folderOf(path))) ||
    /\.(?:so|exe|dll|ko)(?:\.|$)/.test(baseName(path)) ||
    /\/(?:lib|lib64|opt)\//.test(undotted)
  );
}

/** What a file of which only the path is known will be: executable where such files lie. */
export function likelyStat(path: string): FileStat {
  return looksExecutable(path) ? executable : plain;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a file, without a slash at its end; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A folder and those above it, nearest first; the top (empty) last. */
export function* foldersUp(folder: string): Generator<string> {
  let at = folder;
  while (at !== '') {
    yield at;
    at = folderOf(at);
  }
  yield '';
}
