import type { Finding, Suppression } from '../model/index.ts';
import { compareSeverity, severities } from '../model/index.ts';
import type { Group } from './groups.ts';
import { judgedOf } from './judged.ts';
import { byKeys, byText } from './order.ts';
import type { Cell, Column, Line, Span } from './screen.ts';
import { columnWidths, heading, lineWidth, paragraph, tableRow } from './screen.ts';
import type { View } from './table-view.ts';

/** Upgrades listed on a terminal before the rest is counted. */
const actionsShown = 8;
/** Packages named in one sentence before the rest is counted. */
const namesShown = 12;

/** One thing to do: an upgrade (or removal), wherever the package stands. */
interface Action {
  readonly name: string;
  readonly version: string;
  readonly malware: boolean;
  readonly groups: readonly Group[];
  readonly ends: number;
  readonly exploited: boolean;
  readonly severity: Group['severity'];
  readonly risk: number;
}

/** The section "what to do": upgrades with what each ends, what has no fix, and the next command. */
export function actions(view: View): readonly Line[] {
  const groups = view.sections.flatMap((section) => section.groups);
  const decided = groups.filter((group) => !group.undecided);
  const todo = actionsOf(view, decided);
  const lines: Line[] = [];
  const shown = view.terminal ? todo.slice(0, actionsShown) : todo;
  shown.forEach((action, index) => lines.push(...actionLines(view, action, index + 1)));
  const { words, width } = view;
  if (todo.length > shown.length) {
    const rest = todo.slice(shown.length);
    const ended = new Set(rest.flatMap(idsOf)).size;
    const text = words.say('do.more', { count: rest.length, ended });
    lines.push(...paragraph(text, { width, indent: 5, style: 'faint' }));
  }
  const base = todo.filter((action) => action.groups.every((group) => group.layer?.index === 0));
  if (base.length > 0) {
    const count = new Set(base.map((action) => action.name)).size;
    const text = words.say('do.base', { count });
    lines.push(...paragraph(text, { width, indent: 2 }));
  }
  lines.push(...unfixed(view, decided));
  const next = nextStep(view);
  if (lines.length === 0) return next.length === 0 ? [] : [[], ...next];
  const end = next.length === 0 ? [] : [[], ...next];
  return [[], heading(words.say('do.heading')), ...lines, ...end];
}

const idsOf = (action: Action): readonly string[] =>
  action.groups.flatMap((group) => group.ids.map((id) => id.id));

function actionsOf(view: View, groups: readonly Group[]): readonly Action[] {
  const bins = new Map<string, Group[]>();
  for (const group of groups) {
    const malware = isMalware(group);
    if (group.fixed.length === 0 && !malware) continue;
    const version = malware ? '' : group.fixed.join(view.words.say('row.or'));
    const key = JSON.stringify([group.name, group.type, version, group.instruction ?? '']);
    const bin = bins.get(key);
    if (bin === undefined) bins.set(key, [group]);
    else bin.push(group);
  }
  return [...bins.values()].map((bin) => actionOf(view, bin)).sort(actionOrder);
}

function isMalware(group: Group): boolean {
  return group.ids.some((id) => id.finding.kind === 'malware');
}

function actionOf(view: View, groups: readonly Group[]): Action {
  const first = groups[0] as Group;
  return {
    name: first.name,
    version: first.fixed.join(view.words.say('row.or')),
    malware: isMalware(first),
    groups,
    ends: new Set(groups.flatMap((group) => group.ids.map((id) => id.id))).size,
    exploited: groups.some((group) => group.exploited),
    severity: groups.map((group) => group.severity).sort(compareSeverity)[0] ?? 'unknown',
    risk: groups.reduce((most, group) => Math.max(most, group.risk), 0),
  };
}

const actionOrder = (a: Action, b: Action): number =>
  Number(b.malware) - Number(a.malware) ||
  Number(b.exploited) - Number(a.exploited) ||
  compareSeverity(a.severity, b.severity) ||
  b.risk - a.risk ||
  b.ends - a.ends ||
  byText(a.name, b.name) ||
  byText(a.version, b.version);

function actionLines(view: View, action: Action, number: number): readonly Line[] {
  const { words, width } = view;
  const what = action.malware
    ? words.say('do.remove', { package: action.name })
    : words.say('do.upgrade', { package: action.name, version: action.version });
  const places = [
    ...new Set(
      action.groups.flatMap((group) =>
        group.target.class === 'os-pkgs' ? [] : [group.places[0] ?? group.target.name],
      ),
    ),
  ].sort(byText);
  const [place, ...more] = places;
  const rest = more.length === 0 ? '' : ` ${words.say('row.more', { count: more.length })}`;
  const where = place === undefined ? '' : words.say('do.in', { place: place + rest });
  const marks: Span[] = [{ text: words.say('do.ends', { severities: endedBy(view, action) }) }];
  if (action.exploited) {
    marks.push({ text: words.say('list.comma') });
    marks.push({ text: words.say('do.exploited'), style: 'critical' });
  }
  const colon = words.say('summary.colon');
  const label = `  ${number}.`.padEnd(5);
  const lines = paragraph(what + where + colon.trimEnd(), { width, indent: 5 }).map(
    (line): Span[] => [...line],
  );
  lines[0]?.splice(0, 1, { text: label });
  const last = lines.at(-1);
  if (last !== undefined && lineWidth(last) + lineWidth(marks) + 1 <= width) {
    last.push({ text: colon.endsWith(' ') ? ' ' : '' }, ...marks);
  } else lines.push([{ text: '     ' }, ...marks]);
  const command = action.groups[0]?.instruction;
  if (command !== undefined) lines.push([{ text: `     $ ${command}`, style: 'faint' }]);
  return lines;
}

/** `1 high, 3 medium`: what an action ends, each id once under its severity. */
function endedBy(view: View, action: Action): string {
  const { words } = view;
  const worst = new Map(
    action.groups
      .flatMap((group) => group.ids)
      .sort((a, b) => compareSeverity(b.severity, a.severity))
      .map((id) => [id.id, id.severity]),
  );
  const all = [...worst.values()];
  const parts = severities.flatMap((severity) => {
    const count = all.filter((one) => one === severity).length;
    const name = words.say(`severity.${severity}`);
    return count === 0 ? [] : [words.say('severity.count', { count, severity: name })];
  });
  return words.list(parts);
}

function unfixed(view: View, groups: readonly Group[]): readonly Line[] {
  const open = groups.filter((group) => group.fixed.length === 0 && !isMalware(group));
  if (open.length === 0) return [];
  const { words, width } = view;
  const count = new Set(open.flatMap((group) => group.ids.map((id) => id.id))).size;
  const names = [...new Set(open.map((group) => group.name))];
  const shown = view.terminal ? names.slice(0, namesShown) : names;
  const rest = names.length - shown.length;
  if (rest > 0) shown.push(words.say('row.more', { count: rest }));
  const text = words.count('do.unfixed', count, { packages: words.list(shown) });
  return paragraph(text, { width, indent: 2 });
}

/** The one command that would answer what is unknown. */
function nextStep(view: View): readonly Line[] {
  const { report, words } = view;
  const { gaps, stale, starter } = judgedOf(report);
  const helps = gaps.some(({ state }) => state === 'no-database' || state === 'no-feed');
  if (!helps && !starter && stale.length === 0) return [];
  const wanted = report.subject.kind === 'image' ? ` --for ${quoted(report.subject.name)}` : '';
  return [
    [
      { text: `${words.say('do.next')}${words.say('summary.colon')}`, style: 'strong' },
      { text: `plimsoll db update${wanted}` },
    ],
  ];
}

/** A word for the shell; the name of an image may be a path with anything in it. */
function quoted(text: string): string {
  return /^[\w.:/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The count of what was set aside, or with `--show-suppressed` each with its reason. */
export function suppressed(view: View): readonly Line[] {
  const { report, words, width } = view;
  if (report.suppressed.length === 0) return [];
  if (!view.options.showSuppressed) {
    const counts = new Map<Suppression['by'], number>();
    for (const finding of report.suppressed) {
      const by = finding.suppressed?.by ?? 'option';
      counts.set(by, (counts.get(by) ?? 0) + 1);
    }
    const parts = [...counts]
      .sort(([a], [b]) => byText(a, b))
      .map(([by, count]) =>
        words.say('suppressed.part', { count, by: words.say(`suppressed.${by}`) }),
      );
    const count = report.suppressed.length;
    const text = words.say('suppressed.count', { count, parts: words.list(parts) });
    return [[], ...paragraph(text, { width, indent: 0, style: 'faint' })];
  }
  const columns: Column[] = [
    { title: words.say('column.id') },
    { title: words.say('column.package'), flexible: true },
    { title: words.say('column.reason'), flexible: true },
    { title: words.say('column.by'), flexible: true },
  ];
  const order = byKeys<Finding>(
    (finding) => finding.rule,
    (finding) => finding.package ?? '',
  );
  const rows = [...report.suppressed].sort(order).map((finding) => suppressedRow(view, finding));
  const widths = columnWidths(columns, rows, width - 2);
  const head = columns.map((column): Cell => ({ text: column.title, style: 'faint' }));
  return [
    [],
    heading(words.say('suppressed.heading')),
    ...[head, ...rows].flatMap((row) => tableRow(row, columns, { widths, indent: 2 })),
  ];
}

function suppressedRow(view: View, finding: Finding): readonly Cell[] {
  const { words, context } = view;
  const { reason = '', source = '', expires } = finding.suppressed ?? {};
  const until = expires === undefined ? '' : words.say('suppressed.until', { date: expires });
  return [
    { text: finding.rule },
    { text: finding.package === undefined ? '' : context.packageOf(finding).name },
    { text: until === '' ? reason : `${reason} (${until})` },
    { text: source, style: 'faint' },
  ];
}

/** Remarks for people. */
export function notes(view: View): readonly Line[] {
  const { words, width, report } = view;
  if (report.notes.length === 0) return [];
  const lines = report.notes.flatMap((note) => {
    const text = `${words.say('note.label')}${words.say('summary.colon')}${words.tell(note)}`;
    return paragraph(text, { width, indent: 0, style: 'faint' });
  });
  return [[], ...lines];
}
