import type { Finding, Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { adviceOf, pageOf } from './advice.ts';
import type { ReportContext } from './context.ts';
import { contextOf, sortFindings } from './context.ts';
import type { OutputFormat, Sink } from './contract.ts';
import { packageId } from './json-object.ts';
import { lineOf } from './others.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';
import { escaped, quoted } from './xml-text.ts';

/**
 * JUnit XML: a suite for each target, a failed case for each finding. What could not be read or
 * answered is a case with an error, so that a build server never shows green for the unknown.
 */
export const junit: OutputFormat = {
  id: 'junit',
  title: 'JUnit XML: findings are failures, what is unknown is an error',
  mediaType: 'application/xml',
  extension: 'xml',
  write,
};

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly outcome?: {
    readonly element: 'failure' | 'error';
    readonly type: string;
    readonly message: string;
    readonly text: string;
  };
}

function write(report: Report, sink: Sink): void {
  const context = contextOf(report);
  const suites = [
    ...unanswered(report),
    ...targetsOf(report).map((target) => suiteOf(target, context)),
  ];
  const all = suites.flatMap((suite) => suite.cases);
  sink('<?xml version="1.0" encoding="UTF-8"?>\n');
  sink(`<testsuites name=${quoted(report.subject.name)}${counts(all)}>\n`);
  for (const suite of suites) {
    sink(`  <testsuite name=${quoted(suite.name)}${counts(suite.cases)}>\n`);
    for (const one of suite.cases) sink(caseText(suite, one));
    sink('  </testsuite>\n');
  }
  sink('</testsuites>\n');
}

function counts(cases: readonly Case[]): string {
  const number = (element: string): number =>
    cases.filter((one) => one.outcome?.element === element).length;
  return ` tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}"`;
}

function caseText(suite: Suite, { name, outcome }: Case): string {
  const head = `    <testcase classname=${quoted(suite.name)} name=${quoted(name)}`;
  if (outcome === undefined) return `${head}/>\n`;
  const { element, type, message, text } = outcome;
  const attributes = `type=${quoted(type)} message=${quoted(message)}`;
  return `${head}>\n      <${element} ${attributes}>${escaped(text)}</${element}>\n    </testcase>\n`;
}

function unanswered(report: Report): readonly Suite[] {
  const failed = (name: string, type: string, message: string): Case => ({
    name,
    outcome: { element: 'error', type, message, text: message },
  });
  const cases = [
    ...report.errors.map((error) => failed(error.code, error.code, error.text)),
    ...report.coverage
      .filter((row) => row.state !== 'covered')
      .map((row) => {
        const text = `${row.packages} packages: ${row.reason ?? row.state}`;
        return failed(`${row.ecosystem} could be checked`, row.state, text);
      }),
  ];
  return cases.length === 0 ? [] : [{ name: 'What could not be answered', cases }];
}

/** A target without findings has one case that passes: build servers warn of empty suites. */
function suiteOf(target: Target, context: ReportContext): Suite {
  const cases = sortFindings(target.findings, context).map((finding) => caseOf(finding, context));
  const count = target.packages.length;
  const none: Case = { name: count === 0 ? 'Nothing found' : `Nothing found in ${count} packages` };
  return { name: target.name, cases: cases.length === 0 ? [none] : cases };
}

function caseOf(finding: Finding, context: ReportContext): Case {
  const item = finding.package === undefined ? undefined : context.packageOf(finding);
  const subject = item === undefined ? lineOf(finding.locations[0]) : packageId(item);
  const fixes = finding.fix?.versions ?? [];
  const advice = item === undefined ? adviceOf(finding) : undefined;
  const url = pageOf(finding);
  const lines = [
    finding.vulnerability?.title ?? finding.message.text,
    ...(fixes.length === 0 ? [] : [`Fixed in: ${fixes.join(' or ')}`]),
    ...(advice === undefined ? [] : [advice]),
    ...(url === undefined ? [] : [url]),
  ];
  const undecided = finding.verdict === 'unknown';
  return {
    name: `[${finding.severity.toUpperCase()}] ${finding.rule} ${subject}`,
    outcome: {
      element: undecided ? 'error' : 'failure',
      type: finding.kind,
      message: finding.message.text,
      text: lines.map(printable).join('\n'),
    },
  };
}
