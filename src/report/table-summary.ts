import type { Finding, Report, Severity } from '../model/index.ts';
import { compareSeverity, severities } from '../model/index.ts';
import type { Judged } from './judged.ts';
import { judgedOf } from './judged.ts';
import { byText } from '../model/order.ts';
import { platformOf } from './plimsoll.ts';
import type { Line, Span } from './screen.ts';
import { flow } from './screen.ts';
import { osTitle } from './targets.ts';
import { answerCounts } from './table-checks.ts';
import type { View } from './table-view.ts';
import { append } from '../model/append.ts';

/** Numbers of a report, each vulnerability id counted once whatever the packages it stands in. */
interface Tally {
  readonly total: number;
  readonly bySeverity: ReadonlyMap<Severity, number>;
  readonly fixable: number;
  readonly exploited: number;
  /** Findings of other kinds. */
  readonly others: ReadonlyMap<Finding['kind'], number>;
}

function tallyOf(view: View): Tally {
  const worst = new Map<string, Severity>();
  const fixable = new Set<string>();
  const exploited = new Set<string>();
  const others = new Map<Finding['kind'], number>();
  for (const finding of view.report.findings) {
    if (finding.kind !== 'vulnerability') {
      others.set(finding.kind, (others.get(finding.kind) ?? 0) + 1);
    } else if (finding.verdict !== 'unknown') {
      const known = worst.get(finding.rule);
      if (known === undefined || compareSeverity(finding.severity, known) < 0) {
        worst.set(finding.rule, finding.severity);
      }
      if ((finding.fix?.versions.length ?? 0) > 0) fixable.add(finding.rule);
      if (finding.vulnerability?.kev !== undefined) exploited.add(finding.rule);
    }
  }
  const bySeverity = new Map<Severity, number>();
  for (const severity of worst.values()) {
    bySeverity.set(severity, (bySeverity.get(severity) ?? 0) + 1);
  }
  return {
    total: worst.size,
    bySeverity,
    fixable: fixable.size,
    exploited: exploited.size,
    others,
  };
}

/** The first lines: what was found, in what, judged by what. */
export function summary(view: View): readonly Line[] {
  return [...headline(view), ...flow(subjectParts(view), { width: view.width, indent: 0 })];
}

/** The sentence that sums the report up; it stands first and, below long reports, last again. */
export function headline(view: View): readonly Line[] {
  const { words, report } = view;
  const judged = judgedOf(report);
  const tally = tallyOf(view);
  const items: Span[][] = [];
  if (report.status === 'failed') {
    items.push([{ text: words.say('summary.failed'), style: 'strong' }]);
  }
  if (tally.total > 0) append(items, foundParts(view, tally, judged));
  else if (isCheck(report)) append(items, rulesParts(view));
  else if (report.status !== 'failed' || judged.packages > 0)
    items.push(nothingFound(view, judged));
  const hidden = hiddenBy(report);
  if (report.findings.length === 0 && hidden > 0)
    items.push([{ text: words.say('summary.hidden', { count: hidden }), style: 'strong' }]);
  const others = [...tally.others].filter(
    ([kind]) => kind !== 'misconfiguration' || !isCheck(report),
  );
  for (const [kind, count] of others.sort(([a], [b]) => byText(a, b))) {
    const text = words.count('summary.other', count, { kind: words.say(`kind.${kind}`) });
    items.push([{ text, style: kind === 'malware' ? 'critical' : 'strong' }]);
  }
  const label = labelOf(view);
  if (label !== undefined) items[0]?.unshift(label, { text: ' ' });
  return flow(joined(items, ' · '), { width: view.width, indent: 0 });
}

/** Findings that the user hid: "nothing found" must not read as if there were none. */
function hiddenBy({ suppressed }: Report): number {
  const stated: ReadonlySet<string | undefined> = new Set(['vendor', 'vex', 'not-present']);
  return suppressed.filter((finding) => !stated.has(finding.suppressed?.by)).length;
}

/** Whether rules of configuration were asked rather than advisories. */
function isCheck({ checks, packages, subject }: Report): boolean {
  return packages.length === 0 && (checks.length > 0 || subject.kind === 'file');
}

/** What the rules found: faults by severity, and how many rules said what else. */
function rulesParts(view: View): readonly Span[][] {
  const { words, report } = view;
  const faults = report.findings.filter(({ kind }) => kind === 'misconfiguration');
  const answers = answerCounts(view).map((text): Span[] => [{ text, style: 'faint' }]);
  if (faults.length === 0) {
    const sure = report.status === 'complete';
    const id = sure || report.checks.length > 0 ? 'check.none' : 'check.unread';
    return [[{ text: words.say(id), style: sure ? 'good' : 'unknown' }], ...answers];
  }
  const found: Span[] = [{ text: words.count('check.found', faults.length), style: 'strong' }];
  let mark = words.say('summary.colon');
  for (const severity of severities) {
    const count = faults.filter((one) => one.severity === severity).length;
    if (count === 0) continue;
    const name = words.say(`severity.${severity}`);
    found.push({ text: mark });
    found.push({ text: words.say('severity.count', { count, severity: name }), style: severity });
    mark = words.say('list.comma');
  }
  return [found, ...answers];
}

/** The word in front of everything when the report is not whole. */
function labelOf({ report, words }: View): Span | undefined {
  if (report.status === 'complete') return undefined;
  return report.status === 'failed'
    ? { text: ` ${words.say('label.failed')} `, style: 'alarm' }
    : { text: ` ${words.say('label.incomplete')} `, style: 'warning' };
}

function foundParts(view: View, tally: Tally, judged: Judged): readonly Span[][] {
  const { words } = view;
  const found: Span[] = [{ text: words.count('summary.found', tally.total), style: 'strong' }];
  let mark = words.say('summary.colon');
  for (const severity of severities) {
    const count = tally.bySeverity.get(severity);
    if (count === undefined) continue;
    const name = words.say(`severity.${severity}`);
    found.push({ text: mark });
    found.push({ text: words.say('severity.count', { count, severity: name }), style: severity });
    mark = words.say('list.comma');
  }
  const items: Span[][] = [found];
  if (tally.exploited > 0) {
    const text = words.say('summary.exploited', { count: tally.exploited });
    items.push([{ text, style: 'critical' }]);
  }
  items.push([{ text: words.say('summary.fixable', { count: tally.fixable }) }]);
  if (judged.unjudged > 0) items.push([part(view, judged)]);
  else if (judged.starter) items.push([{ text: words.say('summary.starter'), style: 'unknown' }]);
  return items;
}

function part(view: View, judged: Judged): Span {
  const { packages } = judged;
  const text = view.words.say('summary.part', { judged: judged.judged, packages });
  return { text, style: 'unknown' };
}

function nothingFound(view: View, judged: Judged): Span[] {
  const { say, count } = view.words;
  const packages = count('packages', judged.packages);
  if (judged.packages === 0) return [{ text: say('summary.empty'), style: 'unknown' }];
  if (judged.judged === 0) {
    return [
      { text: ` ${say('label.unjudged')} `, style: 'alarm' },
      { text: ` ${say('summary.unjudged', { packages })}`, style: 'strong' },
    ];
  }
  if (judged.unjudged > 0) {
    return [{ text: `${say('summary.none.part')} `, style: 'strong' }, part(view, judged)];
  }
  if (judged.starter)
    return [{ text: say('summary.none.starter', { packages }), style: 'unknown' }];
  const sure = view.report.status === 'complete' && judged.stale.length === 0;
  return [{ text: say('summary.none', { packages }), style: sure ? 'good' : 'unknown' }];
}

function subjectParts(view: View): readonly Line[] {
  const { report, words } = view;
  const { image, name } = report.subject;
  const parts: string[] = [name];
  if (report.os !== undefined) parts.push(osTitle(report.os));
  if (image !== undefined) {
    parts.push(platformOf(image));
    parts.push(shortDigest(image.manifestDigest ?? image.id));
    parts.push(words.say('subject.from', { source: image.source }));
  }
  if (!isCheck(report)) parts.push(words.count('packages', report.packages.length));
  const built = report.database?.built;
  if (built !== undefined && report.database?.starter !== true) {
    parts.push(words.say('subject.database', { date: built.slice(0, 10) }));
  }
  const spans = parts.map((text, index): Span[] => [
    { text, style: index === 0 ? 'strong' : 'faint' },
  ]);
  return joined(spans, ' · ');
}

/** The first twelve digits, which is what people compare. */
function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

/** Items with a separator behind all but the last. */
export function joined(items: readonly Line[], separator: string): readonly Line[] {
  return items.map((item, index) =>
    index === items.length - 1 ? item : [...item, { text: separator, style: 'faint' }],
  );
}
