import { screenOutput } from '../report-output.ts';
import { applyDecisions, exitCodeOf, readIgnoreFiles } from '../../tasks/decide.ts';
import { checkHost } from '../../tasks/check-host.ts';
import { writeDoctor } from '../../report/doctor.ts';
import { inLanguage } from '../error-words.ts';
import { clockOf } from '../scan-options.ts';
import type { CommandInput } from '../spec.ts';

/** `plimsoll` alone: the worst things about this machine, each with the command that ends it. */
export async function run(input: CommandInput): Promise<number> {
  const now = new Date(clockOf(input).now());
  const ignoreFiles = readIgnoreFiles(undefined);
  const { report, host } = await checkHost({
    environment: input.environment,
    now,
    // Comparing containers with their images takes the daemon longer than all other questions.
    changes: false,
    offline: input.options.flag('offline'),
    signal: input.signal,
  });
  const decided = applyDecisions(await inLanguage(report, input.lang), { ignoreFiles, now });
  writeDoctor(decided, host, screenOutput(input));
  return exitCodeOf(decided, { failOnUnknown: false });
}
