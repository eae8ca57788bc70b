import { openFolder } from '../../tasks/open-folder.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans what a bill of materials lists, as if it had been found in the image that it describes. */
export async function run(input: CommandInput): Promise<number> {
  const file = openFolder(input.arguments[0] ?? '', 'sbom');
  return runScan(input, async () => ({ ...file, close: async () => {} }));
}
