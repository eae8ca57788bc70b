import { readdirSync, rmSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all files below a folder; 0 when it does not exist. Symbolic links count as themselves. */
export function folderSize(path: string): number {
  let total = 0;
  const open = [path];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of entriesOf(folder)) {
      const place = join(folder, entry.name);
      if (entry.isDirectory()) open.push(place);
      else total += sizeOf(place);
    }
  }
  return total;
}

/** Deletes a folder of the program's own and everything below it. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}
