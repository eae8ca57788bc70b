import type { AnalyzerResult, Join, ReadFile } from './contract.ts';

/** Analyzers of manifests that ask for ranges, each with that of the lockfile that answers with versions. */
const locks: ReadonlyMap<string, string> = new Map([
  ['conanfile', 'conan-lock'],
  ['gleam-project', 'gleam-manifest'],
]);

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function join(files: readonly ReadFile[]): ReadonlyMap<ReadFile, AnalyzerResult> {
  const locked = new Set(
    files
      .filter(({ result }) => result.packages !== undefined)
      .map(({ path, analyzer }) => `${analyzer}\0${folderOf(path)}`),
  );
  const changed = new Map<ReadFile, AnalyzerResult>();
  for (const file of files) {
    const lock = locks.get(file.analyzer);
    if (lock === undefined || !locked.has(`${lock}\0${folderOf(file.path)}`)) continue;
    const packages = (file.result.packages ?? []).filter(({ version }) => version !== '');
    changed.set(file, { ...file.result, packages });
  }
  return changed;
}

/** What a manifest asks for in ranges gives way to the exact versions of the lockfile beside it. */
export const rangeJoin: Join = {
  id: 'ranges',
  analyzers: [...locks].flat(),
  join,
};
