import { openFolder } from '../../tasks/open-folder.ts';
import { readDockleIgnores } from '../../tasks/decide.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans an unpacked system. */
export async function run(input: CommandInput): Promise<number> {
  const folder = openFolder(input.arguments[0] ?? '.', 'installed');
  const open = async () => ({ ...folder, close: async () => {} });
  return runScan(input, open, readDockleIgnores(input.environment));
}
