import type { Finding, Report } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, Sink } from './contract.ts';
import type { JsonObject } from './json-object.ts';
import { jsonText } from './json-writer.ts';
import { coverageObject } from './plimsoll.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';
import { findingObject } from './trivy-findings.ts';

/**
 * One finding a line: the object that the JSON report has, with the target it belongs to. What
 * could not be answered is a line too (`Kind` is `unanswered`), so that an empty output means that
 * everything was looked at and nothing was found.
 */
export const ndjson: OutputFormat = {
  id: 'ndjson',
  title: 'JSON lines, one finding a line',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  write,
};

function write(report: Report, sink: Sink): void {
  const context = contextOf(report);
  const artifact = report.subject.name;
  for (const row of unanswered(report)) {
    sink(`${jsonText({ Kind: 'unanswered', Artifact: artifact, ...row })}\n`);
  }
  for (const target of targetsOf(report)) {
    for (const finding of sortFindings(target.findings, context)) {
      sink(`${jsonText(line(finding, target, context))}\n`);
    }
  }
}

function line(finding: Finding, target: Target, context: ReportContext): JsonObject {
  return {
    Kind: finding.kind,
    Artifact: context.report.subject.name,
    Target: target.name,
    Class: target.class,
    Type: target.type === '' ? undefined : target.type,
    ...findingObject(finding, context).object,
  };
}

/** One object for each gap: an error that was survived, and packages that no feed answered for. */
function unanswered(report: Report): readonly JsonObject[] {
  return [
    ...report.errors.map((error) => ({
      Status: report.status,
      Code: error.code,
      Text: error.text,
    })),
    ...report.coverage
      .filter((row) => row.state !== 'covered')
      .map((row) => ({ Status: report.status, Plimsoll: { Coverage: coverageObject(row) } })),
  ];
}
