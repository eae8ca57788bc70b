import type { Coverage, ReportError } from '../model/index.ts';

import { judgedOf } from './judged.ts';
import type { Cell, Column, Line, Style } from './screen.ts';
import { columnWidths, paragraph, tableRow } from './screen.ts';
import type { View } from './table-view.ts';
import { osTitle } from './targets.ts';
import { displayWidth } from './width.ts';
import { append, largest } from '../model/append.ts';

/** Errors listed on a terminal before the rest is counted. */
const errorsShown = 10;

/**
 * What the report does not know, and why: the lines nobody may miss. They stand between the
 * summary and the findings, each under a label in reverse colours.
 */
export function alerts(view: View): readonly Line[] {
  return [
    ...unknownAlert(view),
    ...incompleteAlert(view),
    ...starterAlert(view),
    ...staleAlert(view),
    ...endOfLifeAlert(view),
  ];
}

interface Alert {
  readonly label: string;
  readonly style: Style;
  readonly sentences: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

function draw(view: View, alert: Alert): readonly Line[] {
  const label = ` ${view.words.say(alert.label)} `;
  const indent = displayWidth(label) + 1;
  const lines: Line[] = [[]];
  alert.sentences.forEach((sentence, index) => {
    const text = paragraph(sentence, { width: view.width, indent, style: 'strong' });
    const first = text[0];
    if (index > 0 || first === undefined) append(lines, text);
    else {
      lines.push([{ text: label, style: alert.style }, { text: ' ' }, ...first.slice(1)]);
      append(lines, text.slice(1));
    }
  });
  const size = largest(alert.rows.map((row) => row.length));
  const columns: Column[] = Array.from({ length: size }, (_, index) => ({
    title: '',
    flexible: index === size - 1 || index === 0,
  }));
  const widths = columnWidths(columns, alert.rows, view.width - 4);
  for (const row of alert.rows) append(lines, tableRow(row, columns, { widths, indent: 4 }));
  return lines;
}

function coverageRow(view: View, row: Coverage): readonly Cell[] {
  const { words, options } = view;
  const { reason, message } = row;
  // A report of an older program has the English sentence alone; other languages get the state's words.
  const own = words.say(`coverage.${row.state}`);
  const plain = options.lang === 'en' ? (reason ?? own) : own;
  return [
    { text: row.ecosystem },
    { text: words.count('packages', row.packages) },
    { text: message === undefined ? plain : words.tell(message) },
  ];
}

function unknownAlert(view: View): readonly Line[] {
  const { words, report } = view;
  const { gaps, unjudged, packages } = judgedOf(report);
  const undecided = report.findings.filter((finding) => finding.verdict === 'unknown').length;
  const sentences: string[] = [];
  if (unjudged > 0) sentences.push(words.count('unknown.packages', unjudged, { packages }));
  if (undecided > 0) sentences.push(words.count('unknown.answers', undecided));
  if (sentences.length === 0 && gaps.length === 0) return [];
  const told = gaps.reduce((sum, row) => sum + row.packages, 0);
  const rows = gaps.map((row) => coverageRow(view, row));
  if (unjudged > told) {
    const count = words.count('packages', unjudged - told);
    rows.push([{ text: '?' }, { text: count }, { text: words.say('unknown.unlisted') }]);
  }
  const style = unjudged > 0 ? 'alarm' : 'warning';
  return draw(view, { label: 'label.unknown', style, sentences, rows });
}

function incompleteAlert(view: View): readonly Line[] {
  const { report, words, terminal } = view;
  const { errors } = report;
  if (errors.length === 0 && report.status === 'complete') return [];
  const shown = terminal ? errors.slice(0, errorsShown) : errors;
  const rows: Cell[][] = shown.map((error) => [
    { text: error.code, style: 'medium' },
    { text: errorText(error, words.tell(error)) },
  ]);
  if (errors.length > shown.length) {
    const count = errors.length - shown.length;
    rows.push([{ text: '' }, { text: words.say('incomplete.more', { count }) }]);
  }
  const sentences = [words.count('incomplete.errors', errors.length)];
  return draw(view, { label: 'label.incomplete', style: 'warning', sentences, rows });
}

function errorText(error: ReportError, told: string): string {
  const file = error.location?.file;
  return file === undefined || told.includes(file.path) ? told : `${file.path}: ${told}`;
}

function starterAlert(view: View): readonly Line[] {
  if (!judgedOf(view.report).starter) return [];
  const sentences = [view.words.say('starter.explained')];
  return draw(view, { label: 'label.starter', style: 'warning', sentences, rows: [] });
}

function staleAlert(view: View): readonly Line[] {
  const { report, words } = view;
  const { stale } = judgedOf(report);
  const failed = (report.database?.feeds ?? []).filter((feed) => feed.failure !== undefined);
  if (stale.length === 0 && failed.length === 0) return [];
  const rows = stale.map((row) => coverageRow(view, row));
  for (const { id, failure } of failed) {
    if (failure === undefined) continue;
    const params = { feed: id, code: failure.code, date: failure.time.slice(0, 10) };
    rows.push([{ text: id }, { text: '' }, { text: words.say('stale.feed', params) }]);
  }
  const sentences = [words.say('stale.explained')];
  return draw(view, { label: 'label.stale', style: 'warning', sentences, rows });
}

function endOfLifeAlert(view: View): readonly Line[] {
  const { report, words } = view;
  const { os } = report;
  const told = report.findings.filter((finding) => finding.kind === 'end-of-life');
  if (told.length === 0 && os?.endOfLife?.ended !== true) return [];
  const sentences = told.map((finding) => words.tell(finding.message));
  if (sentences.length === 0 && os !== undefined) {
    const system = osTitle(os);
    const date = os.endOfLife?.date;
    sentences.push(
      date === undefined
        ? words.say('end-of-life.undated', { system })
        : words.say('end-of-life.explained', { system, date }),
    );
  }
  return draw(view, { label: 'label.end-of-life', style: 'alarm', sentences, rows: [] });
}
