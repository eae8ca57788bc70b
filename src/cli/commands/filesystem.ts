import { openFolder } from '../../tasks/open-folder.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans the lockfiles of a source tree. */
export async function run(input: CommandInput): Promise<number> {
  const folder = openFolder(input.arguments[0] ?? '.', 'lockfile');
  return runScan(input, async () => ({ ...folder, close: async () => {} }));
}
