import { join } from 'node:path';

import { rememberCompiledCode } from '../io/compiled-code.ts';
import { standardFolders } from '../io/folders.ts';
import { exitNow, printLine, setExitCode, surroundings } from '../io/process.ts';
import { version } from './product.ts';

/** Commands that run the same code; what the others compile is kept apart from theirs. */
const scans: ReadonlySet<string> = new Set(['image', 'i', 'fs', 'rootfs', 'repo', 'sbom']);

/** Answers `--version` without loading anything else; every other command line goes to the program. */
export async function start(): Promise<void> {
  const given = surroundings().arguments;
  if (given.length === 1 && (given[0] === '--version' || given[0] === '-v')) {
    printLine(`plimsoll ${version}`);
    return;
  }
  const environment = surroundings().environment;
  const { cache } = standardFolders(environment, environment['PLIMSOLL_CACHE_DIR'] || undefined);
  const room = scans.has(given[0] ?? '') ? 'scan' : 'other';
  const ended = rememberCompiledCode(join(cache, 'code', room), version);
  const { main } = await import('./program.ts');
  const code = await main(version);
  ended(code < 2);
  if (code === 130) exitNow(code);
  setExitCode(code);
}
