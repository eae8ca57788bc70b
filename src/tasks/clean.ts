import { join } from 'node:path';

import { folderSize, removeFolder } from '../io/folder-size.ts';
import type { Folders } from '../io/folders.ts';

/** One thing that `plimsoll clean` knows of. */
export interface CleanRow {
  readonly what: 'layers' | 'database';
  readonly path: string;
  /** Bytes before anything was deleted. */
  readonly bytes: number;
  readonly deleted: boolean;
}

/** Folder of analysed layers. */
export function layerCachePath(folders: Folders): string {
  return join(folders.cache, 'layers');
}

/** Folder of the advisory database and of the documents it is built from. */
export function databaseFolder(folders: Folders): string {
  return join(folders.data, 'db');
}

/** Measures the program's folders and deletes those chosen. */
export function cleanFolders(
  folders: Folders,
  chosen: { readonly layers: boolean; readonly database: boolean },
): readonly CleanRow[] {
  const rows = [
    { what: 'layers', path: layerCachePath(folders) },
    { what: 'database', path: databaseFolder(folders) },
  ] as const;
  return rows.map(({ what, path }) => {
    const bytes = folderSize(path);
    if (chosen[what]) removeFolder(path);
    return { what, path, bytes, deleted: chosen[what] };
  });
}
