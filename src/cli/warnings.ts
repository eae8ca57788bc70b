import type { Coverage, Message, Report } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { reportMessages } from '../model/messages/report.ts';
import { scanMessages } from '../model/messages/scan.ts';
import { format } from '../model/messages/table.ts';
import { textIn } from './error-words.ts';
import { sentence } from './help.ts';
import type { CommandInput } from './spec.ts';

/** Failures told on standard error before the rest is left to the report. */
const errorsShown = 10;

/**
 * Tells on standard error what the report does not know, so that a report piped to a file does not
 * hide it: one line for each reason, however many ecosystems share it.
 */
export function writeWarnings(
  report: Report,
  input: Pick<CommandInput, 'lang' | 'options' | 'stderr'>,
): void {
  if (input.options.flag('quiet')) return;
  const { lang, stderr } = input;
  const warn = (text: string): void =>
    stderr.write(`${format(sentence('warning.line', lang), { line: printable(text) })}\n`);
  const gaps = report.coverage.filter(({ state }) => state !== 'covered');
  for (const rows of Map.groupBy(gaps, (row) => `${row.state} ${row.reason ?? ''}`).values()) {
    warn(gapText(rows, report.packages.length, lang));
  }
  for (const error of report.errors.slice(0, errorsShown))
    warn(`${textIn(error, lang)} [${error.code}]`);
  const more = report.errors.length - errorsShown;
  if (more > 0) warn(format(sentence('note.more', lang), { count: more }));
}

function gapText(rows: readonly Coverage[], total: number, lang: CommandInput['lang']): string {
  const [first] = rows;
  if (first === undefined) return '';
  const { state, message } = first;
  const words = reportMessages[`coverage.${state}`]?.[lang] ?? state;
  const known = state === 'stale' || state === 'starter-set' ? state : 'unknown';
  return format(sentence(`note.${known}`, lang), {
    packages: rows.reduce((sum, row) => sum + row.packages, 0),
    total,
    ecosystems: rows.map(({ ecosystem }) => ecosystem).join(', '),
    reason: translated(message, lang) ?? (lang === 'en' ? (first.reason ?? words) : words),
  });
}

/** The reason in the user's language; a report of an older program has an English sentence only. */
function translated(message: Message | undefined, lang: CommandInput['lang']): string | undefined {
  const row = message === undefined ? undefined : scanMessages[message.id];
  return row === undefined || message === undefined ? undefined : format(row[lang], message.params);
}
