import type {
  Finding,
  FindingKind,
  MisconfigurationDetail,
  Severity,
  SeverityStatement,
} from '../model/index.ts';
import { pageOf } from './advice.ts';
import { compareSeverity } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import type { JsonObject } from './json-object.ts';
import { primaryUrl } from './links.ts';
import { markdownText } from './markdown-text.ts';
import { byText } from '../model/order.ts';

/** What GitHub keeps of a description, and what we allow a help text. */
const mostDescription = 1024;
const mostHelp = 16_000;
/** Names listed in a help text. */
const mostNames = 20;

const names: Readonly<Record<FindingKind, string>> = {
  vulnerability: 'LanguageSpecificPackageVulnerability',
  malware: 'MaliciousPackage',
  misconfiguration: 'Misconfiguration',
  secret: 'Secret',
  licence: 'License',
  trust: 'Trust',
  behaviour: 'Behaviour',
  'end-of-life': 'EndOfLife',
};

/** GitHub's bands for `security-severity`: from, up to, and what stands for a band without a score. */
const bands: Readonly<Record<Severity, readonly [number, number, number]>> = {
  critical: [9.0, 10, 9.5],
  high: [7.0, 8.9, 8.0],
  medium: [4.0, 6.9, 5.5],
  low: [0.1, 3.9, 2.0],
  unknown: [0, 0, 0],
};

/** SARIF's levels for our severities. */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  unknown: 'note',
};

/** One SARIF rule for all findings of one id: their worst severity, all their packages. */
export function ruleObject(findings: readonly Finding[], context: ReportContext): JsonObject {
  const worst = findings.reduce((a, b) => (compareSeverity(b.severity, a.severity) < 0 ? b : a));
  const { rule, severity, message, vulnerability: detail } = worst;
  const fault = worst.misconfiguration;
  const title = detail?.title ?? fault?.title.en ?? message.text;
  const description = detail?.description ?? told(fault) ?? title;
  const os = findings.some(
    (one) => one.package !== undefined && context.isOsPackage(context.packageOf(one)),
  );
  const vulnerable = worst.kind === 'vulnerability';
  return {
    id: rule,
    name: vulnerable && os ? 'OsPackageVulnerability' : names[worst.kind],
    shortDescription: { text: bounded(title, mostDescription) },
    fullDescription: { text: bounded(description, mostDescription) },
    defaultConfiguration: { level: levels[severity] },
    helpUri: pageOf(worst),
    help:
      fault === undefined
        ? help(worst, findings, { description, context })
        : ruleHelp(worst, fault),
    properties: {
      ...scores(worst),
      precision: 'very-high',
      'security-severity': securitySeverity(worst).toFixed(1),
      tags: [worst.kind, 'security', severity.toUpperCase()],
    },
  };
}

/** Why a fault of configuration matters, and what to do. */
function told(fault: Finding['misconfiguration']): string | undefined {
  return fault && `${fault.why.en} ${fault.advice.en}`;
}

/** The help text of a rule of configuration. */
function ruleHelp(worst: Finding, fault: MisconfigurationDetail): JsonObject {
  const ids = worst.aliases.join(', ');
  const lines = [
    `Rule ${worst.rule}: ${fault.title.en}`,
    `Severity: ${worst.severity.toUpperCase()}`,
    fault.why.en,
    `What to do: ${fault.advice.en}`,
    ...(ids === '' ? [] : [`Known elsewhere as: ${ids}`]),
    ...fault.references.map((reference) => `See ${reference}`),
  ];
  return {
    text: bounded(lines.join('\n'), mostHelp),
    markdown: bounded(lines.map(markdownText).join('\n\n'), mostHelp),
  };
}

function help(
  worst: Finding,
  findings: readonly Finding[],
  { description, context }: { readonly description: string; readonly context: ReportContext },
): JsonObject {
  const url = primaryUrl(worst.rule);
  const link = url === undefined ? worst.rule : `[${worst.rule}](${url})`;
  const packages = listed(
    findings.map((one) => (one.package === undefined ? '' : context.packageOf(one).name)),
  );
  const fixes = listed(findings.flatMap((one) => one.fix?.versions ?? [])) || 'none known';
  const kind = worst.kind === 'vulnerability' ? 'Vulnerability' : 'Rule';
  const severity = worst.severity.toUpperCase();
  const text = [
    `${kind} ${worst.rule}`,
    `Severity: ${severity}`,
    `Package: ${packages}`,
    `Fixed Version: ${fixes}`,
    `Link: ${link}`,
    description,
  ].join('\n');
  const markdown = [
    `**${kind} ${markdownText(worst.rule)}**`,
    '| Severity | Package | Fixed Version | Link |',
    '| --- | --- | --- | --- |',
    `|${severity}|${markdownText(packages)}|${markdownText(fixes)}|${url === undefined ? markdownText(worst.rule) : link}|`,
    '',
    markdownText(description),
  ].join('\n');
  return { text: bounded(text, mostHelp), markdown: bounded(markdown, mostHelp) };
}

function listed(words: readonly string[]): string {
  const all = [...new Set(words.filter((word) => word !== ''))].sort(byText);
  const rest = all.length - mostNames;
  return all.slice(0, mostNames).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** The base scores to show: those of the source whose word was taken, else NVD's, else any. */
function statements(finding: Finding): readonly SeverityStatement[] {
  const { severities = [], severitySource } = finding.vulnerability ?? {};
  const scored = severities.filter((one) => one.cvss !== undefined);
  const rank = (one: SeverityStatement): number =>
    one.source === severitySource ? 0 : one.source === 'nvd' ? 1 : 2;
  return [...scored].sort((a, b) => rank(a) - rank(b) || byText(a.source, b.source));
}

function scores(finding: Finding): JsonObject {
  const rows = statements(finding);
  const v2 = rows.find((one) => one.cvss?.version === '2.0')?.cvss;
  const v3 = rows.find((one) => one.cvss?.version.startsWith('3') === true)?.cvss;
  const v4 = rows.find((one) => one.cvss?.version === '4.0')?.cvss;
  return {
    cvssv2_score: v2?.score,
    cvssv2_vector: v2?.vector,
    cvssv3_baseScore: v3?.score,
    cvssv3_vector: v3?.vector,
    cvssv40_score: v4?.score,
    cvssv40_vector: v4?.vector,
  };
}

/**
 * GitHub derives the word it shows from this number, so it must agree with ours: a score outside
 * the band of the finding's severity (a distribution judged differently) gives the band's own value.
 */
function securitySeverity(finding: Finding): number {
  const [from, to, middle] = bands[finding.severity];
  const newest = (one: SeverityStatement): boolean => one.cvss?.version !== '2.0';
  const score = statements(finding).find(newest)?.cvss?.score;
  return score !== undefined && score >= from && score <= to ? score : middle;
}

/** Text of at most `most` UTF-16 units, cut with an ellipsis and never inside a character. */
export function bounded(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
