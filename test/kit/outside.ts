import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const candidates = [
  process.env['PLIMSOLL_SHARED'],
  join(root, '..', 'shared'),
  join(root, '..', '..', 'shared'),
];

/** The folder of outside cases and feeds, or undefined when this machine does not have it. */
export function sharedFolder(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(join(path, 'cases')));
}

/**
 * Options for a test that needs `path` of the shared folder: runs it when present, else skips it
 * and says which folder is missing. In CI a missing folder is an error, because CI skips nothing.
 */
export function needsShared(path: string): { skip: string | false } {
  const folder = sharedFolder();
  if (folder !== undefined && existsSync(join(folder, path))) return { skip: false };
  if (process.env['CI'] === 'true') {
    throw new Error(`Cannot run this test: "shared/${path}" is missing beside the project`);
  }
  return { skip: `needs shared/${path}, which is not beside this checkout (or PLIMSOLL_SHARED)` };
}

/** Absolute path of something in the shared folder; only inside a test guarded by `needsShared`. */
export function sharedPath(path: string): string {
  const folder = sharedFolder();
  if (folder === undefined) throw new Error(`Cannot find "shared/${path}"`);
  return join(folder, path);
}
