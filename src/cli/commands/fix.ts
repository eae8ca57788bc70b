import type { Finding } from '../../model/index.ts';
import { printable } from '../../model/index.ts';
import { format } from '../../model/messages/table.ts';
import { applyFixes, planFixes } from '../../tasks/fix-config.ts';
import type { FixPlan } from '../../tasks/fix-config.ts';
import { checkOptionsOf } from '../check-options.ts';
import { sentence } from '../help.ts';
import type { CommandInput } from '../spec.ts';

/** Shows the edits that end what is wrong as a diff on standard output; `--write` makes them. */
export async function run(input: CommandInput): Promise<number> {
  const plan = await planFixes(input.arguments, checkOptionsOf(input));
  const write = input.options.flag('write');
  if (write) applyFixes(plan);
  else for (const { diff } of plan.files) input.stdout.write(diff);
  input.stderr.write(`${summary(plan, input, write).join('\n')}\n`);
  for (const { text } of plan.after.errors) input.stderr.write(`${printable(text)}\n`);
  if (plan.after.status !== 'complete') return 3;
  return plan.left.length > 0 || (!write && plan.fixed.length > 0) ? 1 : 0;
}

function summary(plan: FixPlan, { lang }: CommandInput, write: boolean): readonly string[] {
  const say = (id: string, params = {}): string => format(sentence(id, lang), params);
  const { fixed, left, before, files } = plan;
  const counts = { fixed: fixed.length, all: before.findings.length, files: files.length };
  const refused = new Set(plan.refused.map((finding) => line(finding, lang)));
  const head =
    fixed.length === 0 ? say('fix.none') : say(write ? 'fix.written' : 'fix.planned', counts);
  if (left.length === 0) return [head];
  const rows = left.map((finding) => {
    const text = line(finding, lang);
    return `  ${text}${refused.has(text) ? ` (${say('fix.refused')})` : ''}`;
  });
  return [head, say('fix.left'), ...rows];
}

function line({ rule, message, locations }: Finding, lang: CommandInput['lang']): string {
  const at = locations[0]?.file;
  const place = at === undefined ? '' : `${at.path}:${at.startLine ?? 1} `;
  const text = lang === 'en' ? message.text : (message.translations?.[lang] ?? message.text);
  return printable(`${place}${rule} ${text}`);
}
