import { join } from 'node:path';

import { rememberCompiledCode } from '../io/compiled-code.ts';
import { standardFolders } from '../io/folders.ts';
import { exitNow, printLine, setExitCode, surroundings } from '../io/process.ts';
import { version } from './product.ts';

/** Answers `--version` without loading anything else; every other command line goes to the program. */
export async function start(): Promise<void> {
  const given = surroundings().arguments;
  if (given.length === 1 && (given[0] === '--version' || given[0] === '-v')) {
    printLine(`plimsoll ${version}`);
    return;
  }
  const environment = surroundings().environment;
  const { cache } = standardFolders(environment, environment['PLIMSOLL_CACHE_DIR'] || undefined);
  rememberCompiledCode(join(cache, 'code'));
  const { main } = await import('./program.ts');
  const code = await main(version);
  if (code === 130) exitNow(code);
  setExitCode(code);
}
