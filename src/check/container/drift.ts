import type { FileChange } from './view.ts';

/** Folders that hold what a system runs: a change there is a program that the image did not bring. */
const programs: readonly string[] = [
  '/bin',
  '/sbin',
  '/usr',
  '/lib',
  '/lib64',
  '/opt',
  '/etc',
  '/root',
  '/boot',
];

/** Files that runtimes and programs write by design. */
const expected: ReadonlySet<string> = new Set([
  '/etc/hosts',
  '/etc/hostname',
  '/etc/resolv.conf',
  '/etc/mtab',
  '/etc/ld.so.cache',
]);

/** Changes that count as drift, the first few by name. A folder counts only through what is in it. */
export function judgeChanges(changes: readonly FileChange[]): readonly FileChange[] {
  const counted = changes.filter(
    ({ path }) =>
      !expected.has(path) &&
      programs.some((folder) => path.startsWith(`${folder}/`)) &&
      !/\/__pycache__(?:\/|$)|\.pyc$/.test(path),
  );
  // Sorted, so that everything below a path follows it before any other.
  const paths = counted.map(({ path }) => path);
  const parents = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
  return counted.filter(({ path, kind }) => kind !== 0 || !parents.has(path));
}
