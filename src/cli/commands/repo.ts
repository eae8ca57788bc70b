import { openRepository } from '../../tasks/open-repository.ts';
import { runScan } from '../scan-command.ts';
import type { CommandInput } from '../spec.ts';

/** Scans the lockfiles of a git repository. */
export async function run(input: CommandInput): Promise<number> {
  const { options, environment, signal } = input;
  return runScan(input, () =>
    openRepository({
      reference: input.arguments[0] ?? '.',
      name: options.text('branch'),
      commit: options.text('commit'),
      offline: options.flag('offline'),
      environment,
      signal,
    }),
  );
}
