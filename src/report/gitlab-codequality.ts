import type { Finding, Report, Severity } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, Sink } from './contract.ts';
import { fingerprint, placeOf } from './fingerprint.ts';
import type { JsonObject } from './json-object.ts';
import { jsonText } from './json-writer.ts';
import { targetsOf } from './targets.ts';

/**
 * GitLab's code quality report, the subset of Code Climate's issues that GitLab reads
 * (https://docs.gitlab.com/ci/testing/code_quality). What could not be answered is an issue too.
 */
export const gitlabCodequality: OutputFormat = {
  id: 'gitlab-codequality',
  title: 'GitLab code quality report (gl-code-quality-report.json)',
  mediaType: 'application/json',
  extension: 'codequality.json',
  write,
};

/** GitLab knows info, minor, major, critical and blocker. */
const words: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  unknown: 'info',
};

function write(report: Report, sink: Sink): void {
  const context = contextOf(report);
  sink('[');
  let first = true;
  const put = (issue: JsonObject): void => {
    sink(`${first ? '' : ','}\n${jsonText(issue)}`);
    first = false;
  };
  for (const issue of unanswered(report)) put(issue);
  for (const target of targetsOf(report)) {
    for (const finding of sortFindings(target.findings, context)) put(issueOf(finding, report));
  }
  sink(first ? ']\n' : '\n]\n');
}

function issueOf(finding: Finding, report: Report): JsonObject {
  const [location] = finding.locations;
  const link = location?.file;
  const place = placeOf(location);
  const fixes = finding.fix?.versions ?? [];
  const advice = fixes.length === 0 ? '' : ` (fixed in ${fixes.join(', ')})`;
  const title = finding.vulnerability?.title;
  const told = title === undefined ? finding.message.text : `${finding.message.text}: ${title}`;
  return {
    type: 'issue',
    check_name: finding.rule,
    description: printable(`${finding.rule}: ${told}${advice}`),
    categories: ['Security'],
    severity: words[finding.severity],
    fingerprint: fingerprint(report.subject.name, finding),
    location: {
      path: relative(place === '' ? report.subject.name : place),
      lines: { begin: link?.startLine ?? 1 },
    },
  };
}

function unanswered({ errors, coverage, subject }: Report): readonly JsonObject[] {
  const issue = (name: string, text: string): JsonObject => ({
    type: 'issue',
    check_name: name,
    description: printable(text),
    categories: ['Security'],
    severity: 'info',
    fingerprint: fingerprint(subject.name, {
      rule: name,
      kind: 'misconfiguration',
      severity: 'unknown',
      verdict: 'unknown',
      message: { id: '', params: {}, text },
      aliases: [],
      locations: [],
      evidence: [text],
    }),
    location: { path: relative(subject.name), lines: { begin: 1 } },
  });
  return [
    ...errors.map(({ code, text }) => issue(code, text)),
    ...coverage
      .filter(({ state }) => state !== 'covered')
      .map((row) =>
        issue(
          `unanswered-${row.state}`,
          `${row.ecosystem}: ${row.packages} packages could not be checked: ${row.reason ?? row.state}`,
        ),
      ),
  ];
}

/** GitLab shows nothing whose path is absolute or begins with "./". */
function relative(path: string): string {
  return printable(path.replace(/^(?:\.?\/)+/, '')) || '.';
}
