import { limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, Join, ReadFile } from '../contract.ts';
import { nix, packageOfStorePath } from './nix.ts';

/** A file near the top of a store path: nearly every package has one, and few have thousands. */
const near = /^(nix\/store\/[^/]+)\/(?:[^/]+\/){0,2}[^/]+$/;

/** The store path that a file lies in, without leading slash. */
function storePathOf(path: string): string | undefined {
  return near.exec(path)?.[1];
}

/**
 * Files in Nix's store: their paths name the packages of an image that was made without Nix's
 * database, as dockerTools makes them. What is in them does not matter.
 */
export const nixStore: FileAnalyzer = {
  id: 'nix-store',
  version: 1,
  type: 'nix',
  finds: 'installed',
  files: ['nix/store/*/**/*'],
  wants: (path, { size }) => {
    const place = size > 0 && size <= limits.file_bytes.value ? storePathOf(path) : undefined;
    return place !== undefined && packageOfStorePath(`/${place}`) !== undefined;
  },
  read: ({ path }) => {
    const found = packageOfStorePath(`/${storePathOf(path) ?? ''}`);
    return found === undefined ? {} : { packages: [found] };
  },
};

function join(files: readonly ReadFile[]): ReadonlyMap<ReadFile, AnalyzerResult> {
  const listed = files.some(
    ({ analyzer, result }) => analyzer === nix.id && result.packages !== undefined,
  );
  const changed = new Map<ReadFile, AnalyzerResult>();
  const first = new Map<string, ReadFile>();
  for (const file of files) {
    if (file.analyzer !== nixStore.id) continue;
    changed.set(file, {});
    const place = storePathOf(file.path) ?? '';
    const known = first.get(place);
    if (known === undefined || file.path < known.path) first.set(place, file);
  }
  if (!listed) for (const file of first.values()) changed.delete(file);
  return changed;
}

/** Nix's database knows more than paths tell; without it one file speaks for each store path. */
export const nixStoreJoin: Join = {
  id: 'nix-store',
  analyzers: [nix.id, nixStore.id],
  join,
};
