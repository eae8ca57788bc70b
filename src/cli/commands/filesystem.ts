import { openPath } from '../../tasks/open-path.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans the lockfiles of a source tree, an unpacked system, or a single file. */
export async function run(input: CommandInput): Promise<number> {
  const folder = openPath(input.arguments[0] ?? '.', input.options.text('as'));
  return runScan(input, async () => ({ ...folder, close: async () => {} }));
}
