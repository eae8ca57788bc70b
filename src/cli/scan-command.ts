import type { AdvisoryState, Report, Severity } from '../model/index.ts';
import { layerCachePath } from '../tasks/clean.ts';
import { applyDecisions, exitCodeOf, readIgnoreFiles, readVexFiles } from '../tasks/decide.ts';
import { openDatabaseFor } from '../tasks/open-database.ts';
import { scanSubject } from '../tasks/scan.ts';
import type { ScanOptions, ScanSubject } from '../tasks/scan.ts';
import { UsageError } from './errors.ts';
import { numberOf } from './options.ts';
import { progressLine, wantedOutputs, writeOutputs } from './report-output.ts';
import { clockOf, foldersOf, parallelOf, staleDaysOf } from './scan-options.ts';
import type { CommandInput } from './spec.ts';
import { writeWarnings } from './warnings.ts';

/**
 * What every scanning command does: check the options, open the subject, scan it, apply the user's
 * decisions, print, and answer with the exit code of the contract.
 */
export async function runScan(
  input: CommandInput,
  open: () => Promise<ScanSubject & { readonly close: () => Promise<void> }>,
): Promise<number> {
  const finish = reporter(input);
  const database = await openDatabaseFor(foldersOf(input), input.options.text('db'));
  try {
    return finish(await scanOpened(input, open, { ...scanOptionsOf(input), database }));
  } finally {
    database.close();
  }
}

/**
 * Checks what was asked of a report before any work is done. What comes back applies the user's
 * decisions to a report, prints it and answers with the exit code; `usual` is the gate of a command
 * whose users expect one unasked, `created` the time that a report was written before.
 */
export function reporter(
  input: CommandInput,
  usual: { readonly failOn?: Severity } = {},
): (report: Report, created?: string) => number {
  const outputs = wantedOutputs(input);
  const named = input.options.list('ignorefile');
  const ignoreFiles = readIgnoreFiles(named.length === 0 ? undefined : named);
  const vexFiles = readVexFiles(input.options.list('vex'));
  const asked = gateOf(input);
  const gated = asked.failOn !== undefined || asked.exitCode !== undefined;
  const gate = gated ? asked : { ...asked, ...usual };
  return (report, created) => {
    const decided = applyDecisions(report, {
      ignoreFiles,
      vexFiles,
      now: new Date(clockOf(input).now()),
      severities: severitiesOf(input),
      ignoreUnfixed: input.options.flag('ignore-unfixed'),
      ignoreStatus: statusesOf(input),
    });
    writeOutputs(decided, outputs, input, created);
    writeWarnings(decided, input);
    return exitCodeOf(decided, gate);
  };
}

async function scanOpened(
  input: CommandInput,
  open: () => Promise<ScanSubject & { readonly close: () => Promise<void> }>,
  options: ScanOptions,
): Promise<Report> {
  const progress = progressLine(input);
  progress.show({ phase: 'resolve' });
  try {
    return await scanWith(progress, await open(), options);
  } finally {
    progress.clear();
  }
}

async function scanWith(
  progress: ReturnType<typeof progressLine>,
  subject: ScanSubject & { readonly close: () => Promise<void> },
  options: ScanOptions,
): Promise<Report> {
  try {
    return await scanSubject(subject, {
      ...options,
      onProgress: ({ bytes, total }) => {
        progress.show({
          phase: 'layers',
          done: bytes,
          unit: 'bytes',
          ...(total === undefined ? {} : { total }),
        });
      },
    });
  } finally {
    await subject.close();
  }
}

function scanOptionsOf(input: CommandInput): Omit<ScanOptions, 'database'> {
  const { options } = input;
  const parallel = parallelOf(input);
  const types = options.list('pkg-types') as readonly ('os' | 'library')[];
  const staleAfterDays = staleDaysOf(input);
  return {
    layerCache: layerCachePath(foldersOf(input)),
    clock: clockOf(input),
    skipDirs: options.list('skip-dirs'),
    skipFiles: options.list('skip-files'),
    ...(types.length === 0 ? {} : { packageTypes: types }),
    devDependencies: options.flag('include-dev-deps'),
    match: {
      detached: options.text('detection') === 'comprehensive' ? 'comprehensive' : 'precise',
      kernelHeaders: options.flag('include-kernel-headers'),
      ...(staleAfterDays === undefined ? {} : { staleAfterDays }),
    },
    ...(parallel === undefined ? {} : { parallel }),
    signal: input.signal,
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
  throw new UsageError(
    'USAGE_OPTION',
    `Cannot use --exit-code "${text}": 3 and 4 say that the work failed or could not be answered`,
  );
}

function severitiesOf(input: CommandInput): readonly Severity[] | undefined {
  const words = input.options.list('severity') as readonly Severity[];
  return words.length === 0 ? undefined : words;
}

function statusesOf(input: CommandInput): readonly AdvisoryState[] {
  return input.options.list('ignore-status') as readonly AdvisoryState[];
}
