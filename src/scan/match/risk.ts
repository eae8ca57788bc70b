import type { Severity, SeverityStatement } from '../../model/index.ts';

/** What the risk of a fault is reckoned from. */
export interface RiskFacts {
  readonly severity: Severity;
  readonly severities: readonly SeverityStatement[];
  /** Probability of exploitation within 30 days, 0 to 1 (EPSS). */
  readonly epss?: number;
  readonly kev?: { readonly ransomware: boolean };
  readonly malware?: boolean;
}

/** Severity words as shares of one. An unrated fault stands in the middle: silence is not "low". */
const weight: Readonly<Record<Severity, number>> = {
  critical: 0.9,
  high: 0.75,
  medium: 0.5,
  low: 0.3,
  unknown: 0.5,
};

/**
 * Risk from 0 to 100, by Grype's formula `min(threat · severity · kev, 1) · 100`: threat is 1 for
 * what is known to be exploited (and for malware), else the EPSS probability; severity is the mean of the word's
 * weight and the mean CVSS base score; known exploitation weighs 1.05, by ransomware 1.1. Without
 * EPSS and KEV there is no known threat and the risk is 0: sort by severity then.
 */
export function riskOf(facts: RiskFacts): number {
  const known = facts.kev !== undefined || facts.malware === true;
  const threat = known ? 1 : (facts.epss ?? 0);
  const scores = facts.severities.flatMap(({ cvss }) =>
    cvss === undefined || cvss.score <= 0 ? [] : [cvss.score / 10],
  );
  const word = weight[facts.severity];
  const severity = scores.length === 0 ? word : (word + mean(scores)) / 2;
  const kev = facts.kev === undefined ? 1 : facts.kev.ransomware ? 1.1 : 1.05;
  return round(Math.min(threat * severity * kev, 1) * 100);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four digits: EPSS has five, and equal inputs must print alike. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
