import { readReport } from '../../tasks/read-report.ts';
import { reporter } from '../report-command.ts';
import type { CommandInput } from '../spec.ts';

/** Writes a JSON report in other formats; gate and filters work as they do on a scan. */
export async function run(input: CommandInput): Promise<number> {
  const finish = reporter(input);
  const { report, created } = readReport(input.arguments[0] ?? '');
  return finish(report, created);
}
