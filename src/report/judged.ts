import { ecosystemOf } from '../model/index.ts';
import type { Coverage, Report } from '../model/index.ts';

/** How many packages a report answers for. */
export interface Judged {
  readonly packages: number;
  /** Packages whose advisories were there, even if old or only the starter set. */
  readonly judged: number;
  readonly unjudged: number;
  /** True when some answers rest on the starter set alone. */
  readonly starter: boolean;
  /** Rows of coverage that leave packages without an answer. */
  readonly gaps: readonly Coverage[];
  readonly stale: readonly Coverage[];
}

const answering: ReadonlySet<Coverage['state']> = new Set(['covered', 'stale', 'starter-set']);

/**
 * Counts what could be judged. A package that no row of coverage speaks of counts as not judged:
 * silence is never an answer. Images that files name are other subjects, and a note names them.
 */
export function judgedOf(report: Report): Judged {
  const packages = report.packages.filter(
    ({ type }) => ecosystemOf(type)?.elsewhere !== true,
  ).length;
  const answered = report.coverage.filter((row) => answering.has(row.state));
  const judged = Math.min(
    packages,
    answered.reduce((sum, row) => sum + row.packages, 0),
  );
  return {
    packages,
    judged,
    unjudged: packages - judged,
    starter:
      report.database?.starter === true ||
      report.coverage.some((row) => row.state === 'starter-set'),
    gaps: report.coverage.filter((row) => !answering.has(row.state)),
    stale: report.coverage.filter((row) => row.state === 'stale'),
  };
}
