import type { CheckResult, Finding, Location } from '../model/index.ts';
import { compareSeverity } from '../model/index.ts';
import { adviceOf } from './advice.ts';
import { placeOf } from './fingerprint.ts';
import { instruction } from './instruction.ts';
import { byText } from '../model/order.ts';
import { lineOf } from './others.ts';
import type { Line, Span } from './screen.ts';
import { lineWidth, paragraph } from './screen.ts';
import type { Section, View } from './table-view.ts';
import { displayWidth } from './width.ts';
import { append, largest } from '../model/append.ts';

/** Faults of one rule in one file. */
interface Broken {
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** Places of one rule that a terminal shows before the rest is counted. */
const placesShown = 8;

/** One block for each broken rule: what, where, and what to do, the most severe first. */
export function brokenRules(view: View, { target }: Section): readonly Line[] {
  const rules = brokenOf(target.findings);
  const widest = largest(rules.map(({ first }) => displayWidth(labelOf(view, first))));
  return rules.flatMap((rule) => block(view, rule, { place: target.name, label: widest }));
}

function brokenOf(findings: readonly Finding[]): readonly Broken[] {
  const groups = Map.groupBy(
    findings.filter(({ kind }) => kind === 'misconfiguration'),
    ({ rule, severity }) => `${severity} ${rule}`,
  );
  return [...groups.values()]
    .flatMap((group): Broken[] => {
      const [first] = group;
      return first === undefined ? [] : [{ first, findings: group.toSorted(byPlace) }];
    })
    .sort(
      (a, b) =>
        compareSeverity(a.first.severity, b.first.severity) || byText(a.first.rule, b.first.rule),
    );
}

function byPlace(a: Finding, b: Finding): number {
  return startOf(a.locations[0]) - startOf(b.locations[0]);
}

function startOf(location: Location | undefined): number {
  return location?.file?.startLine ?? 0;
}

function labelOf({ words }: View, { severity }: Finding): string {
  return words.say(`label.${severity === 'unknown' ? 'unrated' : severity}`);
}

function block(
  view: View,
  { first, findings }: Broken,
  at: { readonly place: string; readonly label: number },
): readonly Line[] {
  const { words, width, terminal, options } = view;
  const label = labelOf(view, first);
  const fill = ' '.repeat(at.label - displayWidth(label) + 2);
  const detail = first.misconfiguration;
  const title = detail === undefined ? words.tell(first.message) : detail.title[options.lang];
  const indent = 2 + at.label + 2;
  const head: Span[] = [
    { text: '  ' },
    { text: label, style: first.severity },
    { text: fill },
    { text: first.rule, style: 'strong' },
  ];
  // A lone sentence that says more than the title needs no title.
  const only = findings.length === 1 && words.tell(first.message) !== title;
  const lines: Line[] = only ? [head] : titled(head, title, { width, indent });
  const shown = terminal ? findings.slice(0, placesShown) : findings;
  for (const finding of shown) append(lines, placeLines(view, finding, { ...at, indent, title }));
  const rest = findings.length - shown.length;
  if (rest > 0)
    append(
      lines,
      paragraph(words.say('row.more', { count: rest }), { width, indent, style: 'faint' }),
    );
  const advice = adviceOf(first, options.lang);
  if (advice !== undefined && advice !== title) {
    append(
      lines,
      paragraph(words.say('check.advice', { advice }), { width, indent, style: 'faint' }),
    );
  }
  return lines;
}

/** The title behind the rule where the line has room, else below it. */
function titled(
  head: readonly Span[],
  title: string,
  layout: { readonly width: number; readonly indent: number },
): Line[] {
  const fits = lineWidth(head) + 2 + displayWidth(title) <= layout.width;
  return fits ? [[...head, { text: `  ${title}` }]] : [head, ...paragraph(title, layout)];
}

/** `:17 hostPID is true`: the line, and the sentence where it says more than the title. */
function placeLines(
  view: View,
  finding: Finding,
  at: { readonly place: string; readonly indent: number; readonly title: string },
): readonly Line[] {
  const { words, width } = view;
  const location = finding.locations[0];
  if (finding.misconfiguration?.type === 'image-config') return imageLines(view, finding, at);
  const line = startOf(location);
  const place = placeOf(location) === at.place ? (line === 0 ? '' : `:${line}`) : lineOf(location);
  const told = words.tell(finding.message);
  const subject = finding.misconfiguration?.subject ?? '';
  const text = told === at.title ? (place === '' ? subject : '') : told;
  const parts = [place, text].filter((part) => part !== '' && part !== at.place);
  if (parts.length === 0) return [];
  return paragraph(parts.join(' '), { width, indent: at.indent });
}

/** Of an image: the sentence, then its files with their layers, or the instruction of the build. */
function imageLines(
  view: View,
  finding: Finding,
  at: { readonly indent: number; readonly title: string },
): readonly Line[] {
  const { words, width, terminal } = view;
  const told = words.tell(finding.message);
  const files = finding.locations.filter(({ file }) => file !== undefined);
  const made = files.length > 0 ? [] : finding.locations.flatMap(({ history }) => history ?? []);
  const texts = [
    ...(told === at.title ? [] : [told]),
    ...made.map(({ createdBy }) => instruction(createdBy)),
    ...[...Map.groupBy(files, ({ layer }) => layer?.index)].map(([layer, places]) => {
      const paths = [...new Set(places.map(placeOf))];
      const shown = terminal ? paths.slice(0, placesShown) : paths;
      const more = paths.length - shown.length;
      if (more > 0) shown.push(words.say('row.more', { count: more }));
      if (layer === undefined) return words.list(shown);
      const label = words.say('row.layer', { number: layer + 1 });
      return `${label}${words.say('summary.colon')}${words.list(shown)}`;
    }),
  ];
  return texts.flatMap((text) => paragraph(text, { width, indent: at.indent }));
}

/** How many answers of each kind there were, in words; empty for a report without checks. */
export function answerCounts({ report, words }: View): readonly string[] {
  const counts = new Map<CheckResult['result'], number>();
  for (const { result } of report.checks) counts.set(result, (counts.get(result) ?? 0) + 1);
  return (['pass', 'not-applicable', 'needs-human', 'could-not-read'] as const).flatMap(
    (result) => {
      const count = counts.get(result);
      return count === undefined ? [] : [words.say(`check.count.${result}`, { count })];
    },
  );
}

/** Every answer, with `--show-checks`; what could not be read also stands above, as every gap does. */
export function openQuestions(view: View): readonly Line[] {
  const { report, words, width, options } = view;
  const wanted: readonly CheckResult['result'][] =
    options.showChecks === true
      ? ['could-not-read', 'needs-human', 'fail', 'pass', 'not-applicable']
      : [];
  return wanted.flatMap((result): readonly Line[] => {
    const rows = report.checks.filter((one) => one.result === result);
    if (rows.length === 0) return [];
    return [
      [],
      [{ text: words.say(`check.heading.${result}`), style: 'strong' }],
      ...rows.flatMap((row) => {
        const { subject, evidence } =
          options.lang === 'en' ? row : (row.translations?.[options.lang] ?? row);
        return [
          [{ text: '  ' }, { text: row.rule, style: 'strong' } as const, { text: `  ${subject}` }],
          ...evidence.flatMap((text) => paragraph(text, { width, indent: 4, style: 'faint' })),
        ];
      }),
    ];
  });
}
