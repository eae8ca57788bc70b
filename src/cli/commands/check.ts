import { checkPaths } from '../../tasks/check-files.ts';
import { checkOptionsOf } from '../check-options.ts';
import { reporter } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Judges configuration: Dockerfiles, compose files, manifests, profiles. */
export async function run(input: CommandInput): Promise<number> {
  const options = checkOptionsOf(input);
  const finish = reporter(input, { failOn: 'medium' });
  return finish(await checkPaths(input.arguments, options));
}
