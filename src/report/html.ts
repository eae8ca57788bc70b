import type { Finding, Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { adviceOf, pageOf } from './advice.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import type { Group } from './groups.ts';
import { epssShown } from './groups.ts';
import { instruction } from './instruction.ts';
import { primaryUrl } from './links.ts';
import { lineOf, othersOf } from './others.ts';
import type { Line } from './screen.ts';
import { notes, suppressed } from './table-actions.ts';
import { actions } from './table-advice.ts';
import { alerts } from './table-alerts.ts';
import { summary } from './table-summary.ts';
import type { Section, View } from './table-view.ts';
import { viewOf } from './table-view.ts';

/**
 * One HTML page that works offline: no script, no font, no picture, nothing loaded. The policy in
 * its head forbids the browser to run or fetch anything, whatever a stranger's text would ask for.
 */
export const html: OutputFormat = {
  id: 'html',
  title: 'One HTML page, readable offline and without scripts',
  mediaType: 'text/html',
  extension: 'html',
  write,
};

const style = `
:root { color-scheme: light dark; --red: #b3261e; --yellow: #8a6100; --cyan: #006a80; --green: #1b6e2d; --purple: #7b3fa0; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --red: #ff8a80; --yellow: #f2c14e; --cyan: #6cd3e8; --green: #7ddb8f; --purple: #d7a6f5; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
pre { font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
h1, h2 { overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; vertical-align: top; overflow-wrap: break-word; }
th, td:first-child, td.name, td a { white-space: nowrap; } td.layer { min-width: 9rem; } td small { overflow-wrap: anywhere; }
td.number { text-align: right; } small { opacity: .75; }
.strong { font-weight: 600; } .faint { opacity: .75; }
.critical { color: var(--red); font-weight: 700; } .high { color: var(--red); }
.medium { color: var(--yellow); } .low { color: var(--cyan); } .good { color: var(--green); }
.unknown { color: var(--purple); } .alarm { background: #b3261e; color: #fff; font-weight: 700; }
.warning { background: #f2c14e; color: #000; font-weight: 700; }
`;

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const { columns: _, ...rest } = options;
  const view = viewOf(report, rest);
  const title = escaped(report.subject.name);
  sink(`<!doctype html>
<html lang="${options.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title} - Plimsoll</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
`);
  sink(block(summary(view)));
  sink(block(alerts(view)));
  for (const section of view.sections) writeSection(view, section, sink);
  sink(block(actions(view)));
  sink(block(suppressed({ ...view, options: { ...view.options, showSuppressed: true } })));
  sink(block(notes(view)));
  sink('</body>\n</html>\n');
}

/** Text of strangers as HTML text or in a quoted attribute. */
function escaped(text: string): string {
  return printable(text.toWellFormed())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Lines of the screen as they are, their styles as classes. */
function block(lines: readonly Line[]): string {
  if (lines.length === 0) return '';
  const rows = lines.map((line) =>
    line
      .map(({ text, style: kind = 'plain' }) =>
        kind === 'plain' ? escaped(text) : `<span class="${kind}">${escaped(text)}</span>`,
      )
      .join(''),
  );
  return `<pre>${rows.join('\n').trim()}</pre>\n`;
}

function writeSection(view: View, { target, groups }: Section, sink: Sink): void {
  const { words } = view;
  const others = othersOf(target);
  if (groups.length + others.length === 0) return;
  const faults = target.packages.length === 0 && groups.length === 0;
  const count = faults
    ? words.count('check.found', others.length)
    : words.count('packages', target.packages.length);
  sink(`<h2>${escaped(target.name)} <small>${escaped(count)}</small></h2>\n`);
  if (groups.length > 0) {
    const names = ['severity', 'risk', 'package', 'installed', 'fixed', 'layer', 'id'];
    sink(tableHead(view, names));
    for (const group of groups) sink(groupRow(view, group));
    sink('</table>\n');
  }
  if (others.length > 0) {
    sink(tableHead(view, ['severity', 'rule', 'where', 'reason']));
    for (const finding of others) sink(findingRow(view, finding));
    sink('</table>\n');
  }
}

function tableHead(view: View, names: readonly string[]): string {
  const cells = names.map((name) => `<th>${escaped(view.words.say(`column.${name}`))}</th>`);
  return `<table>\n<tr>${cells.join('')}</tr>\n`;
}

function label(view: View, finding: Pick<Finding, 'severity'>, undecided = false): string {
  const { severity } = finding;
  const name = undecided ? 'undecided' : severity === 'unknown' ? 'unrated' : severity;
  const kind = undecided ? 'unknown' : severity;
  return `<td class="${kind}">${escaped(view.words.say(`label.${name}`))}</td>`;
}

function groupRow(view: View, group: Group): string {
  const { words } = view;
  const state = words.say(`state.${group.undecided ? 'undecided' : group.state}`);
  const details = [...group.members, ...group.places].map(escaped).join('<br>');
  const maker = group.history === undefined ? '' : instruction(group.history.createdBy);
  const layer =
    group.layer === undefined ? '' : `${group.layer.index + 1}<br><small>${escaped(maker)}</small>`;
  return [
    '<tr>',
    label(view, group, group.undecided),
    `<td class="number">${group.undecided ? '' : Math.round(group.risk)}</td>`,
    `<td><span class="strong">${escaped(group.name)}</span><br><small>${details}</small></td>`,
    `<td>${escaped(group.version)}</td>`,
    group.fixed.length === 0
      ? `<td class="faint">${escaped(state)}</td>`
      : `<td class="good">${escaped(group.fixed.join(words.say('row.or')))}</td>`,
    `<td class="layer">${layer}</td>`,
    `<td>${idsOf(view, group)}</td>`,
    '</tr>\n',
  ].join('');
}

function idsOf(view: View, group: Group): string {
  const ids = group.ids.map((one) => {
    const url = primaryUrl(one.id);
    const name = escaped(one.id);
    const title = one.finding.vulnerability?.title;
    const tip = title === undefined ? '' : ` title="${escaped(title)}"`;
    const link =
      url === undefined
        ? `<span${tip}>${name}</span>`
        : `<a href="${escaped(url)}" rel="noreferrer"${tip}>${name}</a>`;
    const likely = one.epss !== undefined && one.epss >= epssShown;
    const epss = likely ? ` <small>EPSS ${Math.round((one.epss ?? 0) * 100)}%</small>` : '';
    const kev = one.exploited ? ' <span class="alarm">&nbsp;KEV&nbsp;</span>' : '';
    const ransom = one.ransomware ? ` ${escaped(view.words.say('row.ransomware'))}` : '';
    return link + kev + ransom + epss;
  });
  return ids.join(', ');
}

function findingRow(view: View, finding: Finding): string {
  const place = lineOf(finding.locations[0]);
  return [
    '<tr>',
    label(view, finding),
    `<td class="strong name">${ruleLink(view, finding)}</td>`,
    `<td>${escaped(place)}</td>`,
    `<td>${escaped(view.words.tell(finding.message))}${adviceText(view, finding)}</td>`,
    '</tr>\n',
  ].join('');
}

/** The rule, its first reference behind it and what can happen as its tip. */
function ruleLink({ options }: View, finding: Finding): string {
  const { rule, misconfiguration: detail } = finding;
  const name = escaped(rule);
  if (detail === undefined) return name;
  const tip = ` title="${escaped(detail.why[options.lang])}"`;
  const url = pageOf(finding);
  return url === undefined
    ? `<span${tip}>${name}</span>`
    : `<a href="${escaped(url)}" rel="noreferrer"${tip}>${name}</a>`;
}

function adviceText({ words, options }: View, finding: Finding): string {
  const advice = adviceOf(finding, options.lang);
  if (advice === undefined) return '';
  return `<br><small>${escaped(words.say('check.advice', { advice }))}</small>`;
}
