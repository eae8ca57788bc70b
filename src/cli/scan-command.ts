import type { Report } from '../model/index.ts';
import { layerCachePath } from '../tasks/clean.ts';
import type { IgnoreFile } from '../tasks/decide.ts';
import { openDatabaseAhead } from '../tasks/open-database.ts';
import { scanSubject } from '../tasks/scan.ts';
import type { ScanOptions, ScanSubject } from '../tasks/scan.ts';
import type { Scanner } from '../tasks/scanners.ts';
import { reporter } from './report-command.ts';
import { progressLine } from './report-output.ts';
import { clockOf, foldersOf, parallelOf, staleDaysOf } from './scan-options.ts';
import type { CommandInput } from './spec.ts';

/**
 * What every scanning command does: check the options, open the subject, scan it, apply the user's
 * decisions (and those of `ignoreFiles`), print, and answer with the exit code of the contract.
 */
export async function runScan(
  input: CommandInput,
  open: () => Promise<ScanSubject & { readonly close: () => Promise<void> }>,
  ignoreFiles: readonly IgnoreFile[] = [],
): Promise<number> {
  const finish = reporter(input, { ignoreFiles });
  const opened = await openDatabaseAhead(foldersOf(input), input.options.text('db'));
  const { database } = opened;
  try {
    return await finish(await scanOpened(input, open, { ...scanOptionsOf(input), ...opened }));
  } finally {
    database.close();
  }
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

function scanOptionsOf(input: CommandInput): Omit<ScanOptions, 'database' | 'verified'> {
  const { options } = input;
  const parallel = parallelOf(input);
  const types = options.list('pkg-types') as readonly ('os' | 'library')[];
  const staleAfterDays = staleDaysOf(input);
  const scanners = scannersOf(input);
  return {
    layerCache: layerCachePath(foldersOf(input)),
    clock: clockOf(input),
    skipDirs: options.list('skip-dirs'),
    skipFiles: options.list('skip-files'),
    ...(types.length === 0 ? {} : { packageTypes: types }),
    ...(scanners.length === 0 ? {} : { scanners }),
    toolSettings: true,
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

/** What to look for, as asked; empty when nobody said. */
function scannersOf(input: CommandInput): readonly Scanner[] {
  const words = input.options.list('scanners');
  return words.map((word) => (word === 'config' ? 'misconfig' : (word as Scanner)));
}
