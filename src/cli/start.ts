import { join } from 'node:path';

import { rememberCompiledCode } from '../io/compiled-code.ts';
import { standardFolders } from '../io/folders.ts';
import { exitNow, printLine, setExitCode, surroundings } from '../io/process.ts';
import { version } from './product.ts';

/** Commands that run the same code: what each set compiles is kept apart from the others'. */
const rooms: ReadonlyMap<string, string> = new Map([
  ...['image', 'i', 'fs', 'rootfs', 'repo', 'sbom'].map((name) => [name, 'scan'] as const),
  ...['check', 'conf', 'config', 'fix'].map((name) => [name, 'check'] as const),
  ['host', 'host'],
]);

/** Answers `--version` without loading anything else; every other command line goes to the program. */
export async function start(): Promise<void> {
  const given = surroundings().arguments;
  if (given.length === 1 && (given[0] === '--version' || given[0] === '-v')) {
    printLine(`plimsoll ${version}`);
    return;
  }
  const environment = surroundings().environment;
  const { cache } = standardFolders(environment, environment['PLIMSOLL_CACHE_DIR'] || undefined);
  const room = rooms.get(given[0] ?? 'host') ?? 'other';
  const ended = rememberCompiledCode(join(cache, 'code', room), version);
  const judges = room === 'check' || room === 'host';
  const { main } = await (judges ? import('./judging-program.ts') : import('./program.ts'));
  const code = await main(version);
  ended(code < 2);
  if (code === 130) exitNow(code);
  setExitCode(code);
}
