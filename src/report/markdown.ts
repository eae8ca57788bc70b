import type { Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { adviceOf } from './advice.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import type { Group } from './groups.ts';
import { primaryUrl } from './links.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import type { Line } from './screen.ts';
import { lineOf, othersOf } from './others.ts';
import { paint } from './screen.ts';
import { suppressed } from './table-actions.ts';
import { actions } from './table-advice.ts';
import { alerts } from './table-alerts.ts';
import { headline } from './table-summary.ts';
import type { Section, View } from './table-view.ts';
import { viewOf } from './table-view.ts';

/**
 * Markdown for comments on merge requests: the facts of the table, in the same order. Rows and ids
 * are counted beyond a bound, because code hosts cut comments at 65,536 characters.
 */
export const markdown: OutputFormat = {
  id: 'markdown',
  title: 'Markdown for comments on merge requests',
  mediaType: 'text/markdown',
  extension: 'md',
  write,
};

/** Rows of the whole document, and ids in one row. */
const mostRows = 80;
const mostIds = 5;

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const { columns: _, ...rest } = options;
  const view = viewOf(report, { ...rest, color: false });
  const shown: View = { ...view, terminal: true };
  sink(`## ${markdownCode(printable(report.subject.name))}\n\n`);
  const sum = textOf(headline(view), ' ').replaceAll(/ {2,}/g, ' ').trim();
  sink(`**${markdownText(sum)}**\n`);
  sink(fenced(alerts(shown)));
  let room = mostRows;
  for (const section of view.sections) {
    sink(sectionText(view, section, room));
    room = Math.max(0, room - section.groups.length - othersOf(section.target).length);
  }
  sink(fenced(actions(shown)));
  sink(fenced(suppressed(shown)));
}

function textOf(lines: readonly Line[], separator: string): string {
  return lines.map((line) => paint(line, false)).join(separator);
}

/** Screen lines in a block that nothing inside can close: lines of strangers are indented or prefixed. */
function fenced(lines: readonly Line[]): string {
  const text = textOf(lines, '\n').replaceAll(/^\n+/g, '');
  if (text === '') return '';
  return `\n\`\`\`\`text\n${text.replaceAll('````', "''''")}\n\`\`\`\`\n`;
}

function sectionText(view: View, { target, groups }: Section, room: number): string {
  const { words } = view;
  const others = othersOf(target);
  if (groups.length + others.length === 0) return '';
  const head = ['severity', 'risk', 'package', 'installed', 'fixed', 'layer', 'id'];
  const titles = head.map((name) => words.say(`column.${name}`));
  const rows = groups.slice(0, room).map((group) => rowText(view, group));
  const rest = groups.length - rows.length;
  const list = others.slice(0, room).map((finding) => {
    const label = finding.severity === 'unknown' ? 'unrated' : finding.severity;
    const text = markdownText(printable(words.tell(finding.message)));
    const place = markdownCode(printable(lineOf(finding.locations[0])));
    const advice = adviceOf(finding, view.options.lang);
    const told = `- ${words.say(`label.${label}`)} ${markdownCode(printable(finding.rule))} ${place}: ${text}`;
    return advice === undefined
      ? told
      : `${told}<br>${markdownText(printable(words.say('check.advice', { advice })))}`;
  });
  return [
    '',
    `### ${markdownCode(printable(target.name))}`,
    '',
    ...(rows.length === 0 ? [] : [cells(titles), cells(titles.map(() => '---')), ...rows, '']),
    ...(rest > 0 ? [words.say('row.more', { count: rest }), ''] : []),
    ...list,
    ...(others.length > list.length
      ? [words.say('row.more', { count: others.length - list.length })]
      : []),
    ...(list.length > 0 ? [''] : []),
  ].join('\n');
}

const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

function rowText(view: View, group: Group): string {
  const { words } = view;
  const label = group.severity === 'unknown' ? 'unrated' : group.severity;
  const state = group.undecided ? 'undecided' : group.state;
  const ids = group.ids.slice(0, mostIds).map((one) => {
    const url = primaryUrl(one.id);
    const name = markdownText(printable(one.id));
    return (url === undefined ? name : `[${name}](${url})`) + (one.exploited ? ' **KEV**' : '');
  });
  const rest = group.ids.length - ids.length;
  if (rest > 0) ids.push(words.say('row.more', { count: rest }));
  const fixed = group.fixed.map((version) => markdownCode(printable(version)));
  return cells([
    words.say(`label.${group.undecided ? 'undecided' : label}`),
    group.undecided ? '' : String(Math.round(group.risk)),
    markdownCode(printable(group.name)),
    markdownCode(printable(group.version)),
    fixed.length === 0 ? words.say(`state.${state}`) : fixed.join(words.say('row.or')),
    group.layer === undefined ? '' : String(group.layer.index + 1),
    ids.join(', '),
  ]);
}
