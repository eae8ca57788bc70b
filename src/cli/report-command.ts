import type { AdvisoryState, Report, Severity } from '../model/index.ts';
import { applyDecisions, exitCodeOf, readIgnoreFiles, readVexFiles } from '../tasks/decide.ts';
import type { IgnoreFile } from '../tasks/decide.ts';
import { inLanguage } from './error-words.ts';
import { UsageError } from './errors.ts';
import { numberOf } from './options.ts';
import { seenOnScreen, wantedOutputs, writeOutputs } from './report-output.ts';
import { clockOf } from './scan-options.ts';
import type { CommandInput } from './spec.ts';
import { writeWarnings } from './warnings.ts';

/**
 * Checks what was asked of a report before any work is done. What comes back applies the user's
 * decisions to a report, prints it and answers with the exit code; `usual` is the gate of a command
 * whose users expect one unasked, and ignore files beside those of every command, `created` the time that a report was written before.
 */
export function reporter(
  input: CommandInput,
  usual: { readonly failOn?: Severity; readonly ignoreFiles?: readonly IgnoreFile[] } = {},
): (report: Report, created?: string) => Promise<number> {
  const outputs = wantedOutputs(input);
  const named = input.options.list('ignorefile');
  const { ignoreFiles: more = [], ...usualGate } = usual;
  const ignoreFiles = [...readIgnoreFiles(named.length === 0 ? undefined : named), ...more];
  const vexFiles = readVexFiles(input.options.list('vex'));
  const asked = gateOf(input);
  const gated = asked.failOn !== undefined || asked.exitCode !== undefined;
  const gate = gated ? asked : { ...asked, ...usualGate };
  return async (report, created) => {
    const decided = applyDecisions(await inLanguage(report, input.lang), {
      ignoreFiles,
      vexFiles,
      now: new Date(clockOf(input).now()),
      severities: severitiesOf(input),
      ignoreUnfixed: input.options.flag('ignore-unfixed'),
      ignoreStatus: statusesOf(input),
    });
    writeOutputs(decided, outputs, input, created);
    if (!seenOnScreen(outputs)) writeWarnings(decided, input);
    return exitCodeOf(decided, gate);
  };
}

function gateOf(input: CommandInput): {
  failOn?: Severity;
  exitCode?: number;
  failOnUnknown: boolean;
} {
  const failOn = input.options.text('fail-on') as Severity | undefined;
  const code = input.options.text('exit-code');
  const exitCode = code === undefined ? undefined : exitCodeFrom(code);
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(exitCode === undefined ? {} : { exitCode }),
    failOnUnknown: input.options.flag('fail-on-unknown'),
  };
}

/** 3 and 4 have meanings of their own, so no gate may use them. */
function exitCodeFrom(text: string): number {
  const code = numberOf('exit-code', text, { least: 0, most: 125 });
  if (code !== 3 && code !== 4) return code;
  throw new UsageError('USAGE_OPTION', {
    en: `Cannot use --exit-code "${text}": 3 and 4 say that the work failed or could not be answered, wanted another number from 0 to 125`,
    'zh-CN': `--exit-code 的值“${text}”无效：3 和 4 表示工作失败或无法判断，应为 0 到 125 的其他数字`,
  });
}

function severitiesOf(input: CommandInput): readonly Severity[] | undefined {
  const words = input.options.list('severity') as readonly Severity[];
  return words.length === 0 ? undefined : words;
}

function statusesOf(input: CommandInput): readonly AdvisoryState[] {
  return input.options.list('ignore-status') as readonly AdvisoryState[];
}
