import type { Finding, Severity } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { adviceOf } from './advice.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat } from './contract.ts';
import { targetsOf } from './targets.ts';

/** GitHub's words for our severities. */
const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  unknown: 'warning',
};

/**
 * Workflow commands of GitHub Actions: each finding beside its line in a pull request. Texts of
 * strangers are escaped as the runner's toolkit does, so that they cannot give commands.
 */
export const githubAnnotations: OutputFormat = {
  id: 'github-annotations',
  title: 'Workflow commands of GitHub Actions: findings beside the lines of a pull request',
  mediaType: 'text/plain',
  extension: 'txt',
  write: (report, sink) => {
    for (const error of report.errors) {
      sink(`::error title=${property(error.code)}::${data(error.text)}\n`);
    }
    const context = contextOf(report);
    for (const target of targetsOf(report))
      for (const finding of sortFindings(target.findings, context)) sink(`${line(finding)}\n`);
  },
};

function line(finding: Finding): string {
  const at = finding.locations[0]?.file;
  const place: (readonly [string, string | number | undefined])[] = [
    ['file', at?.path],
    ['line', at?.startLine],
    ['endLine', at?.endLine],
    ['col', at?.startLine === at?.endLine ? at?.startColumn : undefined],
    ['title', finding.rule],
  ];
  const properties = place
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  const advice = adviceOf(finding);
  const text = advice === undefined ? finding.message.text : `${finding.message.text}\n${advice}`;
  return `::${commands[finding.severity]} ${properties.join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text
    .split('\n')
    .map((one) => printable(one).replaceAll('%', '%25'))
    .join('%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
