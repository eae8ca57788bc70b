import type { Report } from '../model/index.ts';
import { applyFilters } from './filter.ts';
import type { FilterOptions } from './filter.ts';
import type { IgnoreFile } from './ignore-entry.ts';
import { applyIgnoreFiles } from './ignore.ts';
import type { Parted } from './ignore.ts';
import { applyVex } from './vex.ts';
import type { VexFile } from './vex.ts';

/** All that a user may have said about which findings count. */
export interface PolicyOptions extends FilterOptions {
  readonly ignoreFiles?: readonly IgnoreFile[];
  readonly vexFiles?: readonly VexFile[];
  /** The time to judge expiry by. */
  readonly now: Date;
}

/**
 * Sets aside what the user does not want to count. VEX documents go first, for they say what is
 * true and not only what is wanted: an ignore entry that they make needless is called unused. Ignore
 * files go before flags, so that an entry is not called unused because a flag hid its finding.
 */
export function applyPolicy(
  report: Pick<Report, 'findings' | 'packages' | 'subject' | 'os' | 'scanners'>,
  options: PolicyOptions,
): Parted {
  const stated = applyVex(report.findings, options.vexFiles ?? [], report);
  const ignored = applyIgnoreFiles(stated.findings, options.ignoreFiles ?? [], {
    now: options.now,
    scanners: report.scanners,
  });
  const looked = report.scanners?.includes('vuln') !== false;
  const filtered = applyFilters(ignored.findings, options);
  return {
    findings: filtered.findings,
    suppressed: [...stated.suppressed, ...ignored.suppressed, ...filtered.suppressed],
    // Where nobody looked for packages, a statement about one matched nothing for that reason.
    notes: [...(looked ? stated.notes : []), ...ignored.notes],
  };
}
