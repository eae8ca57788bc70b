import { checkPaths } from '../../tasks/check-files.ts';
import { UsageError } from '../errors.ts';
import { clockOf } from '../scan-options.ts';
import { reporter } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Judges configuration: Dockerfiles, compose files, manifests, profiles. */
export async function run(input: CommandInput): Promise<number> {
  const { options, arguments: paths } = input;
  const as = options.text('as');
  const standards = options.list('standard');
  if (paths.length === 0) {
    throw new UsageError(
      'USAGE_ARGUMENT',
      'Cannot check nothing: found no path, wanted files or folders ("." is this one, "-" standard input)',
    );
  }
  const finish = reporter(input, { failOn: 'medium' });
  const report = await checkPaths(paths, {
    ...(as === undefined ? {} : { as }),
    ...(standards.length === 0 ? {} : { standards }),
    skipDirs: options.list('skip-dirs'),
    skipFiles: options.list('skip-files'),
    now: new Date(clockOf(input).now()),
  });
  return finish(report);
}
