import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** How one run of the program ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The program as its users start it. `PLIMSOLL_PROGRAM` names an executable (the single file);
 * else `PLIMSOLL_NODE`, or this Node, runs dist/plimsoll.js.
 */
export function builtProgram(): readonly string[] {
  const executable = process.env['PLIMSOLL_PROGRAM'];
  if (executable !== undefined && executable !== '') return [executable];
  return [process.env['PLIMSOLL_NODE'] ?? process.execPath, join(root, 'dist', 'plimsoll.js')];
}

/** The program from its sources, on this Node. */
export function sourceProgram(): readonly string[] {
  return [process.execPath, '--conditions=plimsoll-source', join(root, 'src/cli/main.ts')];
}

/** Where and with what surroundings a program runs. */
export interface RunOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a program to its end. It sees no PATH and no settings but those given. */
export function runProgram(
  program: readonly string[],
  given: readonly string[],
  options: RunOptions = {},
): Run {
  const [file = '', ...first] = program;
  const done = spawnSync(file, [...first, ...given], {
    cwd: options.folder ?? root,
    env: { LANG: 'C.UTF-8', HOME: '/nonexistent', ...options.environment },
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
  });
  if (done.error !== undefined) throw done.error;
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}
