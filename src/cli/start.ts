import { join } from 'node:path';

import { standardFolders } from '../io/folders.ts';
import { Pieces } from '../io/pieces.ts';
import type { PieceTable } from '../io/pieces.ts';
import { exitNow, printLine, setExitCode, surroundings } from '../io/process.ts';
import { version } from './product.ts';
import type * as Program from './program.ts';

/** Where the pieces of the built program are, as JSON; the sources and the single file have none. */
declare const PLIMSOLL_PIECES: string | undefined;

/** Commands that run the same code: what each set compiles is kept apart from the others'. */
const rooms: ReadonlyMap<string, string> = new Map([
  ...['image', 'i', 'fs', 'filesystem', 'rootfs', 'repo', 'repository', 'sbom'].map(
    (name) => [name, 'scan'] as const,
  ),
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
  const compiled = join(cache, 'code', room);
  if (typeof PLIMSOLL_PIECES === 'string') {
    const table = JSON.parse(PLIMSOLL_PIECES) as PieceTable;
    const pieces = new Pieces(table, { program: import.meta.dirname, compiled });
    const { main } = pieces.load('program') as typeof Program;
    end(await main(version, () => pieces.remember()));
  } else {
    end(await (await import('./program.ts')).main(version));
  }
}

function end(code: number): void {
  if (code === 130) exitNow(code);
  setExitCode(code);
}
