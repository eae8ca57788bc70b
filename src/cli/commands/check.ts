import { nextChange } from '../../io/watch-paths.ts';
import { applyBaseline, readBaseline } from '../../tasks/baseline.ts';
import type { Baseline } from '../../tasks/baseline.ts';
import { checkPaths } from '../../tasks/check-files.ts';
import { checkOptionsOf } from '../check-options.ts';
import { sentence } from '../help.ts';
import { reporter } from '../report-command.ts';
import type { CommandInput } from '../spec.ts';

/** Judges configuration: Dockerfiles, compose files, manifests, profiles. */
export async function run(input: CommandInput): Promise<number> {
  const known = input.options.text('baseline');
  const baseline = known === undefined ? undefined : readBaseline(known);
  let code = await judge(input, baseline);
  while (input.options.flag('watch') && !input.signal.aborted) {
    input.stderr.write(`\n${sentence('check.watching', input.lang)}\n`);
    await nextChange(input.arguments, input.signal);
    if (!input.signal.aborted) code = await judge(input, baseline);
  }
  return code;
}

async function judge(input: CommandInput, baseline: Baseline | undefined): Promise<number> {
  // Ignore files and settings may have changed too, so everything is read again.
  const options = checkOptionsOf(input);
  const finish = reporter(input, { failOn: 'medium' });
  const report = await checkPaths(input.arguments, options);
  return finish(baseline === undefined ? report : applyBaseline(report, baseline));
}
