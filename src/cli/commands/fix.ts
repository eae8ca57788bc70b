import type { Finding } from '../../model/index.ts';
import { printable } from '../../model/index.ts';
import { format } from '../../model/messages/table.ts';
import { wrapped } from '../../report/width.ts';
import { applyFixes, planFixes } from '../../tasks/fix-config.ts';
import type { FixPlan, LeftReason } from '../../tasks/fix-config.ts';
import { checkOptionsOf } from '../check-options.ts';
import { problemLine } from '../error-words.ts';
import { sentence } from '../help.ts';
import type { CommandInput } from '../spec.ts';
import { append } from '../../model/append.ts';

const columns = 80;

/**
 * Shows the edits that end what is wrong as a diff on standard output; `--write` makes them,
 * `--write-all` also those that a person has to look at.
 */
export async function run(input: CommandInput): Promise<number> {
  const plan = await planFixes(input.arguments, checkOptionsOf(input));
  const all = input.options.flag('write-all');
  const write = all || input.options.flag('write');
  if (write) applyFixes(plan, all);
  else for (const { diff } of plan.files) input.stdout.write(diff);
  if (!all) {
    if (plan.reviewFiles.length > 0) input.stdout.write(`\n# ${say(input, 'fix.review')}\n\n`);
    for (const { diff } of plan.reviewFiles) input.stdout.write(diff);
  }
  input.stderr.write(`${summary(plan, input, { write, all }).join('\n')}\n`);
  for (const error of plan.after.errors) {
    const line = printable(await problemLine(error, input.lang));
    input.stderr.write(`${say(input, 'warning.line', { line })}\n`);
  }
  if (plan.after.status !== 'complete') return 3;
  const made = write ? plan.fixed.length + (all ? plan.reviewed.length : 0) : 0;
  return plan.before.findings.length > made ? 1 : 0;
}

function say(
  { lang }: CommandInput,
  id: string,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return format(sentence(id, lang), params);
}

function summary(
  plan: FixPlan,
  input: CommandInput,
  { write, all }: { readonly write: boolean; readonly all: boolean },
): readonly string[] {
  const { fixed, reviewed, left, before } = plan;
  const made = all ? fixed.length + reviewed.length : fixed.length;
  const written = new Set(
    [...plan.files, ...(all ? plan.reviewFiles : [])].map(({ path }) => path),
  );
  const counts = { fixed: made, all: before.findings.length, files: written.size };
  const lines = [say(input, headOf(plan, made, write), counts)];
  if (reviewed.length > 0 && !all)
    lines.push(say(input, 'fix.reviewed', { count: reviewed.length }));
  for (const [reason, rows] of Map.groupBy(left, (one) => one.reason)) {
    lines.push('', say(input, reasons[reason], { count: rows.length }));
    append(
      lines,
      rows.flatMap(({ finding }) => row(finding, input.lang)),
    );
  }
  return lines.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(line, columns)));
}

function headOf({ before }: FixPlan, made: number, write: boolean): string {
  if (before.checks.length === 0 && before.status !== 'complete') return 'fix.unread';
  if (write) return 'fix.written';
  return made === 0 ? 'fix.none' : 'fix.planned';
}

const reasons: Readonly<Record<LeftReason, string>> = {
  owner: 'fix.left.owner',
  alias: 'fix.left.alias',
  layout: 'fix.left.layout',
  rendered: 'fix.left.rendered',
  worse: 'fix.left.worse',
  encoding: 'fix.left.encoding',
};

/** Place and rule, and the sentence below them. */
function row({ rule, message, locations }: Finding, lang: CommandInput['lang']): readonly string[] {
  const at = locations[0]?.file;
  const place = at === undefined ? '' : `${at.path}:${at.startLine ?? 1} `;
  const text = lang === 'en' ? message.text : (message.translations?.[lang] ?? message.text);
  const sentences = wrapped(printable(text), columns - 4).map((one) => `    ${one}`);
  return [printable(`  ${place}${rule}`), ...sentences];
}
