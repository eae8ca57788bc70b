import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFailure } from './errors.ts';
import type { IoError } from './errors.ts';

/** Editors write a file in several steps: this long after the last of them it is read again. */
const quietMilliseconds = 150;

/**
 * Resolves when something at or below one of the paths has changed and then been quiet for a
 * moment; at once when the signal is aborted. Folders of version control are not listened to.
 * @throws {IoError} IO_READ_FAILED when a path cannot be watched.
 */
export function nextChange(paths: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watchers: FSWatcher[] = [];
    let timer: NodeJS.Timeout | undefined;
    const finish = (error?: IoError): void => {
      clearTimeout(timer);
      for (const one of watchers) one.close();
      signal.removeEventListener('abort', aborted);
      if (error === undefined) resolve();
      else reject(error);
    };
    const aborted = (): void => finish();
    if (signal.aborted) return finish();
    signal.addEventListener('abort', aborted);
    for (const path of paths) {
      const failed = (cause: unknown): void => finish(readFailure('watch', path, cause));
      try {
        const watcher = watch(path, { recursive: true }, (_event, name) => {
          if (name?.split('/').includes('.git') === true) return;
          clearTimeout(timer);
          timer = setTimeout(finish, quietMilliseconds);
        });
        watcher.on('error', failed);
        watchers.push(watcher);
      } catch (cause) {
        failed(cause);
        return undefined;
      }
    }
    return undefined;
  });
}
