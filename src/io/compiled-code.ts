import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * Lets Node keep the compiled code of the program in `folder`, a quarter of the start of a command.
 * Only for the bundled program, and only in a folder of the user's own: whoever can write there
 * decides what runs, so the system's folder for temporary files will not do. A folder that cannot
 * be written only loses the speed.
 *
 * Node keeps what the first run compiled and never adds to it, so a first run that failed early
 * would be all that is ever kept. Call the function returned when the command has ended: code of a
 * run that did its work is marked as whole, other code is dropped for the next run to write.
 */
export function rememberCompiledCode(folder: string, version: string): (worked: boolean) => void {
  if (!/\.c?js$/.test(import.meta.url)) return () => undefined;
  const mark = join(folder, `whole-${version}-${process.version}`);
  if (existsSync(mark)) {
    enableCompileCache(folder);
    return () => undefined;
  }
  const empty = !existsSync(folder);
  enableCompileCache(folder);
  return (worked) => {
    try {
      if (!worked) return;
      if (empty) writeFileSync(mark, '');
      else rmSync(folder, { recursive: true, force: true });
    } catch {
      // Only speed is lost.
    }
  };
}
