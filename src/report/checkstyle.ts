import type { Finding, Report, Severity } from '../model/index.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, Sink } from './contract.ts';
import { placeOf } from './fingerprint.ts';
import { targetsOf } from './targets.ts';
import { quoted } from './xml-text.ts';

/**
 * Checkstyle's XML, which build servers and editors read: one `file` for each place, one `error` for
 * each finding. What could not be answered is a warning on the subject, so that an empty report
 * never stands for the unknown.
 */
export const checkstyle: OutputFormat = {
  id: 'checkstyle',
  title: 'Checkstyle XML: findings by file and line',
  mediaType: 'application/xml',
  extension: 'checkstyle.xml',
  write,
};

/** Checkstyle knows error, warning, info and ignore. */
const words: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  unknown: 'warning',
};

interface Entry {
  readonly line: number;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
}

function write(report: Report, sink: Sink): void {
  const files = new Map<string, Entry[]>();
  const put = (path: string, entry: Entry): void => {
    const known = files.get(path);
    if (known === undefined) files.set(path, [entry]);
    else known.push(entry);
  };
  for (const entry of unanswered(report)) put(report.subject.name, entry);
  const context = contextOf(report);
  for (const target of targetsOf(report)) {
    for (const finding of sortFindings(target.findings, context)) {
      const place = placeOf(finding.locations[0]);
      put(place === '' ? target.name : place, entryOf(finding));
    }
  }
  sink('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n');
  for (const [path, entries] of files) {
    sink(`  <file name=${quoted(path)}>\n`);
    for (const entry of entries) sink(errorText(entry));
    sink('  </file>\n');
  }
  sink('</checkstyle>\n');
}

function errorText({ line, severity, message, source }: Entry): string {
  const head = `line="${line}" column="1" severity="${severity}"`;
  return `    <error ${head} message=${quoted(message)} source=${quoted(source)}/>\n`;
}

function entryOf(finding: Finding): Entry {
  const [location] = finding.locations;
  const link = location?.file;
  const title = finding.vulnerability?.title;
  const text = finding.message.text;
  return {
    line: link?.startLine ?? 1,
    severity: finding.verdict === 'unknown' ? 'warning' : words[finding.severity],
    message: title === undefined ? text : `${text}: ${title}`,
    source: finding.rule,
  };
}

function unanswered({ errors, coverage }: Report): readonly Entry[] {
  const entry = (source: string, message: string): Entry => ({
    line: 1,
    severity: 'warning',
    message,
    source,
  });
  return [
    ...errors.map(({ code, text }) => entry(code, text)),
    ...coverage
      .filter(({ state }) => state !== 'covered')
      .map((row) =>
        entry(
          `unanswered-${row.state}`,
          `${row.ecosystem}: ${row.packages} packages could not be checked: ${row.reason ?? row.state}`,
        ),
      ),
  ];
}
