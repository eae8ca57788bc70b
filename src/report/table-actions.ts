import type { Finding } from '../model/index.ts';
import { byKeys, byText } from '../model/order.ts';
import type { Cell, Column, Line } from './screen.ts';
import { columnWidths, heading, paragraph, tableRow } from './screen.ts';
import type { View } from './table-view.ts';

/**
 * The count of what was set aside, or with `--show-suppressed` each with its reason. What a flag
 * hid counts apart: nobody decided about it, it was not asked for.
 */
export function suppressed(view: View): readonly Line[] {
  const { report, words, width } = view;
  if (report.suppressed.length === 0) return [];
  if (!view.options.showSuppressed) {
    const isHidden = (finding: Finding): boolean => finding.suppressed?.by === 'option';
    const hidden = report.suppressed.filter(isHidden);
    const decided = report.suppressed.filter((finding) => !isHidden(finding));
    const counts = [
      counted(view, 'suppressed.count', decided, (finding) =>
        words.say(`suppressed.${finding.suppressed?.by ?? 'option'}`),
      ),
      counted(view, 'suppressed.hidden', hidden, (finding) =>
        words.say('suppressed.flag', { flag: finding.suppressed?.source ?? '' }),
      ),
    ].flat();
    return [[], ...counts.flatMap((text) => paragraph(text, { width, indent: 0, style: 'faint' }))];
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

/** One sentence with the findings counted by who set them aside; none for no findings. */
function counted(
  { words }: View,
  id: string,
  findings: readonly Finding[],
  who: (finding: Finding) => string,
): readonly string[] {
  if (findings.length === 0) return [];
  const parts = [...Map.groupBy(findings, who)]
    .sort(([a], [b]) => byText(a, b))
    .map(([by, own]) => words.say('suppressed.part', { count: own.length, by }));
  return [words.say(id, { count: findings.length, parts: words.list(parts) })];
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
