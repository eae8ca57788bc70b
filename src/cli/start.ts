import { exitNow, printLine, setExitCode, surroundings } from '../io/process.ts';
import { version } from './product.ts';
import { openPieces } from './built-pieces.ts';
import type * as Program from './program.ts';

/** Set in the built program: where its pieces are. Tested here so that the bundler leaves out the other half. */
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
  if (typeof PLIMSOLL_PIECES === 'string') {
    const room = rooms.get((given[0] === 'trivy' ? given[1] : given[0]) ?? 'host') ?? 'other';
    const pieces = openPieces(room, PLIMSOLL_PIECES);
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
