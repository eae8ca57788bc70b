import type { Location, Upgrade } from '../model/index.ts';
import { ecosystemOf, severities } from '../model/index.ts';
import { placeOf } from './fingerprint.ts';
import type { Group } from './groups.ts';
import { judgedOf } from './judged.ts';
import { byText } from '../model/order.ts';
import type { Line, Span } from './screen.ts';
import { heading, lineWidth, paragraph } from './screen.ts';
import type { View } from './table-view.ts';
import { commandLines } from './upgrade-command.ts';
import { shellWord } from '../formats/shell-quoting.ts';
import { append } from '../model/append.ts';

/** Upgrades listed on a terminal before the rest is counted. */
const actionsShown = 8;
/** Packages named in one sentence before the rest is counted. */
const namesShown = 12;

/** One thing to do: an upgrade (or removal), wherever the package stands. */
interface Action {
  readonly what: string;
  readonly locations: readonly Location[];
  /** The upgrade; absent for malware, which is removed. */
  readonly upgrade?: Upgrade;
  /** Ids that are gone after it, by severity. */
  readonly ends: Upgrade['ends'];
  readonly exploited: boolean;
}

/** The section "what to do": upgrades with what each ends, what has no fix, and the next command. */
export function actions(view: View): readonly Line[] {
  const groups = view.sections.flatMap((section) => section.groups);
  const decided = groups.filter((group) => !group.undecided);
  const todo = [...removals(view, decided), ...upgrades(view, decided)];
  const lines: Line[] = [];
  const shown = view.terminal ? todo.slice(0, actionsShown) : todo;
  shown.forEach((action, index) => append(lines, actionLines(view, action, index + 1)));
  const { words, width } = view;
  if (todo.length > shown.length) {
    const rest = todo.slice(shown.length);
    const ended = new Set(rest.flatMap(({ ends }) => Object.values(ends).flat())).size;
    const text = words.say('do.more', { count: rest.length, ended });
    append(lines, paragraph(text, { width, indent: 5, style: 'faint' }));
  }
  const base = todo.filter(isBase).length;
  if (base > 0) {
    const text = words.count('do.base', base);
    append(lines, paragraph(text, { width, indent: 2 }));
  }
  append(lines, commandLines(view));
  append(lines, unfixed(view, decided));
  const next = nextStep(view);
  if (lines.length === 0) return next.length === 0 ? [] : [[], ...next];
  const end = next.length === 0 ? [] : [[], ...next];
  return [[], heading(words.say('do.heading')), ...lines, ...end];
}

function isBase({ locations }: Action): boolean {
  return locations.length > 0 && locations.every((location) => location.layer?.index === 0);
}

/** Malware goes first, and goes away. */
function removals({ words }: View, groups: readonly Group[]): readonly Action[] {
  const bins = Map.groupBy(groups.filter(isMalware), ({ name }) => name);
  return [...bins]
    .sort(([a], [b]) => byText(a, b))
    .map(([name, bin]) => ({
      what: words.say('do.remove', { package: name }),
      locations: bin.flatMap(({ ids }) => ids.flatMap(({ finding }) => finding.locations)),
      ends: { critical: [...new Set(bin.flatMap(({ ids }) => ids.map(({ id }) => id)))] },
      exploited: false,
    }));
}

function isMalware(group: Group): boolean {
  return group.ids.some((id) => id.finding.kind === 'malware');
}

function upgrades({ report, words }: View, groups: readonly Group[]): readonly Action[] {
  const exploited = new Set(
    groups.flatMap(({ ids }) => ids.filter((one) => one.exploited).map(({ id }) => id)),
  );
  return (report.upgrades ?? []).map((upgrade) => ({
    what: words.say('do.upgrade', { package: upgrade.name, from: upgrade.from, to: upgrade.to }),
    upgrade,
    locations: upgrade.locations,
    ends: upgrade.ends,
    exploited: Object.values(upgrade.ends)
      .flat()
      .some((rule) => exploited.has(rule)),
  }));
}

function actionLines(view: View, action: Action, number: number): readonly Line[] {
  const { words, width } = view;
  const colon = words.say('summary.colon');
  const marks = marksOf(view, action);
  const label = `  ${number}. `.padEnd(5);
  const text = action.what + whereOf(view, action) + colon.trimEnd();
  const indent = label.length;
  const lines = paragraph(text, { width, indent }).map((line): Span[] => [...line]);
  lines[0]?.splice(0, 1, { text: label });
  const last = lines.at(-1);
  if (last !== undefined && lineWidth(last) + lineWidth(marks) + 1 <= width) {
    last.push({ text: colon.endsWith(' ') ? ' ' : '' }, ...marks);
  } else lines.push([{ text: ' '.repeat(indent) }, ...marks]);
  const { instruction } = action.upgrade ?? {};
  for (const line of smallerStep(view, action)) lines.push([...line]);
  if (instruction !== undefined) lines.push([{ text: `     $ ${instruction}`, style: 'faint' }]);
  return lines;
}

/** The step that stays on the installed line, when it ends at least half as much. */
function smallerStep({ words, width }: View, { upgrade, ends }: Action): readonly Line[] {
  if (upgrade?.sameLine === undefined) return [];
  const { to: version, leaves } = upgrade.sameLine;
  const count = leaves.filter((rule) => !upgrade.leaves.includes(rule)).length;
  if (count * 2 > Object.values(ends).flat().length) return [];
  const text = words.say('do.line', { version, count });
  return paragraph(text, { width, indent: 5, style: 'faint' });
}

/** The first place and how many more; the package database of a system is no place to go to. */
function whereOf({ words }: View, { upgrade, locations }: Action): string {
  if (ecosystemOf(upgrade?.type ?? '')?.class === 'os-pkgs') return '';
  const places = [...new Set(locations.map(placeOf))].filter((one) => one !== '').sort(byText);
  const [place, ...more] = places;
  if (place === undefined) return '';
  const rest = more.length === 0 ? '' : ` ${words.say('row.more', { count: more.length })}`;
  return words.say('do.in', { place: place + rest });
}

function marksOf(view: View, { upgrade, ends, exploited }: Action): Span[] {
  const { words } = view;
  const parts = severities.flatMap((severity) => {
    const count = ends[severity]?.length ?? 0;
    const name = words.say(`severity.${severity}`);
    return count === 0 ? [] : [words.say('severity.count', { count, severity: name })];
  });
  const marks: Span[] = [{ text: words.say('do.ends', { severities: words.list(parts) }) }];
  if (exploited) {
    marks.push({ text: words.say('list.comma') });
    marks.push({ text: words.say('do.exploited'), style: 'critical' });
  }
  const left = upgrade?.leaves.length ?? 0;
  if (left > 0) {
    const text = words.say('list.comma') + words.say('do.leaves', { count: left });
    marks.push({ text, style: 'faint' });
  }
  return marks;
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
  const wanted = report.subject.kind === 'image' ? ` --for ${shellWord(report.subject.name)}` : '';
  return [
    [
      { text: `${words.say('do.next')}${words.say('summary.colon')}`, style: 'strong' },
      { text: `plimsoll db update${wanted}` },
    ],
  ];
}
