import { listOf, objectOf, textOf } from '../formats/json-values.ts';
import { readTextFile } from '../io/text-file.ts';
import { errorText, limits, printable } from '../model/index.ts';
import type { Finding, Report } from '../model/index.ts';
import { ReportError } from '../report/errors.ts';
import { fingerprint } from '../report/fingerprint.ts';

/** What was known at some time: fingerprints of findings in a report that "-f json" wrote. */
export interface Baseline {
  readonly source: string;
  readonly fingerprints: ReadonlyMap<string, number>;
}

/**
 * Reads the findings that were there before, so that only new ones count.
 * @throws {ReportError} REPORT_INVALID when it is not there or no report.
 */
export function readBaseline(path: string): Baseline {
  const text = readTextFile(path, limits.report_bytes.value);
  if (text === undefined) throw notReport(path, 'it does not exist');
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (cause) {
    throw notReport(path, errorText(cause));
  }
  const results = objectOf(report)['Results'];
  if (objectOf(report)['SchemaVersion'] !== 2) throw notReport(path, 'it has no SchemaVersion 2');
  const fingerprints = new Map<string, number>();
  for (const result of listOf(results)) {
    for (const list of ['Misconfigurations', 'Secrets', 'Vulnerabilities']) {
      for (const finding of listOf(objectOf(result)[list])) {
        const key = textOf(objectOf(finding)['Fingerprint'])?.replace(/^sha256:/, '');
        if (key !== undefined) fingerprints.set(key, (fingerprints.get(key) ?? 0) + 1);
      }
    }
  }
  return { source: path, fingerprints };
}

/** Sets aside what the baseline has: of several alike as many as it has. */
export function applyBaseline(report: Report, baseline: Baseline): Report {
  const left = new Map(baseline.fingerprints);
  const findings: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of report.findings) {
    const key = fingerprint(report.subject.name, finding);
    const count = left.get(key) ?? 0;
    if (count === 0) {
      findings.push(finding);
      continue;
    }
    left.set(key, count - 1);
    const reason = 'it was there when the baseline was taken';
    known.push({ ...finding, suppressed: { by: 'baseline', reason, source: baseline.source } });
  }
  return { ...report, findings, suppressed: [...report.suppressed, ...known] };
}

function notReport(path: string, found: string): ReportError {
  return new ReportError(
    'REPORT_INVALID',
    `Cannot use "${printable(path)}" as a baseline: ${found}, wanted a file that "-f json" wrote`,
  );
}
