import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';
import type { Report } from '../model/index.ts';
import { PolicyError } from '../policy/errors.ts';
import { applyFilters } from '../policy/filter.ts';
import type { FilterOptions } from '../policy/filter.ts';
import { applyIgnoreFiles } from '../policy/ignore.ts';
import { parseIgnoreFile } from '../policy/ignore-file.ts';
import type { IgnoreFile } from '../policy/ignore-file.ts';

export { exitCodeOf } from '../policy/gate.ts';
export type { GateOptions } from '../policy/gate.ts';

/** What the user decided to live with. */
export interface DecideOptions extends FilterOptions {
  /** Files named by `--ignorefile`; undefined takes those of the working folder that exist. */
  readonly ignoreFiles: readonly string[] | undefined;
  readonly now: Date;
}

const usualIgnoreFiles = ['.plimsollignore', '.trivyignore', '.trivyignore.yaml'];

/** Reads the ignore files before any work is done, so that a broken one costs no scan. */
export function readIgnoreFiles(named: readonly string[] | undefined): readonly IgnoreFile[] {
  const found: IgnoreFile[] = [];
  for (const path of named ?? usualIgnoreFiles) {
    const text = readTextFile(path, limits.config_bytes.value);
    if (text !== undefined) found.push(parseIgnoreFile(path, text));
    else if (named !== undefined) {
      throw new PolicyError(
        'IGNORE_FILE_INVALID',
        `Cannot read the ignore file "${path}": it does not exist`,
      );
    }
  }
  return found;
}

/** Sets aside what ignore files and flags name; everything set aside keeps its reason. */
export function applyDecisions(
  report: Report,
  files: readonly IgnoreFile[],
  options: FilterOptions & { readonly now: Date },
): Report {
  const ignored = applyIgnoreFiles(report.findings, files, options.now);
  const filtered = applyFilters(ignored.findings, options);
  return {
    ...report,
    findings: filtered.findings,
    suppressed: [...report.suppressed, ...ignored.suppressed, ...filtered.suppressed],
    notes: [...report.notes, ...ignored.notes, ...filtered.notes],
  };
}
