/** Severity words, most severe first. `unknown` is its own state and never sorts as "low". */
export const severities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** One of the severity words every room and every report format uses. */
export type Severity = (typeof severities)[number];

/** Negative when `a` is more severe than `b`; `unknown` sorts last. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** True when `severity` is at least as severe as `threshold`. `unknown` is below every word. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** One severity statement as its source made it. Scores and vectors are CVSS base metrics. */
export interface SeverityStatement {
  /** Who says so: a feed id, `nvd`, `ghsa`, `cna:<name>`. */
  readonly source: string;
  readonly severity: Severity;
  /** The vendor's own word, when it is not one of ours (Debian "unimportant", GitHub "MODERATE"). */
  readonly word?: string;
  readonly cvss?: {
    readonly version: '2.0' | '3.0' | '3.1' | '4.0';
    readonly vector: string;
    readonly score: number;
  };
}
