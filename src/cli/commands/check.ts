import { applyBaseline, readBaseline } from '../../tasks/baseline.ts';
import { checkPaths } from '../../tasks/check-files.ts';
import { checkOptionsOf } from '../check-options.ts';
import { reporter } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Judges configuration: Dockerfiles, compose files, manifests, profiles. */
export async function run(input: CommandInput): Promise<number> {
  const options = checkOptionsOf(input);
  const finish = reporter(input, { failOn: 'medium' });
  const known = input.options.text('baseline');
  const baseline = known === undefined ? undefined : readBaseline(known);
  const report = await checkPaths(input.arguments, options);
  return finish(baseline === undefined ? report : applyBaseline(report, baseline));
}
