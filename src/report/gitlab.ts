import type { Finding, Report, Severity } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { fingerprint } from './fingerprint.ts';
import { judgedOf } from './judged.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import { writeJson } from './json-writer.ts';
import { primaryUrl } from './links.ts';
import { bounded } from './sarif-rule.ts';
import { osWords, targetsOf } from './targets.ts';

/**
 * GitLab's container scanning report, schema 15.0.7. Its `id` is our fingerprint, because the
 * schema wants it unique and one CVE stands in many packages. It requires times: without a given
 * one they are those of the advisory database, so that equal inputs give equal bytes.
 */
export const gitlab: OutputFormat = {
  id: 'gitlab',
  title: 'GitLab container scanning report (gl-container-scanning-report.json)',
  mediaType: 'application/json',
  extension: 'gitlab.json',
  write,
};

/** Bounds of GitLab's schema. */
const most = { name: 255, description: 1_048_576, solution: 7000, identifiers: 20 };

const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'Unknown',
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const context = contextOf(report);
  writeJson(sink, (out) => {
    out.member('version', '15.0.7');
    out.member('scan', scan(report, options));
    out.array('vulnerabilities', () => {
      for (const target of targetsOf(report)) {
        for (const finding of sortFindings(target.findings, context)) {
          if (finding.kind !== 'vulnerability' && finding.kind !== 'malware') continue;
          out.element(vulnerability(finding, context));
        }
      }
    });
  });
}

function scan(report: Report, options: RenderOptions): JsonObject {
  const tool = {
    id: 'plimsoll',
    name: 'Plimsoll',
    vendor: { name: 'Plimsoll' },
    version: options.program.version,
  };
  const time = secondsOf(options.created ?? report.database?.built);
  return {
    analyzer: tool,
    end_time: time,
    messages: filled(messages(report)),
    scanner: tool,
    start_time: time,
    status: report.status === 'failed' ? 'failure' : 'success',
    type: 'container_scanning',
  };
}

/** The form that GitLab's schema wants: no fraction, no zone. */
function secondsOf(time: string | undefined): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(time ?? '')?.[0] ?? '1970-01-01T00:00:00';
}

/** What could not be read or answered. */
function messages(report: Report): readonly JsonObject[] {
  const { gaps, stale, starter, unjudged, packages } = judgedOf(report);
  const warn = (value: string): JsonObject => ({ level: 'warn', value: bounded(value, 1000) });
  const list = report.errors.map((error) => warn(`${error.code}: ${error.text}`));
  if (unjudged > 0) list.push(warn(`${unjudged} of ${packages} packages could not be checked`));
  if (starter) list.push(warn('Only the starter set of advisories was asked'));
  for (const row of [...gaps, ...stale]) {
    list.push(warn(`${row.ecosystem}: ${row.packages} packages, ${row.state}`));
  }
  return list;
}

function vulnerability(finding: Finding, context: ReportContext): JsonObject {
  const { report } = context;
  const item = context.packageOf(finding);
  const detail = finding.vulnerability;
  const { os } = report;
  const fixes = finding.fix?.versions ?? [];
  const solution = fixes.length === 0 ? undefined : `Upgrade ${item.name} to ${fixes.join(', ')}`;
  return {
    id: fingerprint(report.subject.name, finding),
    name: bounded(detail?.title ?? finding.message.text, most.name),
    description: bounded(detail?.description ?? finding.message.text, most.description),
    severity: severityWords[finding.severity],
    solution: solution && bounded(solution, most.solution),
    location: {
      dependency: { package: { name: item.name }, version: item.version },
      operating_system: os === undefined ? 'unknown' : osWords(os),
      image: report.subject.name,
    },
    identifiers: [finding.rule, ...finding.aliases.filter((id) => id !== finding.rule)]
      .slice(0, most.identifiers)
      .map((id) => ({ type: typeOf(id), name: id, value: id, url: primaryUrl(id) })),
    links: filled(
      (detail?.references ?? [])
        .filter((url) => /^(https?|ftp):\/\/\S+$/.test(url))
        .map((url) => ({ url })),
    ),
  };
}

/** GitLab groups by the type of an identifier: `cve`, `ghsa`, `dsa` … */
function typeOf(id: string): string {
  return /^([A-Za-z]+)-/.exec(id)?.[1]?.toLowerCase() ?? 'plimsoll';
}
