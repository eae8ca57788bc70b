import type { Finding, Location, Package } from '../model/index.ts';
import { placeOf } from './fingerprint.ts';
import type { Group, GroupedId } from './groups.ts';
import { epssShown } from './groups.ts';
import { instruction } from './instruction.ts';
import { byKeys } from '../model/order.ts';
import { lineOf, othersOf } from './others.ts';
import type { Cell, Column, Line, Span } from './screen.ts';
import { columnWidths, flow, paragraph, tableRow } from './screen.ts';
import { joined } from './table-summary.ts';
import { brokenRules } from './table-checks.ts';
import type { Section, View } from './table-view.ts';
import type { Target } from './targets.ts';
import { clipped, displayWidth } from './width.ts';
import { append } from '../model/append.ts';

/** Lines of ids under a row before the rest is counted; a file gets them all. */
const idLines = 2;
/** More ids than ever fit into those lines. */
const idsShown = 64;
/** Names of installed packages in front of the ids before the rest is counted. */
const membersShown = 4;

/** One section per target that has findings, then one line for those that have none. */
export function sections(view: View): readonly Line[] {
  const lines: Line[] = [];
  for (const section of view.sections) {
    const own = [
      ...vulnerabilityRows(view, section),
      ...brokenRules(view, section),
      ...otherRows(view, section),
      ...judgedLayers(view, section),
    ];
    if (own.length === 0) continue;
    lines.push([], title(view, section));
    append(lines, own);
  }
  return [...lines, ...cleanTargets(view)];
}

function title(view: View, { target }: Section): Line {
  const count = target.packages.length;
  const part = partOf(view, target);
  const suffix = count === 0 ? part : ` · ${view.words.count('packages', count)}`;
  return [
    { text: target.name, style: 'strong' },
    { text: suffix, style: 'faint' },
  ];
}

/** Which part of an image a section is about, where its name does not tell. */
function partOf({ words, report }: View, { class: kind, name }: Target): string {
  if (name !== report.subject.name || report.subject.kind === 'file') return '';
  if (kind === 'config') return ` · ${words.say('section.config')}`;
  return kind === 'secret' ? ` · ${words.say('section.secret')}` : '';
}

/** Targets with packages, an answer and no finding: named, so that nobody wonders. */
function cleanTargets(view: View): readonly Line[] {
  const clean = view.sections.filter(
    ({ target }) =>
      target.findings.length === 0 &&
      target.packages.length > 0 &&
      target.coverage.length > 0 &&
      target.coverage.every((row) => row.state === 'covered'),
  );
  if (clean.length === 0) return [];
  const names = clean.map(({ target }) => target.name);
  const shown = view.terminal ? names.slice(0, 6) : names;
  const rest = names.length - shown.length;
  if (rest > 0) shown.push(view.words.say('row.more', { count: rest }));
  const packages = clean.reduce((sum, { target }) => sum + target.packages.length, 0);
  const text = view.words.say('targets.clean', {
    names: view.words.list(shown),
    packages: view.words.count('packages', packages),
  });
  return [[], ...paragraph(text, { width: view.width, indent: 0, style: 'good' })];
}

function vulnerabilityRows(view: View, { groups }: Section): readonly Line[] {
  if (groups.length === 0) return [];
  const { words, width } = view;
  const layered = groups.some((group) => group.layer !== undefined);
  const columns: Column[] = [
    { title: words.say('column.severity') },
    { title: words.say('column.risk'), align: 'right' },
    { title: words.say('column.package'), flexible: true },
    { title: words.say('column.installed'), flexible: true },
    { title: words.say('column.fixed'), flexible: true },
  ];
  if (layered) columns.push({ title: words.say('column.layer'), align: 'right' });
  const rows = groups.map((group) => cellsOf(view, group, layered));
  const widths = columnWidths(columns, rows, width - 2);
  const indent = 2 + (widths[0] ?? 0) + 2 + (widths[1] ?? 0) + 2;
  const head = columns.map((column): Cell => ({ text: column.title, style: 'faint' }));
  const lines: Line[] = [...tableRow(head, columns, { widths, indent: 2 })];
  groups.forEach((group, index) => {
    append(lines, tableRow(rows[index] ?? [], columns, { widths, indent: 2 }));
    append(lines, idsOf(view, group, indent));
    append(lines, placesOf(view, group, indent));
  });
  return [...lines, ...layersOf(view, groups)];
}

function cellsOf(view: View, group: Group, layered: boolean): readonly Cell[] {
  const { words } = view;
  const label = group.undecided
    ? 'label.undecided'
    : `label.${group.severity === 'unknown' ? 'unrated' : group.severity}`;
  const state = group.undecided ? 'undecided' : group.state;
  const fixed = group.fixed.join(words.say('row.or'));
  const cells: Cell[] = [
    { text: words.say(label), style: group.undecided ? 'unknown' : group.severity },
    { text: group.undecided ? '' : String(Math.round(group.risk)) },
    { text: group.name, style: 'strong' },
    { text: group.version },
    fixed === ''
      ? { text: words.say(`state.${state}`), style: 'faint' }
      : { text: fixed, style: group.undecided ? 'plain' : 'good' },
  ];
  if (layered) {
    const { layer } = group;
    cells.push({ text: layer === undefined ? '' : String(layer.index + 1) });
  }
  return cells;
}

/** The ids of a row with their marks, exploited ones first, behind the installed packages' names. */
function idsOf(view: View, group: Group, indent: number): readonly Line[] {
  const members = membersOf(view, group);
  const ids = joined(
    group.ids.map((id) => idSpans(view, id)),
    ', ',
  );
  const { width, terminal } = view;
  if (!terminal) return flow([...members, ...ids], { width, indent });
  const most = ids.slice(0, idsShown);
  const lines = flow([...members, ...most], { width, indent });
  if (most.length === ids.length && lines.length <= idLines) return lines;
  // Room is kept for the longest "+N more" that can stand there.
  const more = (count: number): string => view.words.say('row.more', { count });
  const room = width - displayWidth(more(ids.length));
  let kept = Math.min(ids.length - 1, most.length);
  while (
    kept > 1 &&
    flow([...members, ...ids.slice(0, kept)], { width: room, indent }).length > idLines
  ) {
    kept -= 1;
  }
  const tail: Line = [{ text: more(ids.length - kept), style: 'faint' }];
  return flow([...members, ...ids.slice(0, kept), tail], { width, indent });
}

/** `libssl3, openssl: `, where the row goes by the name of the source package. */
function membersOf(view: View, { members }: Group): readonly Line[] {
  if (members.length === 0) return [];
  const { words, terminal } = view;
  const shown: string[] = terminal ? members.slice(0, membersShown) : [...members];
  const rest = members.length - shown.length;
  if (rest > 0) shown.push(words.say('row.more', { count: rest }));
  return shown.map((text, index): Line => {
    const mark = index === shown.length - 1 ? 'summary.colon' : 'list.comma';
    return [{ text: text + words.say(mark), style: 'faint' }];
  });
}

function idSpans(view: View, id: GroupedId): Line {
  const spans: Span[] = [{ text: id.id, style: id.severity === 'unknown' ? 'plain' : id.severity }];
  if (id.exploited) spans.push({ text: ' ' }, { text: 'KEV', style: 'alarm' });
  if (id.ransomware)
    spans.push({ text: ` ${view.words.say('row.ransomware')}`, style: 'critical' });
  if (id.epss !== undefined && id.epss >= epssShown) {
    spans.push({ text: ` EPSS ${Math.round(id.epss * 100)}%` });
  }
  return spans;
}

function placesOf(view: View, group: Group, indent: number): readonly Line[] {
  const [first, ...rest] = group.places;
  if (first === undefined) return [];
  const { words, width } = view;
  if (!view.terminal) {
    const text = words.say('row.in', { place: words.list(group.places) });
    return paragraph(text, { width, indent, style: 'faint' });
  }
  const count = rest.length;
  const text = words.say(count === 0 ? 'row.in' : 'row.in.more', { place: first, count });
  return paragraph(text, { width, indent, style: 'faint' });
}

/** The layers that faults of an image name. */
function judgedLayers(view: View, { target }: Section): readonly Line[] {
  const faults = target.findings.filter(
    ({ kind, misconfiguration }) =>
      kind === 'misconfiguration' && misconfiguration?.type === 'image-config',
  );
  return layersOf(
    view,
    faults.flatMap(({ locations }) => locations),
  );
}

/** The layers that the rows name, with the instruction that made each. */
function layersOf(
  view: View,
  places: readonly Pick<Location, 'layer' | 'history'>[],
): readonly Line[] {
  const makers = new Map<number, string>();
  for (const { layer, history } of places) {
    if (layer !== undefined && history !== undefined) makers.set(layer.index, history.createdBy);
  }
  const { words, width, terminal } = view;
  return [...makers]
    .sort(([a], [b]) => a - b)
    .map(([index, createdBy]): Line => {
      const label = `  ${words.say('row.layer', { number: index + 1 })}  `;
      const text = instruction(createdBy);
      const shown = terminal ? clipped(text, width - displayWidth(label)) : text;
      return [{ text: label }, { text: shown, style: 'faint' }];
    });
}

/** Findings that are neither about a package's version nor about a rule of configuration: secrets, licences … */
function otherRows(view: View, { target }: Section): readonly Line[] {
  const { words, width } = view;
  const sorted = othersOf(target).filter(({ kind }) => kind !== 'misconfiguration');
  if (sorted.length === 0) return [];
  const columns: Column[] = [
    { title: words.say('column.severity') },
    { title: words.say('column.rule'), flexible: true },
    { title: words.say('column.where'), flexible: true },
  ];
  const rows = sorted.map((finding): readonly Cell[] => [
    {
      text: words.say(`label.${finding.severity === 'unknown' ? 'unrated' : finding.severity}`),
      style: finding.severity,
    },
    { text: finding.rule, style: 'strong' },
    { text: lineOf(finding.locations[0]) },
  ]);
  const widths = columnWidths(columns, rows, width - 2);
  const head = columns.map((column): Cell => ({ text: column.title, style: 'faint' }));
  const indent = 2 + (widths[0] ?? 0) + 2;
  return [
    ...tableRow(head, columns, { widths, indent: 2 }),
    ...rows.flatMap((row, index) => [
      ...tableRow(row, columns, { widths, indent: 2 }),
      ...paragraph(messageOf(view, sorted[index]), { width, indent }),
    ]),
  ];
}

function messageOf(view: View, finding: Finding | undefined): string {
  return finding === undefined ? '' : view.words.tell(finding.message);
}

/** Every package of every target, for `--list-all-pkgs`. */
export function packageList(view: View): readonly Line[] {
  if (!view.options.listAllPackages) return [];
  const { words, width } = view;
  const columns: Column[] = [
    { title: words.say('column.package'), flexible: true },
    { title: words.say('column.version'), flexible: true },
    { title: words.say('column.licence'), flexible: true },
    { title: words.say('column.layer'), align: 'right' },
  ];
  const order = byKeys<Package>(
    (item) => item.name,
    (item) => item.version,
    (item) => placeOf(item.locations[0]),
  );
  return view.sections.flatMap((section) => {
    const { packages } = section.target;
    if (packages.length === 0) return [];
    const rows = [...packages].sort(order).map((item): readonly Cell[] => {
      const layer = item.locations[0]?.layer?.index;
      return [
        { text: item.name },
        { text: item.version === '' ? (item.requirement ?? '') : item.version },
        { text: words.list(item.licenses ?? []), style: 'faint' },
        { text: layer === undefined ? '' : String(layer + 1) },
      ];
    });
    const widths = columnWidths(columns, rows, width - 2);
    const head = columns.map((column): Cell => ({ text: column.title, style: 'faint' }));
    return [
      [],
      [{ text: `${words.say('packages.heading')}: ${section.target.name}`, style: 'strong' }],
      ...[head, ...rows].flatMap((row) => tableRow(row, columns, { widths, indent: 2 })),
    ] satisfies Line[];
  });
}
