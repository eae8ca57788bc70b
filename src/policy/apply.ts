import type { Finding } from '../model/index.ts';
import { applyFilters } from './filter.ts';
import type { FilterOptions } from './filter.ts';
import type { IgnoreFile } from './ignore-file.ts';
import { applyIgnoreFiles } from './ignore.ts';
import type { Parted } from './ignore.ts';

/** All that a user may have said about which findings count. */
export interface PolicyOptions extends FilterOptions {
  readonly ignoreFiles?: readonly IgnoreFile[];
  /** The time to judge expiry by. */
  readonly now: Date;
}

/**
 * Sets aside what the user does not want to count. Ignore files go first, so that an entry is not
 * called unused because a flag hid its finding.
 */
export function applyPolicy(findings: readonly Finding[], options: PolicyOptions): Parted {
  const ignored = applyIgnoreFiles(findings, options.ignoreFiles ?? [], options.now);
  const filtered = applyFilters(ignored.findings, options);
  return {
    findings: filtered.findings,
    suppressed: [...ignored.suppressed, ...filtered.suppressed],
    notes: ignored.notes,
  };
}
