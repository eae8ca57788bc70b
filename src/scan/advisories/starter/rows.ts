import type { Severity } from '../../../model/index.ts';

/** A word of the severity table. */
type Word = Exclude<Severity, 'unknown'>;

/** CVE, severity, source package, and by release the first version with the fix. */
export type DebianStarterRow = readonly [
  cve: string,
  severity: Word,
  source: string,
  fixed: Readonly<Record<number, string>>,
];

/** CVE, severity, origin package, and runs of branches (v3.FROM to v3.TO) with their first fixed version. */
export type AlpineStarterRow = readonly [
  cve: string,
  severity: Word,
  origin: string,
  fixed: readonly (readonly [from: number, to: number, version: string])[],
];

/**
 * Advisory, CVE, severity, package, and ranges: from the first version ("0" is the very first) to
 * the one that is fixed, or with `=` in front to the last one that is affected; without end when
 * there is no fix.
 */
export type RangeStarterRow = readonly [
  id: string,
  cve: string,
  severity: Word,
  name: string,
  ranges: readonly (readonly [introduced: string, end?: string])[],
];
