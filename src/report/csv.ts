import type { Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { adviceOf, pageOf } from './advice.ts';
import type { ReportContext } from './context.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, Sink } from './contract.ts';
import { placeOf } from './fingerprint.ts';
import { instruction } from './instruction.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';

/**
 * One row for each finding, for spreadsheets (RFC 4180). What could not be answered is a row too
 * (kind `unanswered`). A cell that a spreadsheet would take for a formula gets a leading quote.
 */
export const csv: OutputFormat = {
  id: 'csv',
  title: 'Comma-separated values, one finding a row',
  mediaType: 'text/csv',
  extension: 'csv',
  write,
};

const columns = [
  'target',
  'type',
  'kind',
  'id',
  'severity',
  'verdict',
  'risk',
  'kev',
  'epss',
  'package',
  'installed',
  'fixed',
  'status',
  'path',
  'layer',
  'instruction',
  'title',
  'url',
  'line',
  'advice',
] as const;

type Row = Readonly<Partial<Record<(typeof columns)[number], string | number | undefined>>>;

function write(report: Report, sink: Sink): void {
  const context = contextOf(report);
  sink(`${columns.join(',')}\n`);
  for (const row of unanswered(report)) sink(line(row));
  for (const target of targetsOf(report)) {
    for (const row of findings(target, context)) sink(line(row));
  }
}

function line(row: Row): string {
  return `${columns.map((name) => cell(row[name])).join(',')}\n`;
}

/** Strangers chose the text: a leading `=`, `+`, `-` or `@` would be run as a formula. */
function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = printable(value);
  const text = /^[=+\-@]/.test(safe) ? `'${safe}` : safe;
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function unanswered(report: Report): readonly Row[] {
  const target = report.subject.name;
  return [
    ...report.errors.map((error) => ({
      target,
      kind: 'unanswered',
      id: error.code,
      verdict: 'unknown',
      path: error.location?.file?.path,
      title: error.text,
    })),
    ...report.coverage
      .filter((row) => row.state !== 'covered')
      .map((row) => ({
        target,
        type: row.ecosystem,
        kind: 'unanswered',
        id: row.state,
        verdict: 'unknown',
        title: `${row.packages} packages: ${row.reason ?? row.state}`,
      })),
  ];
}

function findings(target: Target, context: ReportContext): readonly Row[] {
  return sortFindings(target.findings, context).map((finding) => {
    const item = finding.package === undefined ? undefined : context.packageOf(finding);
    const location = finding.locations[0] ?? item?.locations[0];
    const detail = finding.vulnerability;
    return {
      target: target.name,
      type: target.type,
      kind: finding.kind,
      id: finding.rule,
      severity: finding.severity,
      verdict: finding.verdict,
      risk: detail?.risk,
      kev: detail?.kev?.added,
      epss: detail?.epss?.probability,
      package: item?.name,
      installed: item?.version,
      fixed: finding.fix?.versions.join(' or '),
      status: detail?.status,
      path: placeOf(location),
      layer: location?.layer && location.layer.index + 1,
      instruction: location?.history && instruction(location.history.createdBy),
      title: detail?.title ?? finding.message.text,
      url: pageOf(finding),
      line: location?.file?.startLine,
      advice: adviceOf(finding),
    };
  });
}
