import { descriptorSink, expectWritable, fileSink, terminalOf } from '../io/console.ts';
import type { TextSink } from '../io/console.ts';
import { systemClock } from '../io/clock.ts';
import { every } from '../io/process.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions } from '../report/contract.ts';
import { eraseLine, outputFormats, progressFrame } from '../report/index.ts';
import type { ProgressState } from '../report/index.ts';
import { UsageError } from './errors.ts';
import { timeOf } from './options.ts';
import type { CommandInput } from './spec.ts';

/** One output asked for: a format, and a file when it does not go to standard output. */
interface Wanted {
  readonly format: OutputFormat;
  readonly file?: string;
}

/** Checks `--format` and `--output` before any work is done: a misspelt format or folder costs no scan. */
export function wantedOutputs(input: CommandInput): readonly Wanted[] {
  const wanted = outputsNamed(input);
  for (const { file } of wanted) if (file !== undefined) expectWritable(file);
  const { template } = templateOf(input);
  for (const { format } of wanted) format.expects?.(template);
  return wanted;
}

function outputsNamed(input: CommandInput): readonly Wanted[] {
  const named = input.options.list('format');
  const output = input.options.text('output');
  const wanted = (named.length === 0 ? ['table'] : named).map(outputOf);
  const loose = wanted.filter(({ file }) => file === undefined);
  if (loose.length > 1) {
    const names = loose.map(({ format }) => format.id).join(', ');
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot print ${names} to one place: wanted at most one format without =FILE`,
      'zh-CN': `${names} 不能输出到同一处：最多只能有一种格式不带 =FILE`,
    });
  }
  if (output === undefined) return wanted;
  if (loose.length === 0) {
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --output "${output}": every format has its own file`,
      'zh-CN': `--output“${output}”无处可用：每种格式都已有各自的文件`,
    });
  }
  return wanted.map((entry) => (entry.file === undefined ? { ...entry, file: output } : entry));
}

function outputOf(text: string): Wanted {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const format = outputFormats.find(({ id }) => id === name);
  if (format === undefined) {
    const known = outputFormats.map(({ id }) => id).join(', ');
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --format "${name}": wanted one of ${known}`,
      'zh-CN': `没有输出格式“${name}”：--format 应为 ${known} 之一`,
    });
  }
  if (at === -1) return { format };
  if (at === text.length - 1) {
    throw new UsageError('USAGE_OPTION', {
      en: `Cannot use --format "${text}": found no file name after "="`,
      'zh-CN': `--format 的值“${text}”无效：“=”之后没有文件名`,
    });
  }
  return { format, file: text.slice(at + 1) };
}

/** Writes the report in every format asked for. Files appear whole or not at all. */
export function writeOutputs(
  report: Report,
  wanted: readonly Wanted[],
  input: CommandInput,
  created?: string,
): void {
  for (const { format, file } of wanted) {
    const sink: TextSink = file === undefined ? input.stdout : fileSink(file);
    try {
      format.write(report, sink.write, renderOptions(input, file === undefined, created));
    } catch (error) {
      sink.abandon();
      throw error;
    }
    sink.end();
  }
}

/** Whether a table, which tells what is not known, was drawn where standard error would say it again. */
export function seenOnScreen(wanted: readonly Wanted[]): boolean {
  const drawn = wanted.some(({ format, file }) => file === undefined && format.id === 'table');
  return drawn && terminalOf('stdout').interactive && terminalOf('stderr').interactive;
}

/** Standard output as a screen, for commands that draw their own. */
export function screenOutput(input: CommandInput): {
  readonly sink: TextSink['write'];
  readonly options: RenderOptions;
} {
  return { sink: input.stdout.write, options: renderOptions(input, true, undefined) };
}

function renderOptions(
  input: CommandInput,
  terminal: boolean,
  written: string | undefined,
): RenderOptions {
  const { columns, interactive } = terminal
    ? terminalOf('stdout')
    : { columns: undefined, interactive: false };
  const { environment, options } = input;
  const created = createdOf(input) ?? written;
  const asked = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const width = columns ?? (Number(environment['COLUMNS']) || undefined);
  return {
    lang: input.lang,
    ...(width === undefined ? {} : { columns: width }),
    color: !refused && terminal && (interactive || asked),
    showSuppressed: options.flag('show-suppressed'),
    listAllPackages: options.flag('list-all-pkgs'),
    showChecks: options.flag('show-checks'),
    program: { name: 'plimsoll', version: input.version },
    pipeline: Object.fromEntries(
      pipelineVariables.flatMap((name) =>
        environment[name] === undefined ? [] : [[name, environment[name]]],
      ),
    ),
    ...templateOf(input),
    ...(created === undefined ? {} : { created }),
  };
}

/** The template asked for: a text, or `@FILE` as Trivy's users write it. */
function templateOf({ options }: CommandInput): Pick<RenderOptions, 'template'> {
  const given = options.text('template');
  if (given === undefined) return {};
  if (!given.startsWith('@')) return { template: { name: 'the template', text: given } };
  const path = given.slice(1);
  const text = readTextFile(path, limits.config_bytes.value);
  if (text !== undefined) return { template: { name: `"${path}"`, text } };
  throw new UsageError('USAGE_OPTION', {
    en: `Cannot use --template "${given}": it does not exist`,
    'zh-CN': `--template 的文件“${given}”不存在`,
  });
}

/** What a workflow of GitHub says of itself; its secrets are none of a report's business. */
const pipelineVariables = [
  'GITHUB_REF',
  'GITHUB_SHA',
  'GITHUB_WORKFLOW',
  'GITHUB_JOB',
  'GITHUB_RUN_ID',
] as const;

/** The time a report carries: only when the user fixed it, so that equal inputs give equal bytes. */
function createdOf(input: CommandInput): string | undefined {
  const at = input.options.text('at') ?? input.environment['SOURCE_DATE_EPOCH'];
  return at === undefined || at === '' ? undefined : new Date(timeOf('at', at)).toISOString();
}

/** What moves on the progress line. */
export type Progress = Omit<ProgressState, 'elapsed'>;

/** A progress line on a terminal; silent everywhere else. Returns what to call with each new state, and the end. */
export function progressLine(input: CommandInput): {
  show: (state: Progress) => void;
  clear: () => void;
} {
  const { columns, interactive } = terminalOf('stderr');
  const dumb = input.environment['TERM'] === 'dumb'; // it cannot erase a line
  const silent =
    !interactive || dumb || input.options.flag('quiet') || input.options.flag('no-progress');
  if (silent) return { show: () => undefined, clear: () => undefined };
  const sink = descriptorSink(2);
  const begun = systemClock.now();
  const color = (input.environment['NO_COLOR'] ?? '') === '';
  let state: Progress | undefined;
  const draw = (): void => {
    if (state === undefined) return;
    const elapsed = systemClock.now() - begun;
    const options = { lang: input.lang, color, ...(columns === undefined ? {} : { columns }) };
    sink.write(`${eraseLine}${progressFrame({ ...state, elapsed }, options)}`);
    sink.end();
  };
  const stop = every(100, draw);
  return {
    show: (next) => {
      state = next;
    },
    clear: () => {
      stop();
      if (state === undefined) return;
      state = undefined;
      sink.write(eraseLine);
      sink.end();
    },
  };
}
