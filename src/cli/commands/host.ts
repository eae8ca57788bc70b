import { readDockleIgnores } from '../../tasks/decide.ts';
import { checkHost } from '../../tasks/check-host.ts';
import { clockOf } from '../scan-options.ts';
import { reporter } from '../report-command.ts';
import type { CommandInput } from '../spec.ts';

/** Judges the docker daemon, what runs on it, and the machine around it. */
export async function run(input: CommandInput): Promise<number> {
  const standards = input.options.list('standard');
  const ignoreFiles = readDockleIgnores(input.environment);
  const finish = reporter(input, { ignoreFiles });
  const { report } = await checkHost({
    ...(standards.length === 0 ? {} : { standards }),
    include: input.options.list('include'),
    environment: input.environment,
    now: new Date(clockOf(input).now()),
    changes: true,
    imageFiles: input.options.flag('image-files'),
    offline: input.options.flag('offline'),
    signal: input.signal,
  });
  return finish(report);
}
