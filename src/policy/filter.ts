import type { AdvisoryState, Finding, Severity } from '../model/index.ts';
import type { Parted } from './ignore.ts';

/** What the user does not want to see; each is a flag of the command line. */
export interface FilterOptions {
  /** `--severity`: only these words. */
  readonly severities?: readonly Severity[] | undefined;
  /** `--ignore-unfixed`: only vulnerabilities that an update ends. */
  readonly ignoreUnfixed?: boolean | undefined;
  /** `--ignore-status`: vendor states to leave out. */
  readonly ignoreStatus?: readonly AdvisoryState[] | undefined;
}

/** Sets findings aside by severity and by the vendor's state, each with the flag that did it. */
export function applyFilters(findings: readonly Finding[], options: FilterOptions): Parted {
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const because = unwanted(finding, options);
    if (because === undefined) kept.push(finding);
    else suppressed.push({ ...finding, suppressed: { by: 'option', ...because } });
  }
  return { findings: kept, suppressed, notes: [] };
}

function unwanted(
  finding: Finding,
  options: FilterOptions,
): { readonly source: string; readonly reason: string } | undefined {
  const { severities, ignoreUnfixed, ignoreStatus } = options;
  if (severities !== undefined && !severities.includes(finding.severity)) {
    return { source: '--severity', reason: `severity ${finding.severity} was not asked for` };
  }
  // Both flags speak of vulnerabilities: malware and an ended system have no fix to wait for.
  const status = finding.kind === 'vulnerability' ? finding.vulnerability?.status : undefined;
  if (status === undefined) return undefined;
  if (ignoreUnfixed === true && status !== 'fixed') {
    return { source: '--ignore-unfixed', reason: `there is no fix (${status})` };
  }
  if (ignoreStatus?.includes(status) === true) {
    return { source: '--ignore-status', reason: `state ${status} is ignored` };
  }
  return undefined;
}
