import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Options for a test that needs a program of this machine: runs it when present, else names it. */
export function needsProgram(command: string): { skip: string | false } {
  const { error } = spawnSync(command, ['--version'], { stdio: 'ignore' });
  return {
    skip: error === undefined ? false : `needs the program "${command}", which is not here`,
  };
}

/** What a native tool says; it must end well. Its own settings and caches stay in `home`. */
export function told(
  command: string,
  given: readonly string[],
  { cwd, home = cwd }: { readonly cwd?: string; readonly home?: string } = {},
): string {
  const own = home === undefined ? {} : { HOME: home, COMPOSER_HOME: home };
  const { error, status, stdout, stderr } = spawnSync(command, given, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', COMPOSER_ALLOW_SUPERUSER: '1', ...own },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${given.join(' ')}: ${stderr}`);
  return stdout;
}

/** Runs `use` with a folder that is removed afterwards. */
export function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-native-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
